// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Measures a server process with many watchers of one job: how long the server alone needs to be ready, how long an edit needs from its
 * acknowledgement to every screen, and how much memory watchers cost that take nothing. Arguments: watchers, edits, edits per second.
 */
public final class WatchBench {
    private static final int STREAMS_PER_CONNECTION = 100;
    private static final double MEBIBYTE = 1 << 20;
    private static final int AGAIN_MILLIS = 500;

    private final int watchers;
    private final int edits;
    private final int rate;
    private String token = "";

    private WatchBench(int watchers, int edits, int rate) {
        this.watchers = watchers;
        this.edits = edits;
        this.rate = rate;
    }

    public static void main(String[] args) throws Exception {
        new WatchBench(
                        args.length > 0 ? Integer.parseInt(args[0]) : 1000,
                        args.length > 1 ? Integer.parseInt(args[1]) : 40,
                        args.length > 2 ? Integer.parseInt(args[2]) : 2)
                .run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("rushes-watch-bench");
        long start = System.nanoTime();
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launchToMeasure(folder, worker)) {
            server.port();
            System.out.printf(
                    Locale.ROOT, "ready after %.1f s, the database made anew%n", (System.nanoTime() - start) / 1e9);
            token = server.client().token();
            Job job = Cutting.job(server.client());
            screens(server, job);
            stalled(server, job);
        }
        start = System.nanoTime();
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launchToMeasure(folder, worker)) {
            server.port();
            System.out.printf(
                    Locale.ROOT, "ready after %.1f s, the database there%n", (System.nanoTime() - start) / 1e9);
        }
    }

    private void screens(ServerProcess server, Job job) throws Exception {
        List<ClientFactory> factories = new ArrayList<>();
        List<Screen> screens = new ArrayList<>();
        for (int i = 0; i < watchers; i++) {
            if (i % STREAMS_PER_CONNECTION == 0) {
                factories.add(ClientFactory.builder().build());
            }
            TimelineServiceGrpc.TimelineServiceStub stub = GrpcClients.builder("gproto+" + server.uri() + "/")
                    .setHeader("authorization", "Bearer " + token)
                    .factory(factories.getLast())
                    .responseTimeoutMillis(0)
                    .maxResponseLength(0)
                    .build(TimelineServiceGrpc.TimelineServiceStub.class);
            Screen screen = new Screen(
                    edits + 2,
                    own -> stub.watchTimeline(
                            WatchTimelineRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    .setLastKnownRevision(own.newest)
                                    .build(),
                            own));
            screens.add(screen);
            screen.watch.accept(screen);
        }
        for (Screen screen : screens) {
            screen.first.await(60, TimeUnit.SECONDS);
        }
        long[] acknowledged = edit(server, job);
        TimeUnit.SECONDS.sleep(3);
        long[] waits = new long[watchers * edits];
        int missing = 0;
        int at = 0;
        for (Screen screen : screens) {
            for (int i = 0; i < edits; i++) {
                long seen = screen.seenAt(i + 2);
                missing += seen == 0 ? 1 : 0;
                waits[at++] = seen == 0 ? Long.MAX_VALUE : Math.max(0, seen - acknowledged[i]);
            }
        }
        Arrays.sort(waits);
        System.out.printf(
                Locale.ROOT,
                "%d watchers, %d edits at %d/s: edit to screen p50 %.0f ms, p99 %.0f, max %.0f; %d never seen%n",
                watchers,
                edits,
                rate,
                waits[waits.length / 2] / 1e6,
                waits[(int) (waits.length * 0.99)] / 1e6,
                waits[waits.length - 1] / 1e6,
                missing);
        factories.forEach(ClientFactory::close);
    }

    private long[] edit(ServerProcess server, Job job) throws Exception {
        long[] acknowledged = new long[edits];
        try (RawEditor editor = new RawEditor(server.uri(), token, job.getJobId())) {
            long due = System.nanoTime();
            for (int i = 0; i < edits; i++) {
                LockSupport.parkNanos(due - System.nanoTime());
                editor.slip("shot-1", i % 2 == 0 ? 1 : -1);
                acknowledged[i] = System.nanoTime();
                due += 1_000_000_000L / rate;
            }
        }
        return acknowledged;
    }

    private void stalled(ServerProcess server, Job job) throws Exception {
        TimeUnit.SECONDS.sleep(2);
        long before = server.residentBytes();
        List<RawHttp2> readers = StalledReaders.open(server.uri(), token, job, watchers);
        edit(server, job);
        long after = server.residentBytes();
        System.out.printf(
                Locale.ROOT,
                "%d watchers that take nothing: resident memory %.0f MB, then %.0f MB after %d edits: %+.0f MB%n",
                watchers,
                before / MEBIBYTE,
                after / MEBIBYTE,
                edits,
                (after - before) / MEBIBYTE);
        for (RawHttp2 reader : readers) {
            reader.close();
        }
    }

    /** When each revision, or a newer one, was on one screen. */
    private static final class Screen implements StreamObserver<WatchTimelineResponse> {
        private final CountDownLatch first = new CountDownLatch(1);
        private final AtomicLongArray seen;

        private final Consumer<Screen> watch;
        private volatile long newest;

        Screen(int revisions, Consumer<Screen> watch) {
            seen = new AtomicLongArray(revisions);
            this.watch = watch;
        }

        long seenAt(int revision) {
            for (int i = revision; i < seen.length(); i++) {
                if (seen.get(i) != 0) {
                    return seen.get(i);
                }
            }
            return 0;
        }

        @Override
        public void onNext(WatchTimelineResponse message) {
            newest = message.getRevision();
            if (message.getRevision() < seen.length()) {
                seen.compareAndSet((int) message.getRevision(), 0, System.nanoTime());
            }
            first.countDown();
        }

        /** Watches again, as every client does. */
        @Override
        public void onError(Throwable error) {
            CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> watch.accept(this));
        }

        @Override
        public void onCompleted() {
            first.countDown();
        }
    }
}
