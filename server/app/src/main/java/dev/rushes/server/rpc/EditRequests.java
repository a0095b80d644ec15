// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.Piece;
import dev.rushes.api.v1.Place;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.editorial.edit.Edge;
import dev.rushes.editorial.edit.NewShot;
import dev.rushes.editorial.edit.TempoGrid;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.timeline.EditAsk;
import dev.rushes.server.timeline.EditDesk;
import dev.rushes.wire.BeatRepairWire;
import dev.rushes.wire.EditWire;
import dev.rushes.wire.TimelineWire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads edits of a request: numbers become identities, beats become frames, pieces get what was seen in them. */
final class EditRequests {
    /** Length of one handle of a soft transition that names none: a quick dissolve takes 8 frames of 30. */
    private static final long HANDLE_MILLIS = 133;

    private static final double LEAST_BPM = 20;
    private static final double MOST_BPM = 400;

    private EditRequests() {}

    static List<EditAsk> asks(List<Edit> edits, int most) {
        if (edits.isEmpty() || edits.size() > most) {
            throw new Fault.Invalid("edits", edits.size() + " edits (expected: 1 to " + most + ")");
        }
        List<EditAsk> asks = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            asks.add(ask("edits[" + i + "]", edits.get(i)));
        }
        return asks;
    }

    private static EditAsk ask(String path, Edit edit) {
        return desk -> {
            try {
                return read(edit, desk);
            } catch (IllegalArgumentException e) {
                throw new Fault.Invalid(path, String.valueOf(e.getMessage()));
            }
        };
    }

    private static dev.rushes.editorial.edit.Edit read(Edit edit, EditDesk desk) {
        return switch (edit.getKindCase()) {
            case MOVE -> move(edit.getMove(), desk);
            case TRIM -> trim(edit.getTrim(), desk);
            case SLIP ->
                new dev.rushes.editorial.edit.Edit.Slip(
                        shot(edit.getSlip().getShot(), desk), edit.getSlip().getFrameCount());
            case SLIDE -> slide(edit.getSlide(), desk);
            case ROLL -> roll(edit.getRoll(), desk);
            case RIPPLE -> ripple(edit.getRipple(), desk);
            case INSERT ->
                new dev.rushes.editorial.edit.Edit.Insert(
                        piece(edit.getInsert().getPiece(), 0, desk),
                        place(edit.getInsert().getPlace(), null, desk));
            case OVERWRITE -> overwrite(edit.getOverwrite(), desk);
            case REPLACE -> replace(edit.getReplace(), desk);
            case DELETE ->
                new dev.rushes.editorial.edit.Edit.Delete(
                        shot(edit.getDelete().getShot(), desk), edit.getDelete().getReason());
            case RESTORE -> restore(edit.getRestore(), desk);
            case LOCK_SHOT -> lock(edit.getLockShot(), desk);
            case UNLOCK_SHOT ->
                new dev.rushes.editorial.edit.Edit.UnlockShot(
                        shot(edit.getUnlockShot().getShot(), desk));
            case SET_TRANSITION -> transition(edit.getSetTransition(), desk);
            case SET_SONG_OFFSET ->
                new dev.rushes.editorial.edit.Edit.SetSongOffset(
                        desk.songFrom(edit.getSetSongOffset().getStartOffset()));
            case CORRECT_TEMPO -> desk.tempo(grid(edit.getCorrectTempo()));
            case REPAIR_BEATS -> repair(edit.getRepairBeats(), desk);
            case ACCEPT_PROPOSAL -> proposal(edit.getAcceptProposal(), desk);
            case REJECT_PROPOSAL ->
                new dev.rushes.editorial.edit.Edit.RejectProposal(
                        EditWire.fromProto(edit.getRejectProposal().getProposal()));
            case GENERATED, UNDO, REDO ->
                throw new IllegalArgumentException(
                        edit.getKindCase() + " (expected: an edit; call GenerateTimeline, UndoEdit or RedoEdit)");
            case KIND_NOT_SET -> throw new IllegalArgumentException("no kind of edit (expected: exactly one)");
        };
    }

    private static dev.rushes.editorial.edit.Edit move(Edit.Move move, EditDesk desk) {
        String shot = shot(move.getShot(), desk);
        return new dev.rushes.editorial.edit.Edit.Move(shot, place(move.getPlace(), shot, desk));
    }

    private static dev.rushes.editorial.edit.Edit overwrite(Edit.Overwrite overwrite, EditDesk desk) {
        return new dev.rushes.editorial.edit.Edit.Overwrite(
                piece(overwrite.getPiece(), 0, desk),
                shot(overwrite.getAtShot(), desk),
                overwrite.getOffsetFrameCount(),
                desk.newShotId(overwrite.getTailShotId()));
    }

    private static dev.rushes.editorial.edit.Edit replace(Edit.Replace replace, EditDesk desk) {
        Shot old = desk.shot(shot(replace.getShot(), desk));
        return new dev.rushes.editorial.edit.Edit.Replace(
                old.id(), piece(replace.getPiece(), old.source().count(), desk));
    }

    private static dev.rushes.editorial.edit.Edit restore(Edit.Restore restore, EditDesk desk) {
        return new dev.rushes.editorial.edit.Edit.Restore(
                desk.deletedShot(restore.getShotId()), place(restore.getPlace(), null, desk));
    }

    private static dev.rushes.editorial.edit.Edit lock(Edit.LockShot lock, EditDesk desk) {
        return new dev.rushes.editorial.edit.Edit.LockShot(
                shot(lock.getShot(), desk), TimelineWire.fromProto(lock.getScope()), lock.getNote());
    }

    private static dev.rushes.editorial.edit.Edit trim(Edit.Trim trim, EditDesk desk) {
        Shot shot = desk.shot(shot(trim.getShot(), desk));
        Edge edge = EditWire.fromProto(trim.getEdge());
        long at = edge == Edge.START ? shot.record().start() : shot.record().end();
        return new dev.rushes.editorial.edit.Edit.Trim(
                shot.id(), edge, snapped(at, trim.getFrameCount(), trim.getSnapToBeat(), desk));
    }

    private static dev.rushes.editorial.edit.Edit slide(Edit.Slide slide, EditDesk desk) {
        Shot shot = desk.shot(shot(slide.getShot(), desk));
        return new dev.rushes.editorial.edit.Edit.Slide(
                shot.id(), snapped(shot.record().start(), slide.getFrameCount(), slide.getSnapToBeat(), desk));
    }

    private static dev.rushes.editorial.edit.Edit roll(Edit.Roll roll, EditDesk desk) {
        Shot left = desk.shot(shot(roll.getLeftShot(), desk));
        return new dev.rushes.editorial.edit.Edit.Roll(
                left.id(),
                shot(roll.getRightShot(), desk),
                snapped(left.record().end(), roll.getFrameCount(), roll.getSnapToBeat(), desk));
    }

    /** A ripple moves the end of the shot on the timeline; at the start edge a later in point makes it earlier. */
    private static dev.rushes.editorial.edit.Edit ripple(Edit.Ripple ripple, EditDesk desk) {
        Shot shot = desk.shot(shot(ripple.getShot(), desk));
        Edge edge = EditWire.fromProto(ripple.getEdge());
        long sign = edge == Edge.START ? -1 : 1;
        long frames = sign * snapped(shot.record().end(), sign * ripple.getFrameCount(), ripple.getSnapToBeat(), desk);
        return new dev.rushes.editorial.edit.Edit.Ripple(shot.id(), edge, frames);
    }

    private static long snapped(long at, long frames, boolean snap, EditDesk desk) {
        return snap ? desk.snap(at + frames) - at : frames;
    }

    private static dev.rushes.editorial.edit.Edit transition(Edit.SetTransition transition, EditDesk desk) {
        TransitionKind kind = TimelineWire.fromProto(transition.getKind());
        long out = transition.getOutHandleFrameCount();
        long in = transition.getInHandleFrameCount();
        if (kind != TransitionKind.HARD_CUT && out == 0 && in == 0) {
            out = desk.frames(HANDLE_MILLIS);
            in = out;
        }
        return new dev.rushes.editorial.edit.Edit.SetTransition(
                shot(transition.getFromShot(), desk), shot(transition.getToShot(), desk), kind, out, in);
    }

    private static dev.rushes.editorial.edit.Edit repair(Edit.RepairBeats wish, EditDesk desk) {
        var repair = desk.repair(BeatRepairWire.fromProto(wish), wish.getKeepCuts());
        GridRepair.requireTempo(repair.song().bpm());
        return repair;
    }

    private static TempoGrid grid(Edit.CorrectTempo tempo) {
        if (!(tempo.getBpm() >= LEAST_BPM && tempo.getBpm() <= MOST_BPM)) {
            throw new IllegalArgumentException(
                    "bpm: " + tempo.getBpm() + " (expected: " + LEAST_BPM + " to " + MOST_BPM + ")");
        }
        return new TempoGrid(
                Math.round(tempo.getBpm() * 1e3),
                Math.round(tempo.getFirstBeatOffset() * 1e6),
                tempo.getBeatsPerBar() == 0 ? 4 : tempo.getBeatsPerBar());
    }

    private static dev.rushes.editorial.edit.Edit proposal(Edit.AcceptProposal accept, EditDesk desk) {
        return new dev.rushes.editorial.edit.Edit.AcceptProposal(
                EditWire.fromProto(accept.getProposal()),
                shot(accept.getFirstShot(), desk),
                shot(accept.getLastShot(), desk),
                accept.getShotsList().stream()
                        .map(shot -> desk.proposed(TimelineWire.fromProto(shot)))
                        .toList(),
                accept.getTransitionsList().stream()
                        .map(TimelineWire::fromProto)
                        .toList(),
                accept.getLocksShots());
    }

    private static NewShot piece(Piece piece, long frames, EditDesk desk) {
        long count = piece.getFrameCount() == 0 ? frames : piece.getFrameCount();
        return desk.piece(piece.getMediaId(), new FrameRange(piece.getSourceStartFrame(), count), piece.getShotId());
    }

    private static String shot(ShotRef ref, EditDesk desk) {
        return switch (ref.getRefCase()) {
            case SHOT_ID -> ref.getShotId();
            case CLIP_INDEX -> desk.shotId(ref.getClipIndex());
            case REF_NOT_SET -> throw new IllegalArgumentException("no shot (expected: shot_id or clip_index)");
        };
    }

    private static @Nullable String place(Place place, @Nullable String mover, EditDesk desk) {
        return switch (place.getPlaceCase()) {
            case AT_START -> null;
            case AFTER -> shot(place.getAfter(), desk);
            case POSITION -> desk.shotBefore(place.getPosition(), mover);
            case PLACE_NOT_SET ->
                throw new IllegalArgumentException("no place (expected: at_start, after or position)");
        };
    }
}
