// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.server.access.Scope;
import dev.rushes.server.id.Ids;
import dev.rushes.server.watch.ChangeHub;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchStreamTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ChangeHub hub = new ChangeHub();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong revision = new AtomicLong(1);
    private final AtomicInteger loads = new AtomicInteger();
    private volatile boolean expelled;
    private volatile long lastRevision = Long.MAX_VALUE;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aReadyReaderGetsTheStateThenEachNewerOne() {
        Reader reader = serve(new Reader(true), 0, patient());
        await(reader, List.of("state 1"));
        change(2);
        await(reader, List.of("state 1", "state 2"));
    }

    @Test
    void aSlowReaderMissesStepsButNotTheLast() {
        Reader reader = serve(new Reader(true), 0, patient());
        await(reader, List.of("state 1"));
        reader.ready(false);
        for (int next = 2; next <= 5000; next++) {
            change(next);
        }
        assertThat(reader.received).containsExactly("state 1");
        reader.ready(true);
        await(reader, List.of("state 1", "state 5000"));
        assertThat(loads.get()).as("states read while nobody could take them").isLessThan(100);
    }

    @Test
    void aReaderThatComesBackGetsOnlyWhatIsNewer() {
        Reader reader = serve(new Reader(true), 1, patient());
        change(2);
        await(reader, List.of("state 2"));
    }

    @Test
    void aReaderThatKnowsMoreThanThereIsGetsWhatThereIs() {
        Reader reader = serve(new Reader(true), 7, patient());
        await(reader, List.of("state 1"));
        change(2);
        await(reader, List.of("state 1", "state 2"));
    }

    @Test
    void theStreamEndsWithTheWork() {
        lastRevision = 2;
        Reader reader = serve(new Reader(true), 0, patient());
        await(reader, List.of("state 1"));
        change(2);
        await(reader, List.of("state 1", "state 2", "completed"));
    }

    @Test
    void silenceIsBrokenByKeepAlives() {
        Reader reader = serve(
                new Reader(true),
                0,
                new WatchStream.Limits(
                        Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        Awaitility.await().atMost(SOON).until(() -> reader.received.contains("keep-alive 1"));
    }

    @Test
    void aReaderThatTakesNothingIsSentAway() {
        Reader reader = serve(
                new Reader(false),
                0,
                new WatchStream.Limits(
                        Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(1)));
        await(reader, List.of("UNAVAILABLE"));
    }

    @Test
    void anOldStreamEndsWithAWordOnHowToGoOn() {
        Reader reader = serve(
                new Reader(true),
                0,
                new WatchStream.Limits(
                        Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMillis(50)));
        await(reader, List.of("state 1", "UNAVAILABLE"));
    }

    @Test
    void aChangeWithoutAHintIsFoundByPolling() {
        Reader reader = serve(
                new Reader(true),
                0,
                new WatchStream.Limits(
                        Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        await(reader, List.of("state 1"));
        revision.set(2);
        await(reader, List.of("state 1", "state 2"));
    }

    @Test
    void aReaderWhoMayNoLongerReadIsSentAwayAlsoWhileItTakesNothing() {
        WatchStream.Limits often = new WatchStream.Limits(
                Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(1));
        Reader awake = serve(new Reader(true), 0, often);
        Reader stalled = serve(new Reader(false), 0, often);
        await(awake, List.of("state 1"));
        expelled = true;
        await(awake, List.of("state 1", "UNAUTHENTICATED"));
        await(stalled, List.of("UNAUTHENTICATED"));
    }

    @Test
    void newsOfACompanionTravelWithTheStateOrAlone() {
        AtomicLong said = new AtomicLong();
        Reader reader = serve(new Reader(true), 0, patient(), Optional.of(companion(said)));
        await(reader, List.of("state 1"));
        said.set(7);
        hub.changed("beside");
        await(reader, List.of("state 1", "beside 7 at 1"));
        change(2);
        await(reader, List.of("state 1", "beside 7 at 1", "state 2"));
        reader.ready(false);
        said.set(9);
        hub.changed("beside");
        change(3);
        reader.ready(true);
        await(reader, List.of("state 1", "beside 7 at 1", "state 2", "state 3 beside 9 at 3"));
    }

    /** Tells the newest number that was said, once. */
    private static WatchStream.Companion<String> companion(AtomicLong said) {
        return new WatchStream.Companion<>() {
            private long told;

            @Override
            public String topic() {
                return "beside";
            }

            @Override
            public @Nullable String join(@Nullable String message, long revision) {
                long now = said.get();
                if (now == told) {
                    return message;
                }
                told = now;
                return (message == null ? "" : message + " ") + "beside " + now + " at " + revision;
            }
        };
    }

    private static WatchStream.Limits patient() {
        return WatchStream.Limits.DEFAULT;
    }

    private void change(long next) {
        revision.set(next);
        hub.changed("topic");
    }

    private Reader serve(Reader reader, long known, WatchStream.Limits limits) {
        return serve(reader, known, limits, Optional.empty());
    }

    private Reader serve(
            Reader reader, long known, WatchStream.Limits limits, Optional<WatchStream.Companion<String>> companion) {
        StatusMapper statuses = new StatusMapper(new Ids(InstantSource.system(), new SplittableRandom(1)));
        WatchStream watches = new WatchStream(hub, threads, InstantSource.system(), statuses, limits, () -> {
            if (expelled) {
                throw new dev.rushes.server.fault.Fault.Unauthenticated("revoked");
            }
        });
        Scope.creator("ada")
                .run(() -> watches.serve(
                        reader,
                        known,
                        new WatchStream.Source<>("topic", sent -> load(), last -> "keep-alive " + last, companion)));
        return reader;
    }

    private WatchStream.Snapshot<String> load() {
        loads.incrementAndGet();
        long now = revision.get();
        return new WatchStream.Snapshot<>(now, "state " + now, now >= lastRevision);
    }

    private static void await(Reader reader, List<String> expected) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(reader.received).containsExactlyElementsOf(expected));
    }

    /** A transport whose readiness the test decides; fails the test when something is sent while it is not ready. */
    private static final class Reader extends ServerCallStreamObserver<String> {
        private final List<String> received = new CopyOnWriteArrayList<>();
        private volatile boolean ready;
        private volatile @Nullable Runnable onReady;

        Reader(boolean ready) {
            this.ready = ready;
        }

        void ready(boolean now) {
            ready = now;
            Runnable handler = onReady;
            if (now && handler != null) {
                handler.run();
            }
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void onNext(String message) {
            received.add(ready ? message : "sent while not ready: " + message);
        }

        @Override
        public void onError(Throwable error) {
            received.add(Status.fromThrowable(error).getCode().name());
        }

        @Override
        public void onCompleted() {
            received.add("completed");
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
