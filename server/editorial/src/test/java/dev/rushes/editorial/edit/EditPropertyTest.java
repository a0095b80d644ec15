// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promises that hold for every edit of long random sequences; the seed stands in every failure. */
@Tag("promise")
final class EditPropertyTest {
    private static final int SEQUENCES = Integer.getInteger("rushes.sequences", 10_000);
    private static final int LENGTH = 80;

    /** The seeds of so many sequences, tried on all cores. */
    private static LongStream seeds(long count) {
        return LongStream.range(0, count).parallel();
    }

    @Test
    void everyEditKeepsEveryInvariant() {
        AtomicInteger applied = new AtomicInteger();
        seeds(SEQUENCES).forEach(seed -> {
            EditLog log = Cuts.log(8);
            RandomEdits edits = new RandomEdits(seed, "n");
            for (int i = 0; i < LENGTH; i++) {
                Timeline before = log.timeline();
                Edit edit = edits.next(before);
                EditResult result = Cuts.append(log, "mia", edits.random().nextInt(5) == 0, edit);
                if (result instanceof EditResult.Applied) {
                    applied.incrementAndGet();
                    check("seed " + seed + ", edit " + i + ": " + edit, before, log.timeline(), edit);
                } else {
                    assertThat(log.timeline())
                            .as("a refused edit changes nothing")
                            .isSameAs(before);
                }
            }
            assertThat(EditLog.replay(log.entries()).timeline())
                    .as("replay of seed " + seed)
                    .isEqualTo(log.timeline());
        });
        assertThat(applied.get()).as("sequences are not mostly refusals").isGreaterThan(SEQUENCES * LENGTH / 3);
    }

    private static void check(String what, Timeline before, Timeline after, Edit edit) {
        long at = 0;
        Set<String> ids = new HashSet<>();
        for (Shot shot : after.shots()) {
            assertThat(shot.record().start()).as(what).isEqualTo(at);
            assertThat(shot.record().count()).as(what).isPositive();
            assertThat(shot.source().start()).as(what).isNotNegative();
            assertThat(shot.source().end()).as(what).isLessThanOrEqualTo(Cuts.CLIP_FRAMES);
            assertThat(ids.add(shot.id())).as(what + ": identities are unique").isTrue();
            at = shot.record().end();
        }
        assertThat(after.identity().revision())
                .as(what)
                .isEqualTo(before.identity().revision() + 1);
        checkLength(what, before, after, edit);
        checkLocks(what, before, after, edit);
        checkTransitions(what, after);
    }

    private static void checkLength(String what, Timeline before, Timeline after, Edit edit) {
        boolean mayChange = edit instanceof Edit.Ripple
                || edit instanceof Edit.Insert
                || edit instanceof Edit.Delete
                || edit instanceof Edit.Restore;
        if (!mayChange) {
            assertThat(after.frameCount()).as(what).isEqualTo(before.frameCount());
        }
    }

    private static void checkLocks(String what, Timeline before, Timeline after, Edit edit) {
        if (edit instanceof Edit.UnlockShot) {
            return;
        }
        for (Shot locked : before.shots()) {
            if (locked.isLocked()) {
                Optional<Shot> still = after.shots().stream()
                        .filter(shot -> shot.id().equals(locked.id()))
                        .findFirst();
                assertThat(still).as(what + ": a locked shot stays").isPresent();
                assertThat(still.get().isLocked()).as(what).isTrue();
                assertThat(still.get().source()).as(what).isEqualTo(locked.source());
                assertThat(still.get().clipId()).as(what).isEqualTo(locked.clipId());
            }
        }
    }

    private static void checkTransitions(String what, Timeline after) {
        for (int i = 0; i < after.transitions().size(); i++) {
            var transition = after.transitions().get(i);
            Shot from = after.shots().get(i);
            Shot to = after.shots().get(i + 1);
            assertThat(transition.fromShotId()).as(what).isEqualTo(from.id());
            assertThat(transition.toShotId()).as(what).isEqualTo(to.id());
            if (transition.kind() == TransitionKind.QUICK_DISSOLVE) {
                assertThat(from.source().end() + transition.outHandle())
                        .as(what)
                        .isLessThanOrEqualTo(Cuts.CLIP_FRAMES);
                assertThat(to.source().start() - transition.inHandle()).as(what).isNotNegative();
            }
        }
    }

    @Test
    void undoGoesBackToAnyDepthAndRedoForthAgain() {
        seeds(SEQUENCES).forEach(seed -> {
            EditLog log = Cuts.log(6);
            RandomEdits edits = new RandomEdits(seed, "n");
            List<Timeline> states = new ArrayList<>(List.of(Cuts.content(log.timeline())));
            for (int i = 0; i < 40; i++) {
                if (Cuts.append(log, "mia", edits.random().nextInt(5) == 0, edits.next(log.timeline()))
                        instanceof EditResult.Applied) {
                    states.add(Cuts.content(log.timeline()));
                }
            }
            for (int depth = states.size() - 2; depth >= 0; depth--) {
                Edit undo = new Edit.Undo(log.undoable("mia").orElseThrow());
                assertThat(Cuts.append(log, undo)).as("seed " + seed).isInstanceOf(EditResult.Applied.class);
                assertThat(Cuts.content(log.timeline())).as("seed " + seed).isEqualTo(states.get(depth));
            }
            assertThat(log.undoable("mia")).isEmpty();
            for (int depth = 1; depth < states.size(); depth++) {
                Edit redo = new Edit.Redo(log.redoable("mia").orElseThrow());
                assertThat(Cuts.append(log, redo)).as("seed " + seed).isInstanceOf(EditResult.Applied.class);
                assertThat(Cuts.content(log.timeline())).as("seed " + seed).isEqualTo(states.get(depth));
            }
            assertThat(EditLog.replay(log.entries()).timeline()).isEqualTo(log.timeline());
        });
    }

    /** From any of its snapshots on, a log names, takes back and refuses the same as the whole log. */
    @Test
    void theEndOfALogTakesBackAsTheWholeLogDoes() {
        AtomicInteger compared = new AtomicInteger();
        AtomicInteger applied = new AtomicInteger();
        seeds(SEQUENCES / 4).forEach(seed -> {
            EditLog log = Cuts.log(8);
            RandomEdits edits = new RandomEdits(seed, "n");
            List<Timeline> snapshots = new ArrayList<>(List.of(log.timeline()));
            for (int i = 0; i < LENGTH / 2; i++) {
                String author = edits.random().nextInt(3) == 0 ? "bob" : "mia";
                Edit edit =
                        edits.random().nextInt(4) == 0 && log.undoable(author).isPresent()
                                ? new Edit.Undo(log.undoable(author).getAsLong())
                                : edits.next(log.timeline());
                if (Cuts.append(log, author, false, edit) instanceof EditResult.Applied) {
                    snapshots.add(log.timeline());
                }
            }
            EditLog whole = EditLog.replay(log.entries());
            OptionalLong undoable = whole.undoable("mia");
            OptionalLong redoable = whole.redoable("mia");
            if (undoable.isEmpty()) {
                return;
            }
            Edit undo = new Edit.Undo(undoable.getAsLong());
            EditResult result = Cuts.append(whole, undo);
            for (Timeline snapshot : snapshots) {
                int after = (int) snapshot.identity().revision();
                List<LoggedEdit> since =
                        log.entries().subList(after, log.entries().size());
                Optional<EditLog> end = EditLog.resume(snapshot, since);
                if (end.isEmpty() || end.get().undoable("mia").isEmpty()) {
                    continue;
                }
                String what = "seed " + seed + " after " + after;
                assertThat(end.get().timeline()).as(what).isEqualTo(log.timeline());
                assertThat(end.get().undoable("mia")).as(what).isEqualTo(undoable);
                if (end.get().knowsRedoable("mia")) {
                    assertThat(end.get().redoable("mia")).as(what).isEqualTo(redoable);
                }
                assertThat(Cuts.append(end.get(), undo)).as(what).isEqualTo(result);
                assertThat(end.get().timeline()).as(what).isEqualTo(whole.timeline());
                compared.incrementAndGet();
                applied.addAndGet(result instanceof EditResult.Applied ? 1 : 0);
            }
        });
        assertThat(compared.get()).isGreaterThan(SEQUENCES);
        assertThat(applied.get()).isGreaterThan(compared.get() / 10);
    }

    /**
     * Among other people's edits an undo is either refused by name, or the timeline is the one of a world in which the step was
     * never made, and making it again leads back bit for bit.
     */
    @Test
    void undoAmongOtherPeoplesEditsIsNeverSilentlyWrong() {
        AtomicInteger done = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        seeds(SEQUENCES).forEach(seed -> {
            EditLog log = Cuts.log(12);
            RandomEdits edits = new RandomEdits(seed, "n");
            Random random = new Random(seed + 1);
            for (int i = 0; i < 12; i++) {
                Cuts.append(log, random.nextBoolean() ? "mia" : "bob", false, edits.next(log.timeline()));
            }
            var step = log.undoable("mia");
            if (step.isEmpty()) {
                return;
            }
            Timeline before = log.timeline();
            EditResult result = Cuts.append(log, new Edit.Undo(step.getAsLong()));
            if (result instanceof EditResult.Refused no) {
                refused.incrementAndGet();
                assertThat(no.reason()).isEqualTo(Refusal.CONFLICT);
                assertThat(no.message()).contains("in revision ").contains("bob");
                assertThat(log.timeline()).isSameAs(before);
                return;
            }
            done.incrementAndGet();
            Optional<Timeline> never = without(log, step.getAsLong());
            if (never.isPresent()) {
                assertThat(Cuts.picture(log.timeline())).as("seed " + seed).isEqualTo(Cuts.picture(never.get()));
            }
            Cuts.append(log, new Edit.Redo(log.redoable("mia").orElseThrow()));
            assertThat(Cuts.content(log.timeline())).as("seed " + seed).isEqualTo(Cuts.content(before));
        });
        assertThat(done.get()).isGreaterThan(SEQUENCES / 4);
        assertThat(refused.get()).isGreaterThan(SEQUENCES / 20);
    }

    /**
     * Replays a log in which a step was never made. Empty when an accepted proposal holds a shot that was locked after that step: the shot's
     * history counts revisions, which are others here, so that it is not the shot that stands.
     */
    private static Optional<Timeline> without(EditLog log, long step) {
        EditLog other = Cuts.log(12);
        for (LoggedEdit entry : log.entries().subList(1, log.entries().size())) {
            if (!entry.isUndoOrRedo() && entry.step() != step) {
                EditResult made = Cuts.append(other, entry.stamp().author(), false, entry.edit());
                if (made instanceof EditResult.Refused
                        && entry.edit() instanceof Edit.AcceptProposal proposal
                        && proposal.shots().stream().anyMatch(Shot::isLocked)) {
                    return Optional.empty();
                }
                assertThat(made).isInstanceOf(EditResult.Applied.class);
            }
        }
        return Optional.of(other.timeline());
    }

    @Test
    void editsThatTouchDifferentThingsCommute() {
        AtomicInteger pairs = new AtomicInteger();
        AtomicInteger commuting = new AtomicInteger();
        seeds(SEQUENCES * 10L).forEach(seed -> {
            EditLog start = Cuts.log(9);
            RandomEdits edits = new RandomEdits(seed, "a");
            for (int i = 0; i < 6; i++) {
                Cuts.append(start, "mia", false, edits.next(start.timeline()));
            }
            Timeline base = start.timeline();
            Edit left = edits.next(base);
            Edit right = new RandomEdits(seed + 7_000_000, "b").next(base);
            if (!(apply(base, left) instanceof EditResult.Applied a)
                    || !(apply(base, right) instanceof EditResult.Applied b)) {
                return;
            }
            pairs.incrementAndGet();
            if (!a.touches().commutesWith(b.touches())) {
                assertThat(b.touches().commutesWith(a.touches())).isFalse();
                return;
            }
            EditResult ab = apply(a.timeline(), right);
            EditResult ba = apply(b.timeline(), left);
            String what = "seed " + seed + ": " + left + " and " + right;
            if (ab instanceof EditResult.Applied one && ba instanceof EditResult.Applied two) {
                commuting.incrementAndGet();
                assertThat(Cuts.picture(one.timeline())).as(what).isEqualTo(Cuts.picture(two.timeline()));
                assertThat(one.touches()).as(what).isEqualTo(b.touches());
            } else {
                assertThat(ab).as(what).isInstanceOf(EditResult.Refused.class);
                assertThat(ba).as(what).isInstanceOf(EditResult.Refused.class);
            }
        });
        assertThat(commuting.get()).as("of " + pairs + " pairs").isGreaterThan(pairs.get() / 2);
    }

    private static EditResult apply(Timeline timeline, Edit edit) {
        long revision = timeline.identity().revision() + 1;
        return EditApplication.apply(
                timeline, new LoggedEdit(revision, revision, Cuts.by("mia", false), edit), Cuts.MATERIAL);
    }
}
