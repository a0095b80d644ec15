// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.interchange.TimelineJson;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each edit on a cut of shots s1, s2, ... of 30 frames. */
final class EditApplicationTest {

    @Test
    void reorderLocksTheShotAndIsRememberedAsDocumented() {
        Timeline after = applied(4, true, new Edit.Move("s4", "s1"));
        assertThat(Cuts.layout(after)).isEqualTo("s1:30 s4:30 s2:30 s3:30");
        Shot moved = after.shots().get(1);
        assertThat(moved.lock())
                .isEqualTo(
                        new Lock("mia", Cuts.AT, "user_reordered", "Moved to position 2", Lock.Scope.PLACE_AND_RANGE));
        assertThat(moved.history().getLast()).isEqualTo(new HistoryEntry("user_reordered", Cuts.AT, 2L, 3, 1));
        assertThat(after.userEdits())
                .containsExactly(new UserEdit(Cuts.AT, "clip_reordered", "s4", null, 3, 1, null, null));
        assertThat(TimelineJson.write(after)).contains("\"user_reordered\"", "\"clip_reordered\"");
    }

    @Test
    void deletedShotIsKeptWithItsReason() {
        Timeline after = applied(3, true, new Edit.Delete("s2", "too_shaky"));
        assertThat(Cuts.layout(after)).isEqualTo("s1:30 s3:30");
        assertThat(after.deletedShots())
                .containsExactly(new DeletedShot(
                        "s2", Cuts.AT, Cuts.of(2).shots().get(1).explanation(), "too_shaky", Cuts.SEEN, "c2"));
        assertThat(after.userEdits())
                .containsExactly(new UserEdit(Cuts.AT, "clip_deleted", "s2", "too_shaky", null, null, null, null));
    }

    @Test
    void trimInsertAndRestoreLockWithTheirReasons() {
        assertThat(lock(applied(3, true, new Edit.Trim("s2", Edge.END, 4)), "s2"))
                .isEqualTo(new Lock("mia", Cuts.AT, "user_trimmed", "Edges set by hand", Lock.Scope.RANGE));
        assertThat(lock(applied(3, true, new Edit.Insert(Cuts.piece("x", "c9", 0, 15), "s1")), "x"))
                .extracting(Lock::reason, Lock::note)
                .containsExactly("user_added", "Added at position 2");
        EditLog log = Cuts.log(3);
        Shot gone = log.timeline().shots().get(1);
        Cuts.append(log, new Edit.Delete("s2", ""));
        assertThat(Cuts.append(log, "mia", true, new Edit.Restore(gone, null))).isInstanceOf(EditResult.Applied.class);
        assertThat(lock(log.timeline(), "s2")).extracting(Lock::reason).isEqualTo("user_restored");
        assertThat(log.timeline().deletedShots()).isEmpty();
    }

    @Test
    void policyCanSwitchLockingOff() {
        assertThat(lock(applied(3, false, new Edit.Move("s3", null)), "s3")).isNull();
    }

    @Test
    void lockedShotRefusesEditsUntilItIsUnlocked() {
        EditLog log = Cuts.log(4);
        Cuts.append(log, new Edit.LockShot("s2", Lock.Scope.PLACE_AND_RANGE, "the drop"));
        for (Edit edit : List.of(
                new Edit.Move("s2", null),
                new Edit.Trim("s2", Edge.END, 1),
                new Edit.Trim("s3", Edge.START, 1),
                new Edit.Slip("s2", 1),
                new Edit.Slide("s3", 1),
                new Edit.Roll("s1", "s2", 1),
                new Edit.Ripple("s2", Edge.END, -1),
                new Edit.Replace("s2", Cuts.piece("", "c9", 0, 30)),
                new Edit.Overwrite(Cuts.piece("x", "c9", 0, 40), "s1", 0, "y"),
                new Edit.Delete("s2", ""))) {
            assertThat(Cuts.append(log, edit)).isInstanceOfSatisfying(EditResult.Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(Refusal.SHOT_LOCKED);
                assertThat(refused.shotId()).isEqualTo("s2");
                assertThat(refused.message()).contains("locked by mia").contains("unlock it first");
            });
        }
        Cuts.append(log, new Edit.UnlockShot("s2"));
        assertThat(Cuts.append(log, new Edit.Slip("s2", 1))).isInstanceOf(EditResult.Applied.class);
    }

    @Test
    void cutPointMovesKeepTheLength() {
        assertThat(Cuts.layout(applied(3, false, new Edit.Trim("s2", Edge.START, -5))))
                .isEqualTo("s1:25 s2:35 s3:30");
        assertThat(Cuts.layout(applied(3, false, new Edit.Roll("s2", "s3", 5)))).isEqualTo("s1:30 s2:35 s3:25");
        assertThat(Cuts.layout(applied(3, false, new Edit.Slide("s2", 5)))).isEqualTo("s1:35 s2:30 s3:25");
        Timeline slipped = applied(3, false, new Edit.Slip("s2", 5));
        assertThat(slipped.shots().get(1).source()).isEqualTo(new FrameRange(105, 30));
    }

    @Test
    void rippleAndInsertMoveWhatIsBehind() {
        assertThat(Cuts.layout(applied(3, false, new Edit.Ripple("s2", Edge.START, 10))))
                .isEqualTo("s1:30 s2:20 s3:30");
        Timeline after = applied(3, false, new Edit.Insert(Cuts.piece("x", "c9", 5, 15), null));
        assertThat(Cuts.layout(after)).isEqualTo("x:15 s1:30 s2:30 s3:30");
        assertThat(after.transitions().getFirst().beatIndex()).isEqualTo(1);
    }

    @Test
    void shotsAddedAfterTheFormerEndAreCutOnBeats() {
        Timeline cut = Cuts.of(2);
        Timeline known = new Timeline(
                cut.identity(),
                cut.frameRate(),
                Cuts.song(0, 10),
                cut.shots(),
                cut.transitions(),
                List.of(),
                List.of(),
                cut.reasoning(),
                null);
        EditLog log = EditLog.replay(
                List.of(new LoggedEdit(1, 1, Cuts.by("rushes", false), new Edit.Generated("g1", known, List.of()))));

        Cuts.append(log, new Edit.Insert(Cuts.piece("x", "c9", 0, 45), "s2"));
        Cuts.append(log, new Edit.Insert(Cuts.piece("y", "c9", 60, 15), "x"));

        assertThat(log.timeline().transitions())
                .extracting(Transition::beatIndex)
                .containsExactly(2, 4, 7);
    }

    @Test
    void overwriteCoversShortensAndSplits() {
        NewShot piece = Cuts.piece("x", "c9", 0, 40);
        assertThat(Cuts.layout(applied(4, false, new Edit.Overwrite(piece, "s1", 10, "t"))))
                .isEqualTo("s1:10 x:40 s2:10 s3:30 s4:30");
        assertThat(Cuts.layout(applied(4, false, new Edit.Overwrite(piece, "s2", 0, "t"))))
                .isEqualTo("s1:30 x:40 s3:20 s4:30");
        Timeline split = applied(2, false, new Edit.Overwrite(Cuts.piece("x", "c9", 0, 10), "s1", 5, "t"));
        assertThat(Cuts.layout(split)).isEqualTo("s1:5 x:10 t:15 s2:30");
        assertThat(split.shots().get(2).source()).isEqualTo(new FrameRange(115, 15));
    }

    @Test
    void framesTheClipDoesNotHaveAreRefused() {
        assertRefused(new Edit.Slip("s2", 171), Refusal.NO_MEDIA);
        assertRefused(new Edit.Slip("s2", -101), Refusal.NO_MEDIA);
        assertRefused(new Edit.Ripple("s2", Edge.END, 171), Refusal.NO_MEDIA);
        assertRefused(new Edit.Insert(Cuts.piece("x", "c9", 290, 11), null), Refusal.NO_MEDIA);
        assertRefused(new Edit.SetTransition("s1", "s2", TransitionKind.QUICK_DISSOLVE, 171, 4), Refusal.TOO_SHORT);
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        assertRefused(new Edit.Move("s9", null), Refusal.SHOT_NOT_FOUND);
        assertRefused(new Edit.Move("s1", null), Refusal.NOTHING_CHANGES);
        assertRefused(new Edit.Move("s2", "s1"), Refusal.NOTHING_CHANGES);
        assertRefused(new Edit.Trim("s1", Edge.START, 1), Refusal.NO_NEIGHBOUR);
        assertRefused(new Edit.Trim("s1", Edge.END, -30), Refusal.TOO_SHORT);
        assertRefused(new Edit.Roll("s1", "s3", 1), Refusal.NOT_NEIGHBOURS);
        assertRefused(new Edit.Insert(Cuts.piece("s1", "c9", 0, 5), null), Refusal.SHOT_EXISTS);
        assertRefused(new Edit.Replace("s1", Cuts.piece("", "c9", 0, 29)), Refusal.LENGTH_DIFFERS);
        assertRefused(new Edit.UnlockShot("s1"), Refusal.NOTHING_CHANGES);
    }

    @Test
    void dissolveOutlivesNoNeighbourAndNoMissingFrame() {
        EditLog log = Cuts.log(3);
        Cuts.append(log, new Edit.SetTransition("s1", "s2", TransitionKind.QUICK_DISSOLVE, 5, 5));
        assertThat(log.timeline().transitions().getFirst().kind()).isEqualTo(TransitionKind.QUICK_DISSOLVE);
        assertThat(Cuts.append(log, new Edit.Slip("s1", 168)))
                .isInstanceOfSatisfying(
                        EditResult.Refused.class, no -> assertThat(no.reason()).isEqualTo(Refusal.NO_MEDIA));
        Cuts.append(log, new Edit.Move("s3", "s1"));
        assertThat(log.timeline().transitions())
                .extracting(transition -> transition.kind())
                .containsOnly(TransitionKind.HARD_CUT);
    }

    @Test
    void acceptedProposalIsOneEditAndKeepsLocks() {
        EditLog log = Cuts.log(4);
        Cuts.append(log, new Edit.LockShot("s3", Lock.Scope.PLACE_AND_RANGE, ""));
        Shot locked = log.timeline().shots().get(2);
        Edit.Proposal proposal = new Edit.Proposal("p1", new FrameRange(30, 60), "make_tighter");
        Edit bad =
                new Edit.AcceptProposal(proposal, "s2", "s3", List.of(Cuts.shot("n1", "c7", 0, 60)), List.of(), false);
        assertThat(Cuts.append(log, bad))
                .isInstanceOfSatisfying(
                        EditResult.Refused.class, no -> assertThat(no.reason()).isEqualTo(Refusal.SHOT_LOCKED));
        Edit beyond = new Edit.AcceptProposal(
                proposal,
                "s2",
                "s3",
                List.of(Cuts.shot("n1", "c7", Cuts.CLIP_FRAMES - 29, 30), locked),
                List.of(),
                false);
        assertThat(Cuts.append(log, beyond))
                .isInstanceOfSatisfying(
                        EditResult.Refused.class, no -> assertThat(no.reason()).isEqualTo(Refusal.NO_MEDIA));
        Edit good = new Edit.AcceptProposal(
                proposal,
                "s2",
                "s3",
                List.of(Cuts.shot("n1", "c7", 0, 10), Cuts.shot("n2", "c8", 0, 20), locked),
                List.of(),
                false);
        assertThat(Cuts.append(log, good)).isInstanceOf(EditResult.Applied.class);
        assertThat(Cuts.layout(log.timeline())).isEqualTo("s1:30 n1:10 n2:20 s3:30 s4:30");
        assertThat(log.timeline().shots().get(3)).isEqualTo(locked);
        assertThat(log.timeline().userEdits().getLast())
                .isEqualTo(new UserEdit(
                        Cuts.AT,
                        "regenerate_requested",
                        null,
                        null,
                        null,
                        null,
                        new FrameRange(30, 60),
                        "make_tighter"));
    }

    @Test
    void newGenerationKeepsLocksDeletionsAndWhatPeopleDid() {
        EditLog log = Cuts.log(4);
        Cuts.append(log, "mia", true, new Edit.Move("s4", "s1"));
        Cuts.append(log, new Edit.Delete("s3", "too_shaky"));
        Timeline old = log.timeline();
        Timeline fresh = Cuts.of(4);
        assertThat(Cuts.append(log, "rushes", false, new Edit.Generated("g2", fresh, List.of())))
                .as("a cut without the locked shot")
                .isInstanceOfSatisfying(
                        EditResult.Refused.class, no -> assertThat(no.reason()).isEqualTo(Refusal.SHOT_LOCKED));
        Timeline kept = new Timeline(
                fresh.identity(),
                fresh.frameRate(),
                fresh.song(),
                List.of(fresh.shots().get(0), old.shots().get(1)),
                List.of(fresh.transitions().getFirst()),
                List.of(),
                List.of(),
                fresh.reasoning(),
                null);
        assertThat(Cuts.append(log, "rushes", false, new Edit.Generated("g2", kept, List.of())))
                .isInstanceOf(EditResult.Applied.class);
        assertThat(Cuts.layout(log.timeline())).isEqualTo("r4_s1:30 s4:30");
        assertThat(log.timeline().deletedShots()).isEqualTo(old.deletedShots());
        assertThat(log.timeline().userEdits()).isEqualTo(old.userEdits());
    }

    @Test
    void clipsOfDeletedShotsAreAvoidedUntilTheyArePutBack() {
        EditLog log = Cuts.log(4);
        Shot gone = log.timeline().shots().get(1);
        Cuts.append(log, new Edit.Delete("s2", "too_shaky"));
        Cuts.append(log, new Edit.Delete("s3", ""));
        assertThat(log.timeline().avoidedClipIds()).containsExactly("c2", "c3");
        Cuts.append(log, new Edit.Restore(gone, null));
        Cuts.append(log, "mia", true, new Edit.Insert(Cuts.piece("x", "c3", 0, 15), "s1"));
        assertThat(log.timeline().avoidedClipIds()).isEmpty();
    }

    private static void assertRefused(Edit edit, Refusal reason) {
        assertThat(Cuts.append(Cuts.log(3), edit)).isInstanceOfSatisfying(EditResult.Refused.class, refused -> {
            assertThat(refused.reason()).as(refused.message()).isEqualTo(reason);
            assertThat(refused.message()).isNotBlank();
        });
    }

    private static Timeline applied(int shots, boolean locks, Edit edit) {
        EditLog log = Cuts.log(shots);
        assertThat(Cuts.append(log, "mia", locks, edit)).isInstanceOf(EditResult.Applied.class);
        return log.timeline();
    }

    private static @Nullable Lock lock(Timeline timeline, String shotId) {
        return timeline.shots().stream()
                .filter(shot -> shot.id().equals(shotId))
                .findFirst()
                .orElseThrow()
                .lock();
    }
}
