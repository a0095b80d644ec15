// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;

/** Applies one edit to a timeline. Pure: equal arguments give equal answers, bit for bit. */
public final class EditApplication {

    private EditApplication() {}

    /**
     * Applies an edit that changes a timeline by itself.
     *
     * @param before the timeline at the revision before
     * @param entry the edit, with the revision it makes
     * @param material how much media there is
     * @throws IllegalArgumentException for an undo or redo, which need the log: see {@link EditLog}
     */
    public static EditResult apply(Timeline before, LoggedEdit entry, Material material) {
        if (entry.edit() instanceof Edit.Generated generated) {
            return GeneratedCut.apply(before, generated, entry);
        }
        try {
            Cut cut = new Cut(before, entry, material);
            apply(cut, entry.edit());
            return cut.build();
        } catch (Stop stop) {
            return stop.refused();
        }
    }

    /** Makes the first timeline of a log. */
    public static Timeline first(Edit.Generated generated, LoggedEdit entry) {
        return GeneratedCut.first(generated, entry);
    }

    private static void apply(Cut cut, Edit edit) {
        switch (edit) {
            case Edit.Move move -> PlaceEdits.move(cut, move);
            case Edit.Insert insert -> PlaceEdits.insert(cut, insert);
            case Edit.Overwrite overwrite -> OverwriteEdit.apply(cut, overwrite);
            case Edit.Delete delete -> PlaceEdits.delete(cut, delete);
            case Edit.Restore restore -> PlaceEdits.restore(cut, restore);
            case Edit.Trim trim -> RangeEdits.trim(cut, trim);
            case Edit.Slip slip -> RangeEdits.slip(cut, slip);
            case Edit.Slide slide -> RangeEdits.slide(cut, slide);
            case Edit.Roll roll -> RangeEdits.roll(cut, roll);
            case Edit.Ripple ripple -> RangeEdits.ripple(cut, ripple);
            case Edit.Replace replace -> RangeEdits.replace(cut, replace);
            case Edit.LockShot lock -> lock(cut, lock);
            case Edit.UnlockShot unlock -> unlock(cut, unlock);
            case Edit.SetTransition transition -> setTransition(cut, transition);
            case Edit.SetSongOffset offset -> setSong(cut, offset.song(), "song_offset_changed");
            case Edit.CorrectTempo tempo -> setSong(cut, tempo.song(), "tempo_corrected");
            case Edit.RepairBeats repair -> BeatEdit.repair(cut, repair);
            case Edit.AcceptProposal accept -> ProposalEdit.accept(cut, accept);
            case Edit.RejectProposal reject -> {}
            case Edit.Generated generated ->
                throw new IllegalArgumentException(
                        "generation " + generated.generationId() + " (expected: an edit of what stands there)");
            case Edit.Undo undo -> throw needsLog(undo.step());
            case Edit.Redo redo -> throw needsLog(redo.step());
        }
    }

    private static IllegalArgumentException needsLog(long step) {
        return new IllegalArgumentException("undo or redo of step " + step + " (expected: an edit; use EditLog)");
    }

    private static void lock(Cut cut, Edit.LockShot edit) {
        int index = cut.index(edit.shotId());
        Lock old = cut.shot(index).lock();
        if (old != null && old.scope() == edit.scope() && old.note().equals(edit.note())) {
            throw new Stop(
                    Refusal.NOTHING_CHANGES,
                    edit.shotId(),
                    cut.name(index) + " is locked so already by " + old.lockedBy());
        }
        cut.lock(index, "user_locked", edit.note(), edit.scope());
        cut.addHistory(index, "user_locked", null, null);
        cut.note("clip_locked", edit.shotId(), null, null, null);
    }

    private static void unlock(Cut cut, Edit.UnlockShot edit) {
        int index = cut.index(edit.shotId());
        Shot shot = cut.shot(index);
        if (!shot.isLocked()) {
            throw new Stop(Refusal.NOTHING_CHANGES, shot.id(), cut.name(index) + " is not locked");
        }
        cut.touches().write(Kind.LOCK, shot.id());
        cut.shots().set(index, shot.withLock(null));
        cut.addHistory(index, "user_unlocked", null, null);
        cut.note("clip_unlocked", shot.id(), null, null, null);
    }

    private static void setTransition(Cut cut, Edit.SetTransition edit) {
        int from = cut.index(edit.fromShotId());
        int to = cut.index(edit.toShotId());
        RangeEdits.requireNeighbours(cut, from, to);
        cut.touches().write(Kind.TRANSITION, edit.fromShotId());
        boolean isHard = edit.kind() == TransitionKind.HARD_CUT;
        if (edit.outHandle() < 0 || edit.inHandle() < 0 || isHard != (edit.outHandle() + edit.inHandle() == 0)) {
            throw new Stop(
                    Refusal.TOO_SHORT,
                    edit.fromShotId(),
                    edit.kind().word() + " with handles of " + edit.outHandle() + " and " + edit.inHandle()
                            + " frames (expected: none for a hard cut, else 0 or more and at least one)");
        }
        Transition old = cut.transitionFrom(edit.fromShotId());
        if (old != null
                && old.kind() == edit.kind()
                && old.outHandle() == edit.outHandle()
                && old.inHandle() == edit.inHandle()) {
            throw new Stop(
                    Refusal.NOTHING_CHANGES,
                    edit.fromShotId(),
                    "the cut behind " + cut.name(from) + " is a " + edit.kind().word() + " already");
        }
        cut.setTransition(
                new Transition(edit.fromShotId(), edit.toShotId(), edit.kind(), -1, edit.outHandle(), edit.inHandle()));
        cut.note("transition_changed", edit.fromShotId(), edit.kind().word(), null, null);
    }

    static void setSong(Cut cut, SongExcerpt song, String action) {
        if (song.equals(cut.before().song())) {
            throw new Stop(
                    Refusal.NOTHING_CHANGES, "", "the song begins and beats so already; give another offset or tempo");
        }
        cut.setSong(song);
        cut.note(action, null, null, null, null);
    }

    static void noteProposal(Cut cut, Edit.Proposal proposal) {
        String instruction = proposal.instruction();
        cut.note(new UserEdit(
                cut.stamp().at(),
                "regenerate_requested",
                null,
                null,
                null,
                null,
                proposal.section(),
                instruction.isEmpty() ? null : instruction));
    }
}
