// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts clips to a song: chooses the excerpt, the cut points on its beats and the clips between them together, so that the sum of
 * all score terms is as large as it can be proven to be ({@link dev.rushes.editorial.reason.TimelineReasoning}).
 *
 * <p>Rules are given up one after the other, and said so in the notes, only when the footage cannot fill the cut otherwise:
 *
 * <ol>
 *   <li>each good clip once, in usual lengths, then in long ones
 *   <li>several pieces of a good clip, never the same moment twice
 *   <li>clips below the style's quality thresholds, once, then in pieces
 * </ol>
 *
 * <p>Equal requests give equal answers, bit for bit: one thread, seeded choices, work limited by counts. Stateless and
 * thread-safe.
 */
public final class SequenceOptimizer {

    /**
     * Makes a cut.
     *
     * @throws IllegalArgumentException if the request asks for no frames
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SequenceOutcome optimize(SequenceRequest request) {
        return optimize(request, Effort.FULL);
    }

    /**
     * Makes a cut with some effort.
     *
     * @throws IllegalArgumentException if the request asks for no frames
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SequenceOutcome optimize(SequenceRequest request, Effort effort) {
        if (request.frameCount() <= 0) {
            throw new IllegalArgumentException("frameCount: " + request.frameCount() + " (expected: > 0)");
        }
        SequenceOutcome outcome = attempt(request, effort);
        if (outcome instanceof SequenceOutcome.Infeasible infeasible
                && infeasible.message().isEmpty()) {
            return new SequenceOutcome.Infeasible(tooLittle(request));
        }
        return outcome;
    }

    /** Makes a cut; an empty message means that the footage is too short. */
    private static SequenceOutcome attempt(SequenceRequest request, Effort effort) {
        SongMood mood = new SongMood(request.song());
        Excerpt excerpt = new ExcerptChooser(request.song(), mood, request.frameRate())
                .choose(request.frameCount(), request.wishes().musicStart());
        LockPlan locks = LockPlan.of(request.lockedShots(), excerpt, request.frameRate());
        String problem = locks.problem();
        if (problem != null) {
            return new SequenceOutcome.Infeasible(problem);
        }
        Footage footage = new Footage(request);
        if (footage.clips().isEmpty() && locks.shots().isEmpty()) {
            return new SequenceOutcome.Infeasible(nothingUsable(request, footage));
        }
        List<FrameRange> ranges = locks.shots().stream().map(Shot::record).toList();
        CutGrid grid = CutGrid.over(
                excerpt,
                request.frameRate(),
                ranges,
                Math.max(0.5, request.style().shotPatterns().avgShotLength()));
        StyleTerms style = new StyleTerms(
                request.style(),
                grid.beatFrames() / request.frameRate().framesPerSecond(),
                request.seed(),
                request.wishes());
        ShotScorer scorer = new ShotScorer(style, mood, grid, excerpt, request.wishes());
        List<Take> locked = new ArrayList<>();
        for (Shot shot : locks.shots()) {
            locked.add(footage.locked(shot, locked.size()));
        }
        PlannedModel.Rules base = rules(request, style);
        for (Relaxation step : relaxations(footage, locks.shots(), grid, base)) {
            if (!step.canFill(excerpt.frameCount(), ranges)) {
                continue;
            }
            PlannedModel plan = PlannedModel.build(grid, scorer, style, step.takes(), locked, step.rules());
            SequenceSolver.Solution solution = new SequenceSolver(plan.model(), request.seed()).solve(effort);
            if (solution != null) {
                List<String> notes = new ArrayList<>(excerpt.notes());
                notes.addAll(step.notes());
                CutAssembler assembler = new CutAssembler(request, excerpt, grid, mood, scorer);
                return new SequenceOutcome.Cut(assembler.assemble(plan, solution, notes));
            }
        }
        return new SequenceOutcome.Infeasible("");
    }

    private static PlannedModel.Rules rules(SequenceRequest request, StyleTerms style) {
        double fps = request.frameRate().framesPerSecond();
        double longest = request.wishes().longestSeconds();
        return new PlannedModel.Rules(
                style.holdsLong() ? PlannedModel.Lengths.SLOW : PlannedModel.Lengths.BASE,
                request.style().sequencing().maxSameAngleStreak(),
                (long) Math.ceil(request.wishes().shortestSeconds() * fps - 0.5),
                longest == 0 ? Long.MAX_VALUE : (long) Math.floor(longest * fps + 0.5));
    }

    /**
     * One way of filling the cut.
     *
     * @param takes what may stand in it
     * @param rules how
     * @param notes what was given up, in plain sentences
     */
    private record Relaxation(List<Take> takes, PlannedModel.Rules rules, List<String> notes) {

        /** Tells whether the takes are long enough together; necessary, not sufficient. */
        boolean canFill(long frameCount, List<FrameRange> locked) {
            long wanted =
                    frameCount - locked.stream().mapToLong(FrameRange::count).sum();
            return takes.stream().mapToLong(Take::longestWindow).sum() >= wanted;
        }
    }

    private static List<Relaxation> relaxations(
            Footage footage, List<Shot> locked, CutGrid grid, PlannedModel.Rules base) {
        Set<String> lockedClips = new HashSet<>();
        locked.forEach(shot -> lockedClips.add(shot.clipId()));
        List<Take> all = footage.clips();
        List<Take> good = all.stream().filter(footage::isGood).toList();
        PlannedModel.Rules loose = base.withLengths(PlannedModel.Lengths.LONG);
        List<Relaxation> steps = new ArrayList<>();
        String leftOut = good.size() == all.size()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d of %d usable clips not considered: below the style's quality thresholds.",
                        all.size() - good.size(),
                        all.size());
        addSteps(steps, good, lockedClips, locked, grid, new Levels(base, loose, leftOut));
        if (good.size() < all.size()) {
            String lowered = String.format(
                    Locale.ROOT,
                    "The %d clips that meet the style's quality thresholds cannot fill the cut, so %d weaker clips could be"
                            + " used too.",
                    good.size(),
                    all.size() - good.size());
            addSteps(steps, all, lockedClips, locked, grid, new Levels(base, loose, lowered));
        }
        return steps;
    }

    private record Levels(PlannedModel.Rules base, PlannedModel.Rules loose, String note) {}

    private static void addSteps(
            List<Relaxation> steps,
            List<Take> clips,
            Set<String> lockedClips,
            List<Shot> locked,
            CutGrid grid,
            Levels levels) {
        List<String> notes = levels.note().isEmpty() ? List.of() : List.of(levels.note());
        List<Take> once = clips.stream()
                .filter(clip -> !lockedClips.contains(clip.clipId()))
                .toList();
        steps.add(new Relaxation(once, levels.base(), notes));
        steps.add(new Relaxation(
                once, levels.loose(), with(notes, "Footage is scarce, so some shots are longer than usual.")));
        String pieces = "Footage is scarce, so some clips appear more than once, each time with another moment.";
        for (int beats : new int[] {4, 2, 1}) {
            long frames = (long) Math.ceil(grid.beatFrames() * beats) + 1;
            List<Take> takes = Footage.split(clips, frames, locked);
            steps.add(new Relaxation(takes, beats == 4 ? levels.base() : levels.loose(), with(notes, pieces)));
        }
        steps.add(new Relaxation(Footage.split(clips, Integer.MAX_VALUE, locked), levels.loose(), with(notes, pieces)));
    }

    private static List<String> with(List<String> notes, String note) {
        List<String> result = new ArrayList<>(notes);
        result.add(note);
        return result;
    }

    private static String nothingUsable(SequenceRequest request, Footage footage) {
        if (footage.candidates().isEmpty()) {
            return "There is no clip to cut from: add clips.";
        }
        long avoided = footage.candidates().stream()
                .filter(candidate -> request.avoidedClipIds().contains(candidate.clipId()))
                .count();
        String reason = "";
        for (Candidate candidate : footage.candidates()) {
            String rejected = candidate.features().rejectedReason();
            if (rejected != null && reason.isEmpty()) {
                reason = " For example " + candidate.fileName() + ": " + rejected + ".";
            }
        }
        return String.format(
                Locale.ROOT,
                "None of the %d clips can be used: %d are ruled out by a person, the others have no usable part.%s Add steadier,"
                        + " sharper clips%s.",
                footage.candidates().size(),
                avoided,
                reason,
                avoided > 0 ? " or allow some of the ruled out ones" : "");
    }

    /** Says what is there, which length would fit (tried, not guessed) and how much more is needed. */
    private static String tooLittle(SequenceRequest request) {
        Footage footage = new Footage(request);
        FrameRate rate = request.frameRate();
        double usable = rate.seconds(footage.clips().stream()
                .flatMap(clip -> clip.windows().stream())
                .mapToLong(window -> window.range().count())
                .sum());
        double wanted = rate.seconds(request.frameCount());
        Integer fitting = longestFit(request, Math.min(usable, wanted));
        return String.format(
                Locale.ROOT,
                "The footage is too short: %d usable %s hold %.1f s of usable footage and the cut needs %.1f s.%s Add about %.0f s"
                        + " of footage.",
                footage.clips().size(),
                footage.clips().size() == 1 ? "clip" : "clips",
                usable,
                wanted,
                fitting == null ? "" : " Ask for a cut of " + fitting + " s or less, or add clips.",
                Math.max(1, Math.ceil((wanted - usable) * 1.2)));
    }

    private static @Nullable Integer longestFit(SequenceRequest request, double most) {
        for (int seconds = (int) most; seconds >= 1; seconds -= Math.max(1, seconds / 12)) {
            long frames = Math.round(seconds * request.frameRate().framesPerSecond());
            SequenceRequest shorter = new SequenceRequest(
                    request.frameRate(),
                    frames,
                    request.song(),
                    request.candidates(),
                    request.style(),
                    request.lockedShots(),
                    request.avoidedClipIds(),
                    request.seed(),
                    request.wishes(),
                    request.outputAspect());
            if (attempt(shorter, Effort.QUICK) instanceof SequenceOutcome.Cut) {
                return seconds;
            }
        }
        return null;
    }
}
