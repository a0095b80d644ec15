// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Duration;
import dev.rushes.api.v1.AggregateEditSessionsRequest;
import dev.rushes.api.v1.EditSession;
import dev.rushes.api.v1.EditSessionAggregate;
import dev.rushes.api.v1.EditSessionMetrics;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineRequest.Format;
import dev.rushes.api.v1.GetEditSessionRequest;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditSessionsRequest;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RedFlag;
import dev.rushes.api.v1.SessionServiceGrpc;
import dev.rushes.api.v1.SessionSurvey;
import dev.rushes.api.v1.SubmitSurveyRequest;
import dev.rushes.api.v1.Timeline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edit sessions over a real server and database, computed from what really happened. */
class SessionIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aSessionIsMeasuredFromTheLog() throws Exception {
        Job job = Cutting.job(server);
        Timeline cut = Cutting.timeline(server, job, 0);
        int shots = cut.getShotsCount();
        // The first shot of this worker's cuts is locked.
        Cutting.apply(server, job, 1, "mia", Cutting.delete(cut.getShots(2).getShotId(), "too_shaky"));
        Cutting.apply(server, job, 2, "mia", Cutting.delete(cut.getShots(3).getShotId(), ""));
        for (int i = 0; i < 3; i++) {
            proposals()
                    .proposeSection(ProposeSectionRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setInstruction(Instruction.INSTRUCTION_MAKE_TIGHTER)
                            .build());
        }

        EditSession before = only(job);
        assertThat(before.getMetrics().getExported()).isFalse();
        assertThat(before.getMetrics().getClipsDeleted()).isEqualTo(2);
        assertThat(before.getMetrics().getClipsKept()).isEqualTo(shots - 2);
        assertThat(before.getMetrics().getRegenerateInstructionsList())
                .isEqualTo(List.of("make_tighter", "make_tighter", "make_tighter"));
        assertThat(before.getMetrics().getRegenerateWithLocksCount()).isEqualTo(3);
        assertThat(before.getRedFlagsList()).extracting(RedFlag::getType).contains("excessive_regeneration");

        Cutting.timelines(server)
                .exportTimeline(ExportTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setFormat(Format.FORMAT_OTIO)
                        .build());
        EditSession answered = sessions()
                .submitSurvey(SubmitSurveyRequest.newBuilder()
                        .setSessionId(before.getSessionId())
                        .setSurvey(SessionSurvey.newBuilder()
                                .setWouldPostUnchanged(false)
                                .setUserSatisfaction(4)
                                .setManualTime(Duration.newBuilder().setSeconds(2400)))
                        .build());

        EditSessionMetrics metrics = answered.getMetrics();
        assertThat(metrics.getExported()).isTrue();
        assertThat(metrics.getExportFormat()).isEqualTo("otio");
        assertThat(metrics.getSurvey().getUserSatisfaction()).isEqualTo(4);
        assertThat(metrics.getEstimatedManualTime().getSeconds()).isEqualTo(2400);
        assertThat(metrics.getTimeSavedPercentage()).isCloseTo(100 - metrics.getManualEditPercentage(), within(1e-9));
        assertThat(answered)
                .isEqualTo(sessions()
                        .getEditSession(GetEditSessionRequest.newBuilder()
                                .setSessionId(before.getSessionId())
                                .build()));
    }

    @Test
    void theTimelineDocumentSaysHowTheSessionEnded() throws Exception {
        Job job = Cutting.job(server);
        EditSession session = only(job);
        sessions()
                .submitSurvey(SubmitSurveyRequest.newBuilder()
                        .setSessionId(session.getSessionId())
                        .setSurvey(SessionSurvey.newBuilder().setWouldPostUnchanged(true))
                        .build());

        JsonNode status = new ObjectMapper()
                .readTree(Cutting.timelines(server)
                        .exportTimeline(ExportTimelineRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .setFormat(Format.FORMAT_TIMELINE_JSON)
                                .build())
                        .getDocument())
                .get("final_status");

        assertThat(status.get("exported").asBoolean()).isFalse();
        assertThat(status.get("would_post_unchanged").asBoolean()).isTrue();
        assertThat(status.get("user_satisfaction").isNull()).isTrue();
        assertThat(status.get("time_saved").asInt()).isEqualTo(1800);
    }

    @Test
    void aNewCutBeginsANewSessionAndTheProjectSumsBothUp() throws Exception {
        Job job = Cutting.job(server);
        Cutting.generate(server, job);

        List<EditSession> both = sessions()
                .listEditSessions(ListEditSessionsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getSessionsList();

        assertThat(both).extracting(EditSession::getFirstRevision).containsExactly(1L, 2L);
        assertThat(both).extracting(EditSession::getLastRevision).containsExactly(1L, 2L);
        assertThat(both)
                .extracting(session -> session.getMetrics().getRegenerateCount())
                .containsExactly(0, 1);
        EditSessionAggregate sum = sessions()
                .aggregateEditSessions(AggregateEditSessionsRequest.newBuilder()
                        .setProjectId(job.getProjectId())
                        .build());
        assertThat(sum.getTotalSessions()).isEqualTo(2);
        assertThat(sum.getAvgClipsKeptPercentage()).isEqualTo(100);
        assertThat(sum.hasAvgUserSatisfaction()).isFalse();
        assertThat(sum.getClipsKeptPercentageTrend()).isZero();
    }

    @Test
    void restUsersReadAndAnswer() throws Exception {
        Job job = Cutting.job(server);
        String id = only(job).getSessionId();

        HttpResponse<String> answered = server.post(
                "/api/v1/sessions/" + id + ":survey", "{\"user_satisfaction\":5,\"manual_time\":\"1200s\"}");

        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
        assertThat(answered.body()).contains("\"user_satisfaction\":5").contains("\"estimated_manual_time\":\"1200s\"");
    }

    @Test
    void wrongAnswersAreRefusedByName() throws Exception {
        String id = only(Cutting.job(server)).getSessionId();

        StatusRuntimeException wrong = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> sessions()
                        .submitSurvey(SubmitSurveyRequest.newBuilder()
                                .setSessionId(id)
                                .setSurvey(SessionSurvey.newBuilder().setUserSatisfaction(6))
                                .build()));
        StatusRuntimeException empty = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> sessions()
                        .submitSurvey(SubmitSurveyRequest.newBuilder()
                                .setSessionId(id)
                                .build()));

        assertThat(wrong.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(wrong.getStatus().getDescription()).contains("user_satisfaction: 6 (expected: 1 to 5)");
        assertThat(empty.getStatus().getDescription()).contains("at least one answer");
    }

    private static EditSession only(Job job) {
        List<EditSession> sessions = sessions()
                .listEditSessions(ListEditSessionsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getSessionsList();
        assertThat(sessions).hasSize(1);
        return sessions.getFirst();
    }

    private static SessionServiceGrpc.SessionServiceBlockingStub sessions() {
        return server.client("gproto", SessionServiceGrpc.SessionServiceBlockingStub.class);
    }

    private static ProposalServiceGrpc.ProposalServiceBlockingStub proposals() {
        return server.client("gproto", ProposalServiceGrpc.ProposalServiceBlockingStub.class);
    }
}
