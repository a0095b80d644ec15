// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import dev.rushes.api.v1.EditConflict;
import dev.rushes.api.v1.Piece;
import dev.rushes.api.v1.Place;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.TimelineDifference;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edge;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditWords;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.NewShot;
import dev.rushes.editorial.edit.TimelineDiff;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes edits, conflicts and differences. Edits in the log name shots and places by identity. */
public final class EditWire {

    private EditWire() {}

    public static dev.rushes.api.v1.LoggedEdit toProto(LoggedEdit entry) {
        return dev.rushes.api.v1.LoggedEdit.newBuilder()
                .setRevision(entry.revision())
                .setStep(entry.step())
                .setAuthor(entry.stamp().author())
                .setEditTime(TimeWire.toProto(entry.stamp().at()))
                .setAutoLock(entry.stamp().locks())
                .setEdit(toProto(entry.edit()))
                .setWords(EditWords.of(entry.edit()))
                .build();
    }

    public static dev.rushes.api.v1.Edit toProto(Edit edit) {
        var message = dev.rushes.api.v1.Edit.newBuilder();
        switch (edit) {
            case Edit.Move move ->
                message.setMove(dev.rushes.api.v1.Edit.Move.newBuilder()
                        .setShot(shot(move.shotId()))
                        .setPlace(behind(move.afterShotId())));
            case Edit.Insert insert ->
                message.setInsert(dev.rushes.api.v1.Edit.Insert.newBuilder()
                        .setPiece(toProto(insert.shot()))
                        .setPlace(behind(insert.afterShotId())));
            case Edit.Overwrite overwrite ->
                message.setOverwrite(dev.rushes.api.v1.Edit.Overwrite.newBuilder()
                        .setPiece(toProto(overwrite.shot()))
                        .setAtShot(shot(overwrite.atShotId()))
                        .setOffsetFrameCount(overwrite.offset())
                        .setTailShotId(overwrite.tailShotId()));
            case Edit.Replace replace ->
                message.setReplace(dev.rushes.api.v1.Edit.Replace.newBuilder()
                        .setShot(shot(replace.shotId()))
                        .setPiece(toProto(replace.piece())));
            case Edit.Delete delete ->
                message.setDelete(dev.rushes.api.v1.Edit.Delete.newBuilder()
                        .setShot(shot(delete.shotId()))
                        .setReason(delete.reason()));
            case Edit.Restore restore ->
                message.setRestore(dev.rushes.api.v1.Edit.Restore.newBuilder()
                        .setShotId(restore.shot().id())
                        .setPlace(behind(restore.afterShotId()))
                        .setShot(TimelineWire.toProto(restore.shot())));
            case Edit.LockShot lock -> mark(message, lock);
            case Edit.UnlockShot unlock -> mark(message, unlock);
            case Edit.SetTransition transition -> mark(message, transition);
            case Edit.Trim trim -> range(message, trim);
            case Edit.Slip slip -> range(message, slip);
            case Edit.Slide slide -> range(message, slide);
            case Edit.Roll roll -> range(message, roll);
            case Edit.Ripple ripple -> range(message, ripple);
            case Edit.SetSongOffset offset -> whole(message, offset);
            case Edit.CorrectTempo tempo -> whole(message, tempo);
            case Edit.RepairBeats repair -> message.setRepairBeats(BeatRepairWire.toProto(repair));
            case Edit.AcceptProposal accept -> whole(message, accept);
            case Edit.RejectProposal reject -> whole(message, reject);
            case Edit.Generated generated -> whole(message, generated);
            case Edit.Undo undo -> whole(message, undo);
            case Edit.Redo redo -> whole(message, redo);
        }
        return message.build();
    }

    private static void mark(dev.rushes.api.v1.Edit.Builder message, Edit edit) {
        if (edit instanceof Edit.LockShot lock) {
            message.setLockShot(dev.rushes.api.v1.Edit.LockShot.newBuilder()
                    .setShot(shot(lock.shotId()))
                    .setScope(TimelineWire.toProto(lock.scope()))
                    .setNote(lock.note()));
        } else if (edit instanceof Edit.UnlockShot unlock) {
            message.setUnlockShot(dev.rushes.api.v1.Edit.UnlockShot.newBuilder().setShot(shot(unlock.shotId())));
        } else if (edit instanceof Edit.SetTransition transition) {
            message.setSetTransition(dev.rushes.api.v1.Edit.SetTransition.newBuilder()
                    .setFromShot(shot(transition.fromShotId()))
                    .setToShot(shot(transition.toShotId()))
                    .setKind(TimelineWire.toProto(transition.kind()))
                    .setOutHandleFrameCount(transition.outHandle())
                    .setInHandleFrameCount(transition.inHandle()));
        }
    }

    private static void range(dev.rushes.api.v1.Edit.Builder message, Edit edit) {
        if (edit instanceof Edit.Trim trim) {
            message.setTrim(dev.rushes.api.v1.Edit.Trim.newBuilder()
                    .setShot(shot(trim.shotId()))
                    .setEdge(toProto(trim.edge()))
                    .setFrameCount(trim.frames()));
        } else if (edit instanceof Edit.Slip slip) {
            message.setSlip(dev.rushes.api.v1.Edit.Slip.newBuilder()
                    .setShot(shot(slip.shotId()))
                    .setFrameCount(slip.frames()));
        } else if (edit instanceof Edit.Slide slide) {
            message.setSlide(dev.rushes.api.v1.Edit.Slide.newBuilder()
                    .setShot(shot(slide.shotId()))
                    .setFrameCount(slide.frames()));
        } else if (edit instanceof Edit.Roll roll) {
            message.setRoll(dev.rushes.api.v1.Edit.Roll.newBuilder()
                    .setLeftShot(shot(roll.leftShotId()))
                    .setRightShot(shot(roll.rightShotId()))
                    .setFrameCount(roll.frames()));
        } else if (edit instanceof Edit.Ripple ripple) {
            message.setRipple(dev.rushes.api.v1.Edit.Ripple.newBuilder()
                    .setShot(shot(ripple.shotId()))
                    .setEdge(toProto(ripple.edge()))
                    .setFrameCount(ripple.frames()));
        }
    }

    private static void whole(dev.rushes.api.v1.Edit.Builder message, Edit edit) {
        if (edit instanceof Edit.SetSongOffset offset) {
            message.setSetSongOffset(dev.rushes.api.v1.Edit.SetSongOffset.newBuilder()
                    .setStartOffset(offset.song().startSeconds())
                    .setSong(MusicWire.toProto(offset.song())));
        } else if (edit instanceof Edit.CorrectTempo tempo) {
            message.setCorrectTempo(dev.rushes.api.v1.Edit.CorrectTempo.newBuilder()
                    .setBpm(tempo.grid().milliBpm() / 1e3)
                    .setFirstBeatOffset(tempo.grid().firstBeatMicros() / 1e6)
                    .setBeatsPerBar(tempo.grid().beatsPerBar())
                    .setGridId(tempo.grid().id())
                    .setSong(MusicWire.toProto(tempo.song())));
        } else if (edit instanceof Edit.AcceptProposal accept) {
            message.setAcceptProposal(toProto(accept));
        } else if (edit instanceof Edit.RejectProposal reject) {
            message.setRejectProposal(
                    dev.rushes.api.v1.Edit.RejectProposal.newBuilder().setProposal(toProto(reject.proposal())));
        } else if (edit instanceof Edit.Generated generated) {
            message.setGenerated(
                    dev.rushes.api.v1.Edit.Generated.newBuilder().setGenerationId(generated.generationId()));
        } else if (edit instanceof Edit.Undo undo) {
            message.setUndo(dev.rushes.api.v1.Edit.Undo.newBuilder().setStep(undo.step()));
        } else if (edit instanceof Edit.Redo redo) {
            message.setRedo(dev.rushes.api.v1.Edit.Redo.newBuilder().setStep(redo.step()));
        }
    }

    private static dev.rushes.api.v1.Edit.AcceptProposal toProto(Edit.AcceptProposal accept) {
        var message = dev.rushes.api.v1.Edit.AcceptProposal.newBuilder()
                .setProposal(toProto(accept.proposal()))
                .setFirstShot(shot(accept.firstShotId()))
                .setLastShot(shot(accept.lastShotId()))
                .setLocksShots(accept.locksShots());
        accept.shots().forEach(shot -> message.addShots(TimelineWire.toProto(shot)));
        accept.transitions().forEach(transition -> message.addTransitions(TimelineWire.toProto(transition)));
        return message.build();
    }

    private static dev.rushes.api.v1.Edit.Proposal toProto(Edit.Proposal proposal) {
        return dev.rushes.api.v1.Edit.Proposal.newBuilder()
                .setProposalId(proposal.proposalId())
                .setSection(TimeWire.toProto(proposal.section()))
                .setInstruction(proposal.instruction())
                .build();
    }

    public static Edit.Proposal fromProto(dev.rushes.api.v1.Edit.Proposal proposal) {
        return new Edit.Proposal(
                proposal.getProposalId(), TimeWire.fromProto(proposal.getSection()), proposal.getInstruction());
    }

    private static Piece toProto(NewShot shot) {
        return Piece.newBuilder()
                .setMediaId(shot.clipId())
                .setSourceStartFrame(shot.source().start())
                .setFrameCount(shot.source().count())
                .setShotId(shot.shotId())
                .setFileName(shot.fileName())
                .setMetadata(TimelineWire.toProto(shot.metadata()))
                .build();
    }

    private static dev.rushes.api.v1.Edit.Edge toProto(Edge edge) {
        return switch (edge) {
            case START -> dev.rushes.api.v1.Edit.Edge.EDGE_START;
            case END -> dev.rushes.api.v1.Edit.Edge.EDGE_END;
        };
    }

    /** Reads an edge; refuses an unset or unknown one. */
    public static Edge fromProto(dev.rushes.api.v1.Edit.Edge edge) {
        return switch (edge) {
            case EDGE_START -> Edge.START;
            case EDGE_END -> Edge.END;
            case EDGE_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("edge", edge);
        };
    }

    public static EditConflict toProto(Conflict conflict) {
        return EditConflict.newBuilder()
                .setEditIndex(conflict.index())
                .setOtherRevision(conflict.otherRevision())
                .setOtherAuthor(conflict.otherAuthor())
                .setShotId(conflict.aspect().shotId())
                .setAspect(conflict.aspect().kind().name().toLowerCase(Locale.ROOT))
                .setMessage(conflict.message())
                .build();
    }

    public static TimelineDifference toProto(TimelineDiff.Difference difference) {
        return TimelineDifference.newBuilder()
                .setKind(TimelineDifference.Kind.valueOf(
                        "KIND_" + difference.kind().name()))
                .setShotId(difference.shotId())
                .setWords(difference.words())
                .build();
    }

    private static ShotRef shot(String id) {
        return ShotRef.newBuilder().setShotId(id).build();
    }

    private static Place behind(@Nullable String shotId) {
        return shotId == null
                ? Place.newBuilder().setAtStart(true).build()
                : Place.newBuilder().setAfter(shot(shotId)).build();
    }
}
