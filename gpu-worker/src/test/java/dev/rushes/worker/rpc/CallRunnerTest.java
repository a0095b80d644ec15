// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.v1.SongAnalysis;
import dev.rushes.api.worker.v1.Accepted;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.AnalyzeSongResponse;
import dev.rushes.api.worker.v1.Progress;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class CallRunnerTest {

    private final CallRunner runner = new CallRunner("worker-1", System::nanoTime);
    private final Slots slots = Slots.of("analysis", 1);
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private volatile CallRunner.Work<AnalyzeSongResponse> work = progress -> done();

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void startServer() throws IOException {
        var service = new WorkerServiceGrpc.WorkerServiceImplBase() {
            @Override
            public void analyzeSong(AnalyzeSongRequest request, StreamObserver<AnalyzeSongResponse> observer) {
                runner.run(slots, observer, new SongEvents(), progress -> work.run(progress));
            }
        };
        server = InProcessServerBuilder.forName("call-runner")
                .addService(service)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("call-runner").build();
    }

    @AfterEach
    void stopServer() {
        channel.shutdownNow();
        server.shutdownNow();
        runner.close();
    }

    @Test
    @Timeout(20)
    void callAnswersAcceptedThenProgressThenResult() {
        CountDownLatch seen = new CountDownLatch(1);
        work = progress -> {
            // Progress is dropped while the transport is not ready, so it is reported until it has arrived.
            do {
                progress.report(1, 2);
            } while (!seen.await(10, TimeUnit.MILLISECONDS));
            return done();
        };
        List<AnalyzeSongResponse.EventCase> events = new ArrayList<>();
        call().forEachRemaining(event -> {
            events.add(event.getEventCase());
            if (event.hasProgress()) {
                seen.countDown();
            }
        });

        assertThat(events.getFirst()).isEqualTo(AnalyzeSongResponse.EventCase.ACCEPTED);
        assertThat(events).contains(AnalyzeSongResponse.EventCase.PROGRESS);
        assertThat(events.getLast()).isEqualTo(AnalyzeSongResponse.EventCase.ANALYSIS);
        Awaitility.await()
                .untilAsserted(() -> assertThat(slots.free().availablePermits()).isEqualTo(1));
    }

    @Test
    void progressIsSentAtMostFiveTimesASecond() {
        work = progress -> {
            for (int i = 0; i < 10_000; i++) {
                progress.report(i, 10_000);
            }
            return done();
        };
        List<AnalyzeSongResponse> events = new ArrayList<>();
        call().forEachRemaining(events::add);

        assertThat(events).hasSizeLessThan(8);
    }

    @Test
    void fullWorkerSaysSo() throws InterruptedException {
        work = this::waitForInterrupt;
        Iterator<AnalyzeSongResponse> first = call();
        first.next();
        started.await();

        assertThatThrownBy(() -> call().next())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("RESOURCE_EXHAUSTED: all 1 analysis slots of worker-1 are busy");
    }

    @Test
    void cancelledCallIsInterruptedWithinTwoSeconds() throws InterruptedException {
        work = this::waitForInterrupt;
        Context.CancellableContext context = Context.current().withCancellation();
        context.run(() -> call().next());
        started.await();
        context.cancel(null);

        assertThat(interrupted.await(2, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callCancelledBeforeItsWorkBeganGivesItsSlotBack() {
        for (int i = 0; i < 500; i++) {
            Context.CancellableContext context = Context.current().withCancellation();
            context.run(() -> WorkerServiceGrpc.newStub(channel)
                    .analyzeSong(AnalyzeSongRequest.getDefaultInstance(), new Deaf<>()));
            context.cancel(null);
            Awaitility.await("the slot after call " + i)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> slots.free().availablePermits() == 1);
        }
    }

    @Test
    @Timeout(20)
    void anErrorOfTheMachineIsAnsweredToo() {
        work = progress -> {
            throw new UnsatisfiedLinkError("no library");
        };
        Iterator<AnalyzeSongResponse> call = call();
        call.next();

        assertThatThrownBy(call::next).hasMessage("INTERNAL: java.lang.UnsatisfiedLinkError: no library");
        Awaitility.await()
                .untilAsserted(() -> assertThat(slots.free().availablePermits()).isEqualTo(1));
    }

    @Test
    void wrongArgumentIsInvalidArgumentWithItsWords() {
        work = progress -> {
            throw new IllegalArgumentException("path: /etc (expected: below the media root)");
        };
        Iterator<AnalyzeSongResponse> call = call();
        call.next();

        assertThatThrownBy(call::next).hasMessage("INVALID_ARGUMENT: path: /etc (expected: below the media root)");
    }

    private AnalyzeSongResponse waitForInterrupt(CallRunner.Outlet<AnalyzeSongResponse> progress)
            throws InterruptedException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
            return done();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    private Iterator<AnalyzeSongResponse> call() {
        return WorkerServiceGrpc.newBlockingStub(channel).analyzeSong(AnalyzeSongRequest.getDefaultInstance());
    }

    private static AnalyzeSongResponse done() {
        return AnalyzeSongResponse.newBuilder()
                .setAnalysis(SongAnalysis.getDefaultInstance())
                .build();
    }

    /** Hears nothing. */
    private static final class Deaf<T> implements StreamObserver<T> {
        @Override
        public void onNext(T message) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }

    private static final class SongEvents implements CallRunner.Events<AnalyzeSongResponse> {
        @Override
        public AnalyzeSongResponse accepted(Accepted accepted) {
            return AnalyzeSongResponse.newBuilder().setAccepted(accepted).build();
        }

        @Override
        public AnalyzeSongResponse progress(Progress progress) {
            return AnalyzeSongResponse.newBuilder().setProgress(progress).build();
        }
    }
}
