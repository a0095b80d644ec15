// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.sequence.Effort;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.sequence.Wishes;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Proposes another cut of a section and leaves the rest of the timeline alone.
 *
 * <pre>
 *   stands     | a | b | C |  d  | e |     C locked, section over b..d
 *   proposed   | a |x|y| C | z |w| e |     a, C and e are inputs of the optimizer, not filtered afterwards
 * </pre>
 *
 * <p>What stands outside the section and every locked shot inside it go to the optimizer as fixed shots. An instruction leans on the
 * style step by step until its effect is measured on the proposal; if the last step does not reach it, there is no proposal but a
 * reason. Stateless and thread-safe.
 */
public final class Regenerator {

    private final SequenceOptimizer optimizer;

    public Regenerator(SequenceOptimizer optimizer) {
        this.optimizer = optimizer;
    }

    /**
     * Makes a proposal.
     *
     * @param effort how hard to try
     * @param predicted effect of an earlier, quicker proposal for the same request; null for the first
     */
    public RegenerationOutcome regenerate(RegenerationRequest request, Effort effort, @Nullable Effect predicted) {
        Section section = Section.of(request.timeline(), request.section());
        if (section.shots().isEmpty()) {
            return new RegenerationOutcome.NothingToPropose(String.format(
                    Locale.ROOT,
                    "No shot begins between %.2f and %.2f s: select at least one shot.",
                    request.timeline().frameRate().seconds(request.section().start()),
                    request.timeline().frameRate().seconds(request.section().end())));
        }
        if (section.free().isEmpty()) {
            return new RegenerationOutcome.NothingToPropose(
                    section.shots().size() == 1
                            ? "The shot is locked: unlock it, or select another one."
                            : "All " + section.shots().size()
                                    + " shots of the section are locked: unlock one, or select another section.");
        }
        Effect before = Effect.of(request.timeline(), section.range());
        @Nullable String infeasible = null;
        boolean onlySame = false;
        for (Wishes wishes : request.instruction().escalation(wishes(request, section))) {
            SequenceOutcome outcome = optimizer.optimize(sequenceRequest(request, section, wishes), effort);
            switch (outcome) {
                case SequenceOutcome.Infeasible none -> infeasible = none.message();
                case SequenceOutcome.Cut cut -> {
                    Splice splice = Splice.of(request, section, cut.timeline());
                    Effect after = Effect.of(splice.timeline(), section.range());
                    if (splice.newShots() == 0) {
                        onlySame = true;
                    } else if (request.instruction().isAchieved(before, after)) {
                        return splice.proposal(receipt(
                                request,
                                section,
                                splice,
                                List.of(before, predicted == null ? after : predicted, after)));
                    }
                }
            }
        }
        return new RegenerationOutcome.NothingToPropose(why(request, section, infeasible, onlySame));
    }

    private static Wishes wishes(RegenerationRequest request, Section section) {
        double shortest = request.constraints().shortestSeconds();
        double longest = request.constraints().longestSeconds();
        boolean isOneShot = section.shots().size() == 1;
        List<Wishes.Placement> discouraged = new ArrayList<>();
        if (request.instruction() == Instruction.REGENERATE_SECTION) {
            section.free().forEach(shot -> discouraged.add(new Wishes.Placement(shot.clipId(), shot.record())));
            if (isOneShot && shortest == 0 && longest == 0) {
                // Another shot in this place, not two: the cut points are not what was asked about.
                shortest = request.timeline()
                        .frameRate()
                        .seconds(section.shots().getFirst().record().count());
                longest = shortest;
            }
        }
        return new Wishes(
                request.timeline().song().startSeconds(),
                1,
                0,
                shortest,
                longest,
                request.constraints().preferredTypes(),
                discouraged);
    }

    private static SequenceRequest sequenceRequest(RegenerationRequest request, Section section, Wishes wishes) {
        RegenerationRequest.Material material = request.material();
        return new SequenceRequest(
                request.timeline().frameRate(),
                request.timeline().frameCount(),
                material.song(),
                material.candidates(),
                material.style(),
                section.fixed(),
                material.avoidedClipIds(),
                request.seed(),
                wishes,
                material.outputAspect());
    }

    private static Receipt receipt(RegenerationRequest request, Section section, Splice splice, List<Effect> effects) {
        Effect before = effects.get(0);
        Effect after = effects.get(2);
        List<String> sentences = new ArrayList<>();
        String lengths = counted(after.shotCount(), "shot") + " where " + before.shotCount() + " stood, "
                + moved("", after.meanShotSeconds(), before.meanShotSeconds(), " s", " each");
        String motion = moved("motion ", after.meanMotion(), before.meanMotion(), "", "");
        sentences.add(
                switch (request.instruction()) {
                    case MAKE_TIGHTER -> "Tighter: " + lengths + ".";
                    case SLOW_DOWN -> "Slower: " + lengths + ".";
                    case ADD_ENERGY ->
                        "More energy: "
                                + (Instruction.movesMore(before, after)
                                        ? motion
                                        : motion + ", " + closer(before, after))
                                + "; " + lengths + ".";
                    case REGENERATE_SECTION -> "Another cut: " + lengths + "; " + motion + ".";
                });
        sentences.add(String.format(
                Locale.ROOT,
                "%d of %s %s new.",
                splice.newShots(),
                counted(after.shotCount(), "shot"),
                splice.newShots() == 1 ? "is" : "are"));
        int locked = section.lockedCount();
        if (locked > 0) {
            sentences.add(counted(locked, "locked shot") + " stayed.");
        }
        return new Receipt(
                request.instruction(),
                section.range(),
                before,
                effects.get(1),
                after,
                splice.newShots(),
                locked,
                sentences);
    }

    /** Says that a figure is another one, or that it is the same to the two digits that are shown. */
    private static String moved(String name, double after, double before, String unit, String scope) {
        String now = String.format(Locale.ROOT, "%.2f", after);
        String then = String.format(Locale.ROOT, "%.2f", before);
        return name + now + unit + scope + (now.equals(then) ? " as before" : " instead of " + then + unit);
    }

    /** What more energy is where the pictures do not move more: motion that goes with the music. */
    private static String closer(Effect before, Effect after) {
        return moved("and its match with the music ", after.energyMatch(), before.energyMatch(), "", "");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private String why(RegenerationRequest request, Section section, @Nullable String infeasible, boolean onlySame) {
        String what = section.isWhole() ? "cut" : "section";
        String cannot = switch (request.instruction()) {
            case MAKE_TIGHTER -> "The " + what + " cannot be made tighter";
            case SLOW_DOWN -> "The " + what + " cannot be slowed down";
            case ADD_ENERGY -> "The " + what + " cannot get more energy";
            case REGENERATE_SECTION -> "There is no other cut" + (section.isWhole() ? "" : " of the section");
        };
        if (infeasible != null && !onlySame) {
            return cannot + ": " + (isByLimits(request, section) ? kept(request) : infeasible);
        }
        double shortest = section.free().stream()
                .mapToLong(shot -> shot.record().count())
                .min()
                .orElse(0);
        if (request.instruction() == Instruction.MAKE_TIGHTER && isOneBeat(request.timeline(), section)) {
            return cannot
                    + String.format(
                            Locale.ROOT,
                            ": each free shot is one beat long already (%.2f s).",
                            request.timeline().frameRate().seconds((long) shortest));
        }
        return cannot + ": " + cause(request.instruction(), section) + "; " + remedies(request, section) + ".";
    }

    /** Tells, by trying, whether there is a cut without the lengths that were asked for. */
    private boolean isByLimits(RegenerationRequest request, Section section) {
        RegenerationRequest.Constraints limits = request.constraints();
        if (limits.shortestSeconds() == 0 && limits.longestSeconds() == 0) {
            return false;
        }
        Wishes anyLength =
                new Wishes(request.timeline().song().startSeconds(), 1, 0, 0, 0, limits.preferredTypes(), List.of());
        return optimizer.optimize(sequenceRequest(request, section, anyLength), Effort.QUICK)
                instanceof SequenceOutcome.Cut;
    }

    private static String kept(RegenerationRequest request) {
        RegenerationRequest.Constraints limits = request.constraints();
        List<String> asked = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        if (limits.shortestSeconds() > 0) {
            asked.add(String.format(Locale.ROOT, "%.2f s or longer", limits.shortestSeconds()));
            ways.add("shorter");
        }
        if (limits.longestSeconds() > 0) {
            asked.add(String.format(Locale.ROOT, "%.2f s or shorter", limits.longestSeconds()));
            ways.add("longer");
        }
        return "no shots of " + String.join(" and ", asked) + " fill what is free on the beats; allow "
                + String.join(" or ", ways) + " shots.";
    }

    private static String cause(Instruction instruction, Section section) {
        if (instruction != Instruction.SLOW_DOWN) {
            return "what stands there is already the best that the beats and the usable clips allow";
        }
        return section.isWhole() && section.lockedCount() == 0
                ? "the usable clips give no longer shots"
                : "no longer shot fits between the locked shots and the ends of the section";
    }

    /** What a person can still do; nobody is told to select more than everything, or to unlock what is not locked. */
    private static String remedies(RegenerationRequest request, Section section) {
        RegenerationRequest.Constraints limits = request.constraints();
        List<String> ways = new ArrayList<>();
        if (request.instruction() == Instruction.MAKE_TIGHTER && limits.shortestSeconds() > 0) {
            ways.add(String.format(Locale.ROOT, "allow shots shorter than %.2f s", limits.shortestSeconds()));
        }
        if (request.instruction() == Instruction.SLOW_DOWN && limits.longestSeconds() > 0) {
            ways.add(String.format(Locale.ROOT, "allow shots longer than %.2f s", limits.longestSeconds()));
        }
        if (!section.isWhole()) {
            ways.add("select a longer section");
        }
        if (section.lockedCount() > 0) {
            ways.add(section.lockedCount() == 1 ? "unlock the locked shot" : "unlock a shot");
        }
        ways.add(request.instruction() == Instruction.SLOW_DOWN ? "add clips with longer takes" : "add clips");
        return ways.size() == 1
                ? ways.getFirst()
                : String.join(", ", ways.subList(0, ways.size() - 1)) + " or " + ways.getLast();
    }

    private static boolean isOneBeat(Timeline timeline, Section section) {
        double beat = timeline.song().bpm() > 0 ? 60 / timeline.song().bpm() : 0;
        return section.free().stream()
                .allMatch(shot -> timeline.frameRate().seconds(shot.record().count()) < 1.5 * beat);
    }

    /**
     * The shots that begin in a range.
     *
     * @param range whole shots, from the first one's first frame to the last one's last
     * @param shots in record order
     * @param free those not locked
     * @param fixed every other shot of the timeline, in record order
     */
    record Section(FrameRange range, List<Shot> shots, List<Shot> free, List<Shot> fixed) {

        int lockedCount() {
            return shots.size() - free.size();
        }

        /** Tells whether it has every shot of the timeline. */
        boolean isWhole() {
            return fixed.size() == lockedCount();
        }

        static Section of(Timeline timeline, FrameRange asked) {
            List<Shot> shots = new ArrayList<>();
            List<Shot> free = new ArrayList<>();
            List<Shot> fixed = new ArrayList<>();
            for (Shot shot : timeline.shots()) {
                boolean isInside = asked.contains(shot.record().start());
                if (isInside) {
                    shots.add(shot);
                }
                (isInside && !shot.isLocked() ? free : fixed).add(shot);
            }
            FrameRange range = shots.isEmpty()
                    ? new FrameRange(asked.start(), 0)
                    : FrameRange.between(
                            shots.getFirst().record().start(),
                            shots.getLast().record().end());
            return new Section(range, List.copyOf(shots), List.copyOf(free), List.copyOf(fixed));
        }
    }
}
