// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.StaleRevision;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.server.fault.StaleEdits;
import dev.rushes.wire.EditWire;

/** Writes what a stale caller needs, small enough for the 8 KiB of headers in which an error travels. */
final class StaleDetail {
    /** Bytes of the message: base64 makes a third more of them, and the rest of the error needs room too. */
    private static final int MOST_BYTES = 4500;

    private StaleDetail() {}

    static StaleRevision of(StaleEdits detail) {
        StaleRevision.Builder message = StaleRevision.newBuilder()
                .setCurrentRevision(detail.currentRevision())
                .setRebasable(detail.conflicts().isEmpty());
        for (Edit edit : detail.resolved()) {
            message.addResolvedEdits(bare(EditWire.toProto(edit)));
        }
        if (message.build().getSerializedSize() > MOST_BYTES) {
            message.clearResolvedEdits().setRebasable(false);
        }
        for (Conflict conflict : detail.conflicts()) {
            message.addConflicts(EditWire.toProto(conflict));
            if (message.build().getSerializedSize() > MOST_BYTES) {
                message.removeConflicts(message.getConflictsCount() - 1);
                break;
            }
        }
        int size = message.build().getSerializedSize();
        for (LoggedEdit entry : detail.edits()) {
            var logged = EditWire.toProto(entry);
            var small = logged.toBuilder().setEdit(bare(logged.getEdit())).build();
            size += small.getSerializedSize() + 4;
            if (size > MOST_BYTES) {
                break;
            }
            message.addEdits(small);
        }
        return message.build();
    }

    /** Leaves out what only the server fills in and a reader of the error does not need. */
    private static dev.rushes.api.v1.Edit bare(dev.rushes.api.v1.Edit edit) {
        var message = edit.toBuilder();
        switch (edit.getKindCase()) {
            case INSERT -> message.getInsertBuilder().getPieceBuilder().clearMetadata();
            case OVERWRITE -> message.getOverwriteBuilder().getPieceBuilder().clearMetadata();
            case REPLACE -> message.getReplaceBuilder().getPieceBuilder().clearMetadata();
            case RESTORE -> message.getRestoreBuilder().clearShot();
            case SET_SONG_OFFSET -> message.getSetSongOffsetBuilder().clearSong();
            case CORRECT_TEMPO -> message.getCorrectTempoBuilder().clearSong();
            case REPAIR_BEATS -> message.getRepairBeatsBuilder().clearSong().clearMovedShots();
            default -> {}
        }
        return message.build();
    }
}
