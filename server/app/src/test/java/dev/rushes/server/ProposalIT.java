// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Proposal;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.RegenerateSectionResponse;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.UndoEditRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regenerations over a real server and database; the worker's place is taken by the real kernel. */
@Tag("promise")
class ProposalIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;
    private static Job job;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
        job = server.job(10);
        for (String clip : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            server.add(job, Media.Kind.KIND_CLIP, clip + ".mp4");
        }
        server.add(job, Media.Kind.KIND_SONG, "song.mp3");
        Generation generation = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.generations()
                                .getGeneration(GetGenerationRequest.newBuilder()
                                        .setGenerationId(generation.getGenerationId())
                                        .build())
                                .getState()
                        == Generation.State.STATE_SUCCEEDED);
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @AfterEach
    void release() {
        worker.release();
    }

    @Test
    void aFirstProposalComesFastAndABetterOneAfter() {
        worker.hold();
        Iterator<RegenerateSectionResponse> answers = proposals()
                .regenerateSection(
                        RegenerateSectionRequest.newBuilder().setAsk(tighter()).build());

        RegenerateSectionResponse first = answers.next();
        assertThat(first.getRevision()).isEqualTo(1);
        assertThat(first.getProposal().getSettled()).isFalse();
        worker.release();
        RegenerateSectionResponse second = answers.next();
        assertThat(second.getRevision()).isEqualTo(2);
        assertThat(second.getProposal().getSettled()).isTrue();
        assertThat(answers.hasNext()).isFalse();
        assertThat(second.getProposal().getProposalId())
                .isEqualTo(first.getProposal().getProposalId());
        assertKeepsLockAndLength(second.getProposal());
    }

    private static void assertKeepsLockAndLength(Proposal proposal) {
        Timeline timeline = server.client("gproto", TimelineServiceGrpc.TimelineServiceBlockingStub.class)
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        assertThat(proposal.getBaseRevision()).isEqualTo(timeline.getRevision());
        assertThat(proposal.getShotsList()).contains(timeline.getShots(0));
        assertThat(length(proposal.getShotsList())).isEqualTo(length(timeline.getShotsList()));
        assertThat(proposal.getReceipt().getAfter().getShotCount())
                .isGreaterThan(proposal.getReceipt().getBefore().getShotCount());
        assertThat(proposal.getReceipt().getLockedShotCount()).isEqualTo(1);
    }

    private static long length(List<Shot> shots) {
        return shots.stream()
                .mapToLong(shot -> shot.getRecordRange().getFrameCount())
                .sum();
    }

    @Test
    void restUsersGetTheBetterProposal() throws Exception {
        HttpResponse<String> response = server.post(
                "/api/v1/jobs/" + job.getJobId() + "/timeline:regenerate",
                "{\"instruction\":\"INSTRUCTION_MAKE_TIGHTER\",\"constraints\":{\"shortest_shot\":\"0.4s\"}}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"settled\":true").contains("Tighter: ");
    }

    @Test
    void restUsersSeeTheFirstProposalBeforeTheBetterOne() throws Exception {
        String path = "/api/v1/jobs/" + job.getJobId() + "/timeline:regenerate?instruction=";
        String events = server.get(path + "INSTRUCTION_MAKE_TIGHTER").body();
        assertThat(events.indexOf("id: 1")).as(events).isNotNegative().isLessThan(events.indexOf("id: 2"));
        assertThat(events).contains("\"settled\":true");
        assertThat(server.get(path + "faster").body())
                .contains(
                        "instruction: \\\"faster\\\" (expected: INSTRUCTION_REGENERATE_SECTION, INSTRUCTION_MAKE_TIGHTER, ");
    }

    @Test
    void theDocsHaveTheWordsOfTheContractAndExamples() throws Exception {
        String specification = server.get("/docs/specification.json").body();
        assertThat(specification)
                .contains("Starts a generation and returns it at once")
                .contains("INSTRUCTION_MAKE_TIGHTER")
                .contains("Spring campaign");
    }

    @Test
    void aLockedShotIsRefusedWithWhatToDo() throws Exception {
        ProposeSectionRequest request =
                tighter().toBuilder().setShotId("shot-0").build();

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> proposals().proposeSection(request));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getStatus().getDescription()).contains("unlock");
        assertThat(Objects.requireNonNull(StatusProto.fromThrowable(refused))
                        .getDetails(0)
                        .unpack(ErrorInfo.class)
                        .getReason())
                .isEqualTo("NOTHING_TO_PROPOSE");
    }

    @Test
    void anUnsetInstructionIsRefused() {
        ProposeSectionRequest request =
                ProposeSectionRequest.newBuilder().setJobId(job.getJobId()).build();

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> proposals().proposeSection(request));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("instruction");
    }

    @Test
    void anAcceptedProposalIsOneEdit() throws Exception {
        Job own = Cutting.job(server);
        Timeline before = Cutting.timeline(server, own, 0);
        Proposal proposal = server.client("gproto", ProposalServiceGrpc.ProposalServiceBlockingStub.class)
                .proposeSection(ProposeSectionRequest.newBuilder()
                        .setJobId(own.getJobId())
                        .setInstruction(Instruction.INSTRUCTION_MAKE_TIGHTER)
                        .build());
        EditsResponse accepted =
                Cutting.apply(server, own, proposal.getBaseRevision(), "mia", Cutting.accept(proposal, "make_tighter"));
        assertThat(accepted.getEditsList()).hasSize(1);
        assertThat(accepted.getTimeline().getShotsList())
                .extracting(Shot::getShotId)
                .containsSubsequence(
                        proposal.getShotsList().stream().map(Shot::getShotId).toList());
        assertThat(accepted.getTimeline().getFrameCount()).isEqualTo(before.getFrameCount());
        assertThat(accepted.getTimeline().getShots(0)).as("the locked shot").isEqualTo(before.getShots(0));
        assertThat(accepted.getTimeline().getUserEdits(0).getInstruction()).isEqualTo("make_tighter");
        Cutting.timelines(server.as("mia"))
                .undoEdit(UndoEditRequest.newBuilder().setJobId(own.getJobId()).build());
        assertThat(Cutting.timeline(server, own, 0).getShotsList()).isEqualTo(before.getShotsList());
    }

    @Test
    void aProposalShowsOnlyWhatTheJobHas() throws Exception {
        Job own = Cutting.job(server);
        Timeline before = Cutting.timeline(server, own, 0);
        Proposal proposal = server.client("gproto", ProposalServiceGrpc.ProposalServiceBlockingStub.class)
                .proposeSection(ProposeSectionRequest.newBuilder()
                        .setJobId(own.getJobId())
                        .setInstruction(Instruction.INSTRUCTION_MAKE_TIGHTER)
                        .build());
        int fresh = fresh(proposal, before);
        Proposal song = changed(
                proposal, fresh, shot -> shot.setMediaId(before.getSong().getMediaId()));
        assertThatThrownBy(
                        () -> Cutting.apply(server, own, proposal.getBaseRevision(), "mia", Cutting.accept(song, "")))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("a clip of job " + own.getJobId());
        Proposal beyond =
                changed(proposal, fresh, shot -> shot.getSourceRangeBuilder().setStartFrame(1_000_000));
        assertThatThrownBy(
                        () -> Cutting.apply(server, own, proposal.getBaseRevision(), "mia", Cutting.accept(beyond, "")))
                .hasMessageContaining("FAILED_PRECONDITION")
                .hasMessageContaining("choose another clip");
        Proposal forged = changed(
                proposal,
                fresh,
                shot -> shot.setFileName("forged.mp4")
                        .clearEditHistory()
                        .addAllEditHistory(before.getShots(0).getEditHistoryList()));
        Shot taken = Cutting.apply(server, own, proposal.getBaseRevision(), "mia", Cutting.accept(forged, ""))
                .getTimeline()
                .getShotsList()
                .stream()
                .filter(shot -> shot.getShotId().equals(proposal.getShots(fresh).getShotId()))
                .findFirst()
                .orElseThrow();
        assertThat(taken.getFileName()).isEqualTo(proposal.getShots(fresh).getFileName());
        assertThat(taken.getEditHistoryList()).isNotEqualTo(before.getShots(0).getEditHistoryList());
    }

    /** Returns the place of a shot of the proposal that the cut does not have. */
    private static int fresh(Proposal proposal, Timeline cut) {
        List<String> known = cut.getShotsList().stream().map(Shot::getShotId).toList();
        return IntStream.range(0, proposal.getShotsCount())
                .filter(i -> !known.contains(proposal.getShots(i).getShotId()))
                .findFirst()
                .orElseThrow();
    }

    private static Proposal changed(Proposal proposal, int shot, Consumer<Shot.Builder> change) {
        Proposal.Builder changed = proposal.toBuilder();
        change.accept(changed.getShotsBuilder(shot));
        return changed.build();
    }

    @Test
    void aClosedStreamStopsTheWorker() {
        int before = worker.calls("propose-cancelled");
        worker.hold();
        Answers answers = new Answers();
        server.client("gproto", ProposalServiceGrpc.ProposalServiceStub.class)
                .regenerateSection(
                        RegenerateSectionRequest.newBuilder().setAsk(tighter()).build(), answers);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> answers.count > 0);
        Objects.requireNonNull(answers.call).cancel("seen enough", null);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> worker.calls("propose-cancelled") > before);
    }

    @Test
    void aSingleCallThatIsBrokenOffStopsTheWorker() {
        int asked = worker.calls("propose");
        int before = worker.calls("propose-cancelled");
        worker.hold();
        var answer = server.client("gproto", ProposalServiceGrpc.ProposalServiceFutureStub.class)
                .proposeSection(tighter());
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> worker.calls("propose") > asked);
        assertThat(answer.cancel(true)).isTrue();

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> worker.calls("propose-cancelled") > before);
    }

    /** Counts answers and keeps the call to close it. */
    private static final class Answers
            implements ClientResponseObserver<RegenerateSectionRequest, RegenerateSectionResponse> {
        private volatile @Nullable ClientCallStreamObserver<RegenerateSectionRequest> call;
        private volatile int count;

        @Override
        public void beforeStart(ClientCallStreamObserver<RegenerateSectionRequest> stream) {
            call = stream;
        }

        @Override
        public void onNext(RegenerateSectionResponse answer) {
            count = Math.toIntExact(answer.getRevision());
        }

        @Override
        public void onError(Throwable error) {
            // The test closed the stream.
        }

        @Override
        public void onCompleted() {
            // Never: the worker is held.
        }
    }

    private static ProposeSectionRequest tighter() {
        return ProposeSectionRequest.newBuilder()
                .setJobId(job.getJobId())
                .setInstruction(Instruction.INSTRUCTION_MAKE_TIGHTER)
                .build();
    }

    private static ProposalServiceGrpc.ProposalServiceBlockingStub proposals() {
        return server.client("gproto", ProposalServiceGrpc.ProposalServiceBlockingStub.class);
    }
}
