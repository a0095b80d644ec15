// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.StaleRevision;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EditSessionTest {
    private final ScriptedTimelines script = new ScriptedTimelines();
    private Server server;
    private ManagedChannel channel;

    /** Answers each call to apply edits with the next status, OK when there is none; the timeline is at revision 7. */
    private static final class ScriptedTimelines extends TimelineServiceGrpc.TimelineServiceImplBase {
        final Queue<Status> answers = new ArrayDeque<>();
        final List<ApplyEditsRequest> seen = new ArrayList<>();

        @Override
        public void getTimeline(GetTimelineRequest request, StreamObserver<Timeline> observer) {
            observer.onNext(Timeline.newBuilder()
                    .setJobId(request.getJobId())
                    .setRevision(7)
                    .build());
            observer.onCompleted();
        }

        @Override
        public void applyEdits(ApplyEditsRequest request, StreamObserver<EditsResponse> observer) {
            seen.add(request);
            Status answer = answers.poll();
            if (answer != null) {
                observer.onError(StatusProto.toStatusRuntimeException(answer));
                return;
            }
            observer.onNext(EditsResponse.newBuilder()
                    .setTimeline(
                            Timeline.newBuilder().setJobId(request.getJobId()).setRevision(request.getRevision() + 1))
                    .build());
            observer.onCompleted();
        }
    }

    @BeforeEach
    void start() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(script)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private EditSession session() {
        return new EditSession(() -> TimelineServiceGrpc.newBlockingStub(channel), "job", Duration.ofSeconds(10));
    }

    @Test
    void aServerThatIsAwayIsAskedAgainUnderTheSameRequestId() throws Exception {
        script.answers.add(status(Code.UNAVAILABLE));
        EditSession session = session();
        assertThat(session.apply(List.of(slip("a")))).isInstanceOf(EditSession.Applied.class);
        assertThat(script.seen).hasSize(2);
        assertThat(script.seen.get(1)).isEqualTo(script.seen.get(0));
        assertThat(session.revision()).isEqualTo(8);
    }

    @Test
    void commutingEditsAreSentAgainAsTheServerResolvedThem() throws Exception {
        script.answers.add(stale(StaleRevision.newBuilder()
                .setCurrentRevision(9)
                .setRebasable(true)
                .addResolvedEdits(slip("resolved"))));
        EditSession session = session();
        assertThat(session.apply(List.of(slip("asked")))).isInstanceOf(EditSession.Applied.class);
        ApplyEditsRequest again = script.seen.get(1);
        assertThat(again.getRevision()).isEqualTo(9);
        assertThat(again.getRebase()).isTrue();
        assertThat(again.getEditsList()).containsExactly(slip("resolved"));
        assertThat(again.getRequestId()).isEqualTo(script.seen.get(0).getRequestId());
    }

    @Test
    void aConflictIsHandedToTheCaller() throws Exception {
        StaleRevision.Builder clash = StaleRevision.newBuilder().setCurrentRevision(9);
        script.answers.add(stale(clash));
        assertThat(session().apply(List.of(slip("a")))).isEqualTo(new EditSession.Conflicted(clash.build()));
        assertThat(script.seen).hasSize(1);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        script.answers.add(status(Code.FAILED_PRECONDITION));
        assertThatThrownBy(() -> session().apply(List.of(slip("a")))).isInstanceOf(StatusRuntimeException.class);
        assertThat(script.seen).hasSize(1);
    }

    private static Edit slip(String shotId) {
        return Edit.newBuilder()
                .setSlip(Edit.Slip.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId(shotId))
                        .setFrameCount(1))
                .build();
    }

    private static Status status(Code code) {
        return Status.newBuilder().setCode(code.getNumber()).build();
    }

    private static Status stale(StaleRevision.Builder detail) {
        return Status.newBuilder()
                .setCode(Code.ABORTED.getNumber())
                .addDetails(Any.pack(detail.build()))
                .build();
    }
}
