// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.AuditServiceGrpc;
import dev.rushes.api.v1.AuditVerification;
import dev.rushes.api.v1.ListAuditEventsRequest;
import dev.rushes.api.v1.ListAuditEventsResponse;
import dev.rushes.api.v1.VerifyAuditLogRequest;
import dev.rushes.server.audit.AuditEvent;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.fault.Fault;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;
import java.util.HexFormat;
import java.util.List;

/** The audit log over gRPC. */
final class AuditGrpcService extends AuditServiceGrpc.AuditServiceImplBase {
    private static final String LIST = "audit events";
    private static final HexFormat HEX = HexFormat.of();

    private final AuditLog log;

    AuditGrpcService(AuditLog log) {
        this.log = log;
    }

    @Override
    public void listAuditEvents(ListAuditEventsRequest request, StreamObserver<ListAuditEventsResponse> observer) {
        Unary.answer(observer, () -> {
            PageTokens.Numbered ask =
                    PageTokens.numbered(LIST, request.getPageSize(), request.getPageToken(), Long.MAX_VALUE);
            List<AuditEvent> events = log.before(ask.after(), ask.size());
            ListAuditEventsResponse.Builder response = ListAuditEventsResponse.newBuilder();
            events.forEach(event -> response.addEvents(toProto(event)));
            if (events.size() == ask.size() && events.getLast().sequence() > 1) {
                response.setNextPageToken(
                        PageTokens.next(LIST, Long.toString(events.getLast().sequence())));
            }
            return response.build();
        });
    }

    @Override
    public void verifyAuditLog(VerifyAuditLogRequest request, StreamObserver<AuditVerification> observer) {
        Unary.answer(observer, () -> {
            if (request.getKnownSequence() < 0
                    || request.getKnownSequence() > 0 != !request.getKnownHash().isEmpty()) {
                throw new Fault.Invalid(
                        "known_sequence",
                        request.getKnownSequence() + " (expected: 0, or at least 1 and its known_hash)");
            }
            AuditLog.Verification found = log.verify(
                    request.getKnownSequence() == 0
                            ? null
                            : new AuditLog.Anchor(request.getKnownSequence(), request.getKnownHash()));
            return AuditVerification.newBuilder()
                    .setIntact(found.intact())
                    .setEventCount(found.events())
                    .setNewestHash(found.newestHash())
                    .setFirstBadSequence(found.firstBad())
                    .setProblem(found.problem())
                    .build();
        });
    }

    private static dev.rushes.api.v1.AuditEvent toProto(AuditEvent event) {
        AuditEvent.Call call = event.call();
        return dev.rushes.api.v1.AuditEvent.newBuilder()
                .setSequence(event.sequence())
                .setEventTime(TimeWire.toProto(call.at()))
                .setUserId(call.userId())
                .setTokenId(call.tokenId())
                .setMethod(call.method())
                .setSubject(call.subject())
                .setOutcome(call.outcome())
                .setHash(HEX.formatHex(event.hash()))
                .build();
    }
}
