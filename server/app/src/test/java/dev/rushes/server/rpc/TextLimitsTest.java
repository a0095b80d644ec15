// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.ImportStyleProfileRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Piece;
import dev.rushes.server.fault.Fault;
import org.junit.jupiter.api.Test;

class TextLimitsTest {

    @Test
    void whatIsTooLongIsNamedWithItsPlaceAndLimit() {
        refused(
                edits(Edit.newBuilder().setLockShot(Edit.LockShot.newBuilder().setNote("x".repeat(2001)))),
                "edits[1].lock_shot.note: has 2001 characters (expected: at most 2000)");
        refused(
                edits(Edit.newBuilder().setDelete(Edit.Delete.newBuilder().setReason("x".repeat(201)))),
                "edits[1].delete.reason: has 201 characters (expected: at most 200)");
        refused(
                edits(Edit.newBuilder()
                        .setInsert(Edit.Insert.newBuilder()
                                .setPiece(Piece.newBuilder().setShotId("x".repeat(201))))),
                "edits[1].insert.piece.shot_id: has 201");
        refused(
                edits(Edit.newBuilder()
                        .setRejectProposal(Edit.RejectProposal.newBuilder()
                                .setProposal(Edit.Proposal.newBuilder().setInstruction("x".repeat(2001))))),
                "edits[1].reject_proposal.proposal.instruction: has 2001");
        refused(Job.newBuilder().setDisplayName("x".repeat(4097)).build(), "display_name: has 4097");
    }

    @Test
    void controlCharactersAreNamed() {
        refused(
                Job.newBuilder().setDisplayName("a\u0000b").build(),
                "display_name: has a control character (U+0000, at 1) (expected: text");
        refused(Job.newBuilder().setDisplayName("\u001b[2J").build(), "U+001B");
        refused(Job.newBuilder().setDisplayName("\u007f").build(), "U+007F");
    }

    @Test
    void whatPeopleWritePasses() {
        assertThatCode(() -> {
                    TextLimits.require(
                            Job.newBuilder().setDisplayName("Zoë\t2\r\n\u0085").build());
                    TextLimits.require(edits(Edit.newBuilder()
                            .setLockShot(Edit.LockShot.newBuilder().setNote("\uD83C\uDFAC".repeat(2000)))));
                    TextLimits.require(ImportStyleProfileRequest.newBuilder()
                            .setDocumentJson(" ".repeat(1 << 20))
                            .build());
                })
                .doesNotThrowAnyException();
    }

    private static ApplyEditsRequest edits(Edit.Builder edit) {
        return ApplyEditsRequest.newBuilder()
                .addEdits(Edit.getDefaultInstance())
                .addEdits(edit)
                .build();
    }

    private static void refused(Message request, String why) {
        assertThatThrownBy(() -> TextLimits.require(request))
                .isInstanceOf(Fault.Invalid.class)
                .hasMessageContaining(why);
    }
}
