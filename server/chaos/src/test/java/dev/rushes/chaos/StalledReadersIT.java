// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** P-15: people who watch and take nothing, while somebody edits, cost the server almost no memory. */
@Tag("promise")
@ExtendWith(OnScene.class)
class StalledReadersIT {
    private static final Logger LOG = LoggerFactory.getLogger(StalledReadersIT.class);
    private static final int CONNECTIONS = 10;
    private static final int CUT_SECONDS = 60;
    private static final int EDITS = 300;
    private static final int EDITS_AT_A_TIME = 5;
    private static final long ALLOWED_BYTES_EACH = 64 << 10;
    /** What edits alone cost: code, caches, garbage not yet collected in a young heap. */
    private static final long ALLOWED_BYTES_FOR_EDITING = 48 << 20;

    @Test
    void stalledWatchersCostAlmostNothing(Scene scene) throws Exception {
        int watchers = Tier.count(200, 2_000, 5_000);
        long grown = memoryUnderStalledReaders(scene, List.of(), watchers);

        assertThat(grown).isLessThan(ALLOWED_BYTES_FOR_EDITING + watchers * ALLOWED_BYTES_EACH);
    }

    /** Mutation twin of P-15: a publisher that does not ask whether its reader is ready must be found out. */
    @Test
    void twinWithoutReadyGateGrows(Scene scene) throws Exception {
        int watchers = 200;
        long grown = memoryUnderStalledReaders(scene, List.of(Mutant.withoutReadyGate(scene)), watchers);

        assertThat(grown).isGreaterThan(ALLOWED_BYTES_FOR_EDITING + watchers * ALLOWED_BYTES_EACH);
    }

    private long memoryUnderStalledReaders(Scene scene, List<Path> mutants, int watchers) throws Exception {
        StandInWorker worker = scene.own(StandInWorker.quick());
        ServerChild server = ServerChild.start(scene, "data", Map.of("RUSHES_WORKERS", worker.address()), mutants);
        Connection editing = scene.own(server.connect());
        Job job = editing.cut(CUT_SECONDS);
        long revision = edit(editing, job, 1, EDITS);
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = scene.own(server.connect());
            for (int watcher = 0; watcher < watchers / CONNECTIONS; watcher++) {
                connection
                        .stub(TimelineServiceGrpc::newStub)
                        .watchTimeline(
                                WatchTimelineRequest.newBuilder()
                                        .setJobId(job.getJobId())
                                        .build(),
                                new Stalled(begun));
            }
        }
        Awaitility.await("all watch").atMost(Duration.ofSeconds(60)).until(() -> begun.get() == watchers);
        long before = server.child().residentBytes();
        long grown = 0;
        // A mutant is found out after a few edits and answers none when it has sent more.
        for (int edits = 0; edits < EDITS && grown <= 2 * ALLOWED_BYTES_FOR_EDITING; edits += EDITS_AT_A_TIME) {
            revision = edit(editing, job, revision, EDITS_AT_A_TIME);
            grown = Math.max(grown, server.child().residentBytes() - before);
        }
        LOG.info("P-15: {} stalled watchers cost {} MiB", watchers, grown >> 20);
        return grown;
    }

    private static long edit(Connection connection, Job job, long first, int edits) {
        long revision = first;
        for (int i = 0; i < edits; i++) {
            revision = connection
                    .timelines()
                    .applyEdits(ApplyEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setRevision(revision)
                            .setAutoLock(false)
                            .setOmitTimeline(true)
                            .addEdits(Editor.slip("shot-1", i % 2 == 0 ? 1 : -1))
                            .build())
                    .getRevision();
        }
        return revision;
    }

    /** Takes one message and no more. */
    private record Stalled(AtomicInteger begun)
            implements ClientResponseObserver<WatchTimelineRequest, WatchTimelineResponse> {
        @Override
        public void beforeStart(ClientCallStreamObserver<WatchTimelineRequest> call) {
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(WatchTimelineResponse message) {
            begun.incrementAndGet();
        }

        @Override
        public void onError(Throwable error) {
            LOG.debug("a stalled watcher was sent away", error);
        }

        @Override
        public void onCompleted() {
            LOG.debug("a stalled watcher was sent away");
        }
    }
}
