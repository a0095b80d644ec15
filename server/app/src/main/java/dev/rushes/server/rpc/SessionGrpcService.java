// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.AggregateEditSessionsRequest;
import dev.rushes.api.v1.EditSession;
import dev.rushes.api.v1.EditSessionAggregate;
import dev.rushes.api.v1.GetEditSessionRequest;
import dev.rushes.api.v1.ListEditSessionsRequest;
import dev.rushes.api.v1.ListEditSessionsResponse;
import dev.rushes.api.v1.SessionServiceGrpc;
import dev.rushes.api.v1.SubmitSurveyRequest;
import dev.rushes.server.id.Ids;
import dev.rushes.server.session.Sessions;
import io.grpc.stub.StreamObserver;

/** Edit sessions over gRPC. */
final class SessionGrpcService extends SessionServiceGrpc.SessionServiceImplBase {
    private final Sessions sessions;

    SessionGrpcService(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void getEditSession(GetEditSessionRequest request, StreamObserver<EditSession> observer) {
        Unary.answer(
                observer,
                () -> SessionWire.toProto(sessions.session(Ids.require("session_id", request.getSessionId()))));
    }

    @Override
    public void listEditSessions(ListEditSessionsRequest request, StreamObserver<ListEditSessionsResponse> observer) {
        Unary.answer(observer, () -> {
            ListEditSessionsResponse.Builder response = ListEditSessionsResponse.newBuilder();
            sessions.ofJob(Ids.require("job_id", request.getJobId()))
                    .forEach(session -> response.addSessions(SessionWire.toProto(session)));
            return response.build();
        });
    }

    @Override
    public void submitSurvey(SubmitSurveyRequest request, StreamObserver<EditSession> observer) {
        Unary.answer(
                observer,
                () -> SessionWire.toProto(sessions.survey(
                        Ids.require("session_id", request.getSessionId()),
                        SessionWire.fromProto(request.getSurvey()))));
    }

    @Override
    public void aggregateEditSessions(
            AggregateEditSessionsRequest request, StreamObserver<EditSessionAggregate> observer) {
        Unary.answer(
                observer,
                () -> SessionWire.toProto(sessions.aggregate(
                        Ids.require("project_id", request.getProjectId()), request.getSessionCount())));
    }
}
