// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.RunnerUp;
import dev.rushes.editorial.reason.ScorePart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Says why each shot stands where it stands, from the numbers that put it there: the terms of its score, the clips that would
 * cost least in its place (put in its place as they are, or swapped with it), and a sentence made of the strongest terms.
 */
final class ShotExplainer {

    /** How far motion may be from what is wanted and still be named as a reason; taste. */
    private static final double NEAR_MOTION = 0.2;

    private static final int RUNNER_UPS = 3;

    private final PlannedModel plan;
    private final ShotScorer scorer;
    private final CutGrid grid;
    private final SongAnalysis song;
    private final double excerptStart;

    ShotExplainer(PlannedModel plan, ShotScorer scorer, CutGrid grid, SongAnalysis song, double excerptStart) {
        this.plan = plan;
        this.scorer = scorer;
        this.grid = grid;
        this.song = song;
        this.excerptStart = excerptStart;
    }

    /** Explains an unlocked shot of a path. */
    Explanation explain(TakePath path, int index) {
        List<ScorePart> parts = parts(path, index);
        List<RunnerUp> runnerUps = runnerUps(path, index);
        ShotScorer.Place place = plan.places().get(path.arc[index]);
        double content =
                parts.get(0).value() + parts.get(1).value() + parts.get(2).value();
        double margin =
                runnerUps.isEmpty() ? 0.5 : Math.min(3, runnerUps.getFirst().scoreLoss());
        double odds = 0.2 + 1.2 * margin + 0.6 * content / place.beats();
        double confidence = Math.clamp(1 / (1 + StrictMath.exp(-odds)), 0.05, 0.98);
        return new Explanation(confidence, sentence(path, index, parts), parts, runnerUps);
    }

    private List<ScorePart> parts(TakePath path, int index) {
        Take take = plan.takes().get(path.take[index]);
        int arc = path.arc[index];
        long start = plan.starts()[arc][path.take[index]];
        List<ScorePart> parts = new ArrayList<>(scorer.parts(
                take,
                Objects.requireNonNull(take.features(), "features"),
                plan.places().get(arc),
                start));
        SequenceModel model = plan.model();
        double worth = index == 0 ? 0 : model.worth(path.take[index - 1], path.streak(index - 1), path.take[index]);
        // A locked shot keeps its own explanation, so what the cut to it is worth is told by the shot before.
        if (index + 1 < path.length && model.takeLocked[path.take[index + 1]]) {
            worth += model.worth(path.take[index], path.streak(index), path.take[index + 1]);
        }
        parts.add(new ScorePart("transition", worth));
        return List.copyOf(parts);
    }

    private List<RunnerUp> runnerUps(TakePath path, int index) {
        SequenceModel model = plan.model();
        int[] at = new int[model.takes()];
        Arrays.fill(at, -1);
        for (int i = 0; i < path.length; i++) {
            at[path.take[i]] = i;
        }
        double objective = path.objective();
        int current = path.take[index];
        String clipId = plan.takes().get(current).clipId();
        Map<String, RunnerUp> byClip = new HashMap<>();
        for (int take = 0; take < at.length; take++) {
            Take other = plan.takes().get(take);
            if (model.takeLocked[take] || other.clipId().equals(clipId)) {
                continue;
            }
            double value = at[take] < 0 ? replaced(path, index, take) : swapped(path, index, at[take]);
            if (value == SequenceModel.IMPOSSIBLE) {
                continue;
            }
            RunnerUp candidate = new RunnerUp(other.clipId(), other.fileName(), Math.max(0, objective - value));
            byClip.merge(other.clipId(), candidate, (a, b) -> a.scoreLoss() <= b.scoreLoss() ? a : b);
        }
        return byClip.values().stream()
                .sorted(Comparator.comparingDouble(RunnerUp::scoreLoss).thenComparing(RunnerUp::clipId))
                .limit(RUNNER_UPS)
                .toList();
    }

    private double replaced(TakePath path, int index, int take) {
        if (plan.model().value[path.arc[index]][take] == SequenceModel.IMPOSSIBLE) {
            return SequenceModel.IMPOSSIBLE;
        }
        int kept = path.take[index];
        path.take[index] = take;
        double value = path.objectiveAfter(index, index);
        path.take[index] = kept;
        return value;
    }

    private double swapped(TakePath path, int index, int other) {
        LocalSearch.swap(path, index, other);
        double value = path.objectiveAfter(Math.min(index, other), Math.max(index, other));
        LocalSearch.swap(path, index, other);
        return value;
    }

    private String sentence(TakePath path, int index, List<ScorePart> parts) {
        Take take = plan.takes().get(path.take[index]);
        int arc = path.arc[index];
        ShotScorer.Place place = plan.places().get(arc);
        long start = plan.starts()[arc][path.take[index]];
        double motion = scorer.motion(take, start, place.record().count());
        ShotType type = ShotType.values()[take.bucket() >> 2];
        double seconds = grid.rate().seconds(place.record().count());
        List<Reason> reasons = new ArrayList<>();
        reasons.add(new Reason(
                parts.get(0).value(), format("it is clean (quality %.2f)", ShotScorer.windowQuality(take, start))));
        if (Math.abs(motion - place.wantedMotion()) <= NEAR_MOTION) {
            reasons.add(new Reason(
                    parts.get(1).value(),
                    format(
                            "its motion %.2f is near the %.2f wanted at energy %.2f",
                            motion, place.wantedMotion(), place.energy())));
        }
        reasons.add(new Reason(
                parts.get(2).value(),
                format("the style likes %ss here", name(type).toLowerCase(Locale.ROOT))));
        reasons.add(new Reason(parts.getLast().value(), "the style likes it after the shot before"));
        if (parts.get(3).value() > 0.1) {
            reasons.add(new Reason(parts.get(3).value(), format("%.1f s is a length the style likes", seconds)));
        }
        List<String> strongest = reasons.stream()
                .filter(reason -> reason.weight() > 0.05)
                .sorted(Comparator.comparingDouble(Reason::weight).reversed())
                .limit(2)
                .map(Reason::text)
                .toList();
        String why = strongest.isEmpty()
                ? format(
                        "nothing free fits better (quality %.2f, motion %.2f at energy %.2f)",
                        ShotScorer.windowQuality(take, start), motion, place.energy())
                : String.join(" and ", strongest);
        return name(type) + " " + where(place, index) + "; " + why + ".";
    }

    private record Reason(double weight, String text) {}

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String name(ShotType type) {
        return switch (type) {
            case CLOSE_UP -> "Close-up";
            case MEDIUM -> "Medium shot";
            case WIDE -> "Wide shot";
            case ZOOM -> "Zoom";
        };
    }

    private String where(ShotScorer.Place place, int index) {
        CutGrid.Point point = grid.point(grid.indexOf(place.record().start()));
        double seconds = excerptStart + grid.rate().seconds(place.record().start());
        String label = "song";
        for (Section section : song.sections()) {
            if (seconds >= section.start() - 0.25 && seconds < section.end()) {
                label = section.label();
            }
        }
        String beat =
                point.barPosition() == 1 ? "on a downbeat" : point.beatIndex() >= 0 ? "on a beat" : "off the beat";
        return (index == 0 ? "opening the cut " : "") + beat + " of the " + label;
    }
}
