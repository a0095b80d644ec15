// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Turns a path through a model into a timeline with its explanations. */
final class CutAssembler {

    private final SequenceRequest request;
    private final Excerpt excerpt;
    private final CutGrid grid;
    private final SongMood mood;
    private final ShotScorer scorer;

    CutAssembler(SequenceRequest request, Excerpt excerpt, CutGrid grid, SongMood mood, ShotScorer scorer) {
        this.request = request;
        this.excerpt = excerpt;
        this.grid = grid;
        this.mood = mood;
        this.scorer = scorer;
    }

    Timeline assemble(PlannedModel plan, SequenceSolver.Solution solution, List<String> notes) {
        FrameRate rate = request.frameRate();
        List<Shot> shots = shots(plan, solution.path());
        double[] loudness = new double[Math.max(0, shots.size() - 1)];
        for (int i = 0; i < loudness.length; i++) {
            double at = excerpt.music().startSeconds()
                    + rate.seconds(shots.get(i + 1).record().start());
            loudness[i] = mood.loudness(at - 0.5, at + 0.5);
        }
        List<Transition> transitions = new TransitionChooser(grid, request.candidates())
                .choose(shots, loudness, request.style().transitionPreferences(), request.seed());
        List<String> sentences = new ArrayList<>(notes);
        sentences.addAll(closingNotes(shots, solution));
        TimelineReasoning reasoning = new TimelineReasoning(
                pacing(shots),
                StyleMatch.of(shots, transitions, rate, grid.beatFrames() / rate.framesPerSecond(), request.style()),
                String.join(" ", sentences),
                solution.path().objective(),
                solution.bound());
        Timeline.Identity identity = new Timeline.Identity(
                "", "", request.style().creatorId(), 0, request.seed(), Instant.EPOCH, Instant.EPOCH);
        return new Timeline(identity, rate, excerpt.music(), shots, transitions, List.of(), List.of(), reasoning, null);
    }

    private List<Shot> shots(PlannedModel plan, TakePath path) {
        Set<String> taken = new HashSet<>();
        request.lockedShots().forEach(shot -> taken.add(shot.id()));
        ShotExplainer explainer = new ShotExplainer(
                plan, scorer, grid, request.song(), excerpt.music().startSeconds());
        List<Shot> shots = new ArrayList<>();
        int number = 0;
        for (int i = 0; i < path.length; i++) {
            Take take = plan.takes().get(path.take[i]);
            Shot locked = take.locked();
            if (locked != null) {
                shots.add(locked);
                continue;
            }
            do {
                number++;
            } while (taken.contains("shot_" + number));
            FrameRange record = plan.places().get(path.arc[i]).record();
            FrameRange source = new FrameRange(plan.starts()[path.arc[i]][path.take[i]], record.count());
            shots.add(new Shot(
                    "shot_" + number,
                    take.clipId(),
                    take.fileName(),
                    source,
                    record,
                    null,
                    metadata(take, source),
                    explainer.explain(path, i),
                    List.of()));
        }
        return shots;
    }

    private ShotMetadata metadata(Take take, FrameRange source) {
        ClipFeatures features = Objects.requireNonNull(take.features(), "features");
        return new ShotMetadata(
                features.framing().shotType(),
                features.framing().angle(),
                Math.clamp(scorer.motion(take, source.start(), source.count()), 0.0, 1.0),
                ShotScorer.windowQuality(take, source.start()),
                features.colorVariance());
    }

    /** Loud music and many cuts make high energy; the bounds are taste. */
    private String pacing(List<Shot> shots) {
        FrameRate rate = request.frameRate();
        double seconds = rate.seconds(excerpt.frameCount());
        double start = excerpt.music().startSeconds();
        double cutsPerSecond = shots.size() / seconds;
        double drive = 0.5 * mood.loudness(start, start + seconds) + 0.5 * Math.clamp(cutsPerSecond, 0.0, 1.0);
        return drive >= 0.6 ? "high_energy" : drive <= 0.35 ? "calm" : "balanced";
    }

    private List<String> closingNotes(List<Shot> shots, SequenceSolver.Solution solution) {
        List<String> notes = new ArrayList<>();
        long locked = shots.stream().filter(Shot::isLocked).count();
        if (locked > 0) {
            notes.add(String.format(
                    Locale.ROOT, "%d locked %s stayed as locked.", locked, locked == 1 ? "shot" : "shots"));
        }
        for (Shot shot : shots) {
            if (shot.isLocked() && request.avoidedClipIds().contains(shot.clipId())) {
                notes.add(shot.fileName() + " is ruled out but one of its shots is locked: the lock was kept.");
            }
        }
        long clips = shots.stream().map(Shot::clipId).distinct().count();
        notes.add(counted(shots.size(), "shot") + " from " + counted(clips, "clip") + "; "
                + verdict(solution.path().objective(), solution.bound()));
        return notes;
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** How much better another cut could be, by the solver's bound. */
    private static String verdict(double objective, double bound) {
        double percent = 100 * (bound - objective) / Math.max(Math.abs(objective), 1);
        return percent < 0.005
                ? "no other cut of this footage scores higher."
                : String.format(
                        Locale.ROOT,
                        "no other cut of this footage can score more than %.1f %% higher.",
                        Math.ceil(10 * percent) / 10);
    }
}
