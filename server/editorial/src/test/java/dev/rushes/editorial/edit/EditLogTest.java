// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Timeline;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditLogTest {

    @Test
    void undoTakesBackOnesOwnEditAcrossSomebodyElses() {
        EditLog log = Cuts.log(5);
        Cuts.append(log, "mia", false, new Edit.Ripple("s1", Edge.END, 10));
        Cuts.append(log, "bob", false, new Edit.Delete("s4", ""));
        Cuts.append(log, "mia", false, new Edit.Undo(log.undoable("mia").orElseThrow()));
        assertThat(Cuts.layout(log.timeline())).isEqualTo("s1:30 s2:30 s3:30 s5:30");
        assertThat(log.undoable("mia")).isEmpty();
        assertThat(log.undoable("bob")).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void undoThatSomebodyBuiltOnIsRefusedByName() {
        EditLog log = Cuts.log(3);
        Cuts.append(log, "mia", false, new Edit.Insert(Cuts.piece("x", "c9", 0, 20), "s1"));
        Cuts.append(log, "bob", false, new Edit.Ripple("x", Edge.END, -5));
        Timeline before = log.timeline();
        assertThat(Cuts.append(log, "mia", false, new Edit.Undo(2)))
                .isInstanceOfSatisfying(EditResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Refusal.CONFLICT);
                    assertThat(refused.message()).contains("in revision 3, bob rippled the end of x by -5 frames");
                });
        assertThat(log.timeline()).isSameAs(before);
    }

    @Test
    void editsOfOneStepAreTakenBackTogether() {
        EditLog log = Cuts.log(4);
        Timeline before = log.timeline();
        log.append(new LoggedEdit(2, 2, Cuts.by("mia", true), new Edit.Move("s4", null)), Cuts.MATERIAL);
        log.append(new LoggedEdit(3, 2, Cuts.by("mia", true), new Edit.Slip("s2", 3)), Cuts.MATERIAL);
        Cuts.append(log, new Edit.Undo(2));
        assertThat(Cuts.content(log.timeline())).isEqualTo(Cuts.content(before));
        assertThat(log.timeline().identity().revision()).isEqualTo(4);
    }

    @Test
    void newEditEndsWhatCanBeMadeAgain() {
        EditLog log = Cuts.log(3);
        Cuts.append(log, new Edit.Slip("s1", 3));
        Cuts.append(log, new Edit.Undo(2));
        assertThat(log.redoable("mia")).isEqualTo(OptionalLong.of(2));
        Cuts.append(log, new Edit.Slip("s2", 3));
        assertThat(log.redoable("mia")).isEmpty();
    }

    @Test
    void turningDownAProposalIsOnlyLogged() {
        EditLog log = Cuts.log(4);
        Cuts.append(log, new Edit.Slip("s1", 3));
        Cuts.append(log, new Edit.Slip("s2", 3));
        Cuts.append(log, new Edit.Undo(3));
        Timeline before = log.timeline();
        Edit reject = new Edit.RejectProposal(new Edit.Proposal("p", new FrameRange(0, 60), "make_tighter"));
        Cuts.append(log, reject);
        assertThat(log.revision()).isEqualTo(5);
        assertThat(log.entries().getLast().edit()).isEqualTo(reject);
        assertThat(Cuts.content(log.timeline())).isEqualTo(Cuts.content(before));
        assertThat(log.timeline().userEdits()).isEqualTo(before.userEdits());
        assertThat(log.undoable("mia")).isEqualTo(OptionalLong.of(2));
        assertThat(log.redoable("mia")).isEqualTo(OptionalLong.of(3));

        log.append(new LoggedEdit(6, 6, Cuts.by("mia", false), reject), Cuts.MATERIAL);
        log.append(new LoggedEdit(7, 6, Cuts.by("mia", false), new Edit.Slip("s3", 1)), Cuts.MATERIAL);
        assertThat(log.undoable("mia")).as("a step of which it is a part").isEqualTo(OptionalLong.of(6));
        assertThat(log.redoable("mia")).isEmpty();

        EditLog end = EditLog.resume(before, List.of(new LoggedEdit(5, 5, Cuts.by("mia", false), reject)))
                .orElseThrow();
        assertThat(end.knowsRedoable("mia"))
                .as("it may hide what can be made again")
                .isFalse();
    }

    /** Timelines after the newest steps are kept (E-56): steps on both sides of the last one that is. */
    @ParameterizedTest
    @ValueSource(longs = {2, 14, 15, 16, 17, 46})
    void aStepIsTakenBackAsIfItHadNeverBeenMade(long step) {
        EditLog log = Cuts.log(45);
        EditLog never = Cuts.log(45);
        for (int shot = 1; shot <= 45; shot++) {
            Edit slip = new Edit.Slip("s" + shot, 3);
            Cuts.append(log, slip);
            if (shot + 1 != step) {
                Cuts.append(never, slip);
            }
        }
        Timeline before = log.timeline();

        assertThat(Cuts.append(log, new Edit.Undo(step))).isInstanceOf(EditResult.Applied.class);
        assertThat(Cuts.picture(log.timeline())).isEqualTo(Cuts.picture(never.timeline()));
        assertThat(Cuts.append(log, new Edit.Redo(step))).isInstanceOf(EditResult.Applied.class);
        assertThat(Cuts.content(log.timeline())).isEqualTo(Cuts.content(before));
    }

    @Test
    void takingBackTwiceIsRefused() {
        EditLog log = Cuts.log(3);
        Cuts.append(log, new Edit.Slip("s1", 3));
        Cuts.append(log, new Edit.Undo(2));
        for (Edit edit : List.of(new Edit.Undo(2), new Edit.Undo(1), new Edit.Undo(99), new Edit.Redo(1))) {
            assertThat(Cuts.append(log, edit)).as(edit.toString()).isInstanceOf(EditResult.Refused.class);
        }
    }

    @Test
    void twoOfflineSequencesMergeByIdentity() {
        EditLog log = Cuts.log(6);
        Timeline base = log.timeline();
        Cuts.append(log, "bob", false, new Edit.Delete("s1", ""));
        Cuts.append(log, "bob", false, new Edit.Slip("s3", 4));
        List<Edit> mine = List.of(
                new Edit.Slip("s3", 9),
                new Edit.Slip("s5", 2),
                new Edit.Insert(Cuts.piece("x", "c9", 0, 20), "s1"),
                new Edit.Ripple("x", Edge.END, -5),
                new Edit.Delete("s6", "too_dark"));
        Merge merge = Merge.of(base, log.timeline(), log.since(1), mine, Cuts.by("mia", false), Cuts.MATERIAL);

        assertThat(Cuts.layout(merge.timeline())).isEqualTo("s2:30 s3:30 s4:30 s5:30");
        assertThat(merge.applied()).extracting(LoggedEdit::edit).containsExactly(mine.get(1), mine.get(4));
        assertThat(merge.applied()).extracting(LoggedEdit::revision).containsExactly(4L, 5L);
        assertThat(merge.conflicts()).extracting(Conflict::index).containsExactly(0, 2, 3);
        assertThat(merge.conflicts().getFirst())
                .extracting(Conflict::otherRevision, Conflict::otherAuthor)
                .containsExactly(3L, "bob");
        assertThat(merge.conflicts().getFirst().message())
                .isEqualTo("bob slipped s3 by +4 frames in revision 3, and this edit slipped s3 by +9 frames;"
                        + " look at the new timeline and decide again");
        assertThat(merge.conflicts().get(2).message()).contains("was left out");
    }

    @Test
    void rebaseIsAllOrNothing() {
        EditLog log = Cuts.log(6);
        Timeline base = log.timeline();
        Cuts.append(log, "bob", false, new Edit.Delete("s1", ""));
        assertThat(rebase(log, base, List.of(new Edit.Slip("s5", 2), new Edit.Delete("s6", ""))))
                .isInstanceOf(Rebase.Clean.class);
        assertThat(rebase(log, base, List.of(new Edit.Slip("s5", 2), new Edit.Slip("s1", 2))))
                .isInstanceOf(Rebase.Conflicted.class);
    }

    @Test
    void anUndoBySomebodyElseClashesWithWhatItTookBack() {
        EditLog log = Cuts.log(6);
        Cuts.append(log, "bob", false, new Edit.Slip("s2", 4));
        Timeline base = log.timeline();
        Cuts.append(log, "bob", false, new Edit.Undo(2));
        assertThat(rebase(log, base, List.of(new Edit.Slip("s2", 1)))).isInstanceOf(Rebase.Conflicted.class);
        assertThat(rebase(log, base, List.of(new Edit.Slip("s3", 1)))).isInstanceOf(Rebase.Clean.class);
    }

    private static Rebase.Result rebase(EditLog log, Timeline base, List<Edit> mine) {
        return Rebase.of(
                base,
                log.timeline(),
                log.since(base.identity().revision()),
                mine,
                Cuts.by("mia", false),
                Cuts.MATERIAL);
    }

    @Test
    void differencesAreToldInWords() {
        EditLog log = Cuts.log(5);
        Timeline before = log.timeline();
        Cuts.append(log, "mia", true, new Edit.Move("s5", "s1"));
        Cuts.append(log, new Edit.Delete("s2", ""));
        Cuts.append(log, new Edit.Slip("s3", -2));
        Cuts.append(log, new Edit.Replace("s4", Cuts.piece("", "c9", 0, 30)));
        Cuts.append(log, new Edit.Insert(Cuts.piece("x", "c8", 0, 15), "s4"));
        assertThat(TimelineDiff.between(before, log.timeline()))
                .extracting(TimelineDiff.Difference::words)
                .containsExactly(
                        "shot 2 (\"c2.mp4\") was taken out; it stood at position 2",
                        "shot 2 (\"c5.mp4\") moved from position 5 to 2",
                        "shot 2 (\"c5.mp4\") was locked by mia (user_reordered)",
                        "shot 3 (\"c3.mp4\") shows the clip 2 frames earlier",
                        "shot 4 (\"c9.mp4\") took the place of \"c4.mp4\"",
                        "shot 5 (\"c8.mp4\") was added at position 5",
                        "the cut is 4.50 s long instead of 5.00 s");
        assertThat(TimelineDiff.between(before, before)).isEmpty();
    }
}
