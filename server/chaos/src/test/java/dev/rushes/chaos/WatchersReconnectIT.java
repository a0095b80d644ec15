// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-16: people watch a timeline over connections that are cut all the time, at once or in the middle of a message. Each comes back
 * with the newest revision it has and sees every later one, in order, none twice.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class WatchersReconnectIT {
    private static final Logger LOG = LoggerFactory.getLogger(WatchersReconnectIT.class);
    private static final int WATCHERS = 20;
    private static final int EDIT_PAUSE_MILLIS = 15;

    private final AtomicBoolean over = new AtomicBoolean();
    /** The answer to the last edit is here; a watcher may hear of an edit before its editor does. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private final AtomicLong newest = new AtomicLong(1);
    private final AtomicInteger cuts = new AtomicInteger();

    @Test
    void cutWatchersSeeEveryRevisionInOrder(Scene scene) throws Exception {
        int wanted = Tier.count(500, 50_000, 50_000);
        StandInWorker worker = scene.own(StandInWorker.quick());
        ServerChild server = ServerChild.start(scene, "data", worker.address());
        Connection connection = scene.own(server.connect());
        Job job = connection.cut(10);
        ExecutorService threads = scene.own(Executors.newCachedThreadPool());
        Future<?> editor = threads.submit(() -> edit(connection, job));
        List<Future<Integer>> watchers = new ArrayList<>();
        for (int watcher = 0; watcher < WATCHERS; watcher++) {
            FaultProxy proxy = scene.own(new FaultProxy(server.uri().getPort()));
            SplittableRandom chance = scene.chance(watcher);
            threads.submit(() -> cut(proxy, chance, wanted));
            watchers.add(threads.submit(() -> new Watcher(proxy, scene.folder().resolve("data"), job).watch()));
        }
        while (cuts.get() < wanted && !editor.isDone()) {
            LockSupport.parkNanos(10_000_000);
        }
        over.set(true);
        editor.get(30, TimeUnit.SECONDS);
        settled.set(true);
        int seen = 0;
        for (Future<Integer> watcher : watchers) {
            seen += watcher.get(60, TimeUnit.SECONDS);
        }
        LOG.info("P-16: {} cuts, {} revisions, {} seen by {} watchers", cuts, newest, seen, WATCHERS);
        assertThat(cuts.get()).isGreaterThanOrEqualTo(wanted);
        assertThat(newest.get()).isGreaterThan(100);
    }

    private void edit(Connection connection, Job job) {
        for (int i = 0; !over.get(); i++) {
            long revision = connection
                    .timelines()
                    .applyEdits(ApplyEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setRevision(newest.get())
                            .setAutoLock(false)
                            .setOmitTimeline(true)
                            .addEdits(Editor.slip("shot-1", i % 2 == 0 ? 1 : -1))
                            .build())
                    .getRevision();
            newest.set(revision);
            LockSupport.parkNanos(EDIT_PAUSE_MILLIS * 1_000_000L);
        }
    }

    private void cut(FaultProxy proxy, SplittableRandom chance, int wanted) {
        while (!over.get()) {
            LockSupport.parkNanos(chance.nextLong(200_000_000L, 1_000_000_000L));
            if (proxy.connections() > 0 && cuts.get() < wanted) {
                if (chance.nextBoolean()) {
                    proxy.reset();
                } else {
                    proxy.cutAfter(chance.nextInt(1, 20_000));
                }
                cuts.incrementAndGet();
            }
        }
        proxy.heal();
    }

    /** One person behind one proxy. */
    private final class Watcher {
        private final FaultProxy proxy;
        private final Path data;
        private final Job job;
        private long known;
        private int seen;

        Watcher(FaultProxy proxy, Path data, Job job) {
            this.proxy = proxy;
            this.data = data;
            this.job = job;
        }

        /** Watches until the last revision; returns the number of messages. */
        int watch() throws IOException {
            while (!settled.get() || known < newest.get()) {
                try (Connection connection = Connection.to(URI.create("http://127.0.0.1:" + proxy.port()), data)) {
                    Iterator<WatchTimelineResponse> messages = connection
                            .stub(TimelineServiceGrpc::newBlockingStub)
                            .watchTimeline(WatchTimelineRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    .setLastKnownRevision(known)
                                    .build());
                    while ((!settled.get() || known < newest.get()) && messages.hasNext()) {
                        take(messages.next());
                    }
                } catch (StatusRuntimeException e) {
                    assertThat(e.getStatus().getCode())
                            .as(e.toString())
                            .isIn(
                                    Status.Code.UNAVAILABLE,
                                    Status.Code.CANCELLED,
                                    Status.Code.INTERNAL,
                                    Status.Code.UNKNOWN);
                }
            }
            assertThat(known).as("the last revision").isEqualTo(newest.get());
            return seen;
        }

        private void take(WatchTimelineResponse message) {
            if (!message.hasTimeline()) {
                assertThat(message.getRevision())
                        .as("a keep-alive says what was sent")
                        .isEqualTo(known);
                return;
            }
            seen++;
            assertThat(message.getRevision()).as("revisions grow").isGreaterThan(known);
            assertThat(message.getTimeline().getRevision()).isEqualTo(message.getRevision());
            if (known > 0 && message.getRevision() - known <= 200) {
                assertThat(message.getEditsList().stream().map(LoggedEdit::getRevision))
                        .as("the edits since revision %s", known)
                        .containsExactlyElementsOf(
                                java.util.stream.LongStream.rangeClosed(known + 1, message.getRevision())
                                        .boxed()
                                        .toList());
            }
            known = message.getRevision();
        }
    }
}
