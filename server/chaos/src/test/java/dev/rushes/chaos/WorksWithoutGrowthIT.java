// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.testkit.demo.SmallShoot;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-33: under a steady load of edits, watchers that come and go, uploads, analyses and proposals, neither server nor worker grows. Heaps
 * are resident from the start, so that memory in RAM grows only by what lies beside the heap; the heap itself is looked at after a
 * collection.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class WorksWithoutGrowthIT {
    private static final Logger LOG = LoggerFactory.getLogger(WorksWithoutGrowthIT.class);
    private static final Map<String, String> WHOLE_HEAP =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:+AlwaysPreTouch -Xms512m -Xmx512m");
    /** The first part of a run fills caches and compiles. */
    private static final double WARM_UP = 0.4;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final double MOST_MIB_A_MINUTE = 1;
    private static final int MOST_FILES = 12;
    private static final int MOST_THREADS = 6;
    private static final int CLIPS_OF_A_JOB = 10;
    private static final int EDITS_OF_A_CUT = 400;

    private final AtomicReference<@Nullable Job> present = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong edits = new AtomicLong();
    private final AtomicLong watches = new AtomicLong();
    private final AtomicLong uploads = new AtomicLong();
    private final AtomicLong proposals = new AtomicLong();

    @Test
    void neitherServerNorWorkerGrowsUnderASteadyLoad(Scene scene) throws Exception {
        int minutes = Tier.count(5, 30, 120);
        RealWorker worker = RealWorker.start(scene, "worker", scene.folder().resolve("data/media"), WHOLE_HEAP);
        ServerChild server = ServerChild.start(
                scene,
                "data",
                Map.of(
                        "RUSHES_WORKERS", worker.address(),
                        "RUSHES_MAX_FILES_PER_PROJECT", "1000000",
                        "JAVA_TOOL_OPTIONS", WHOLE_HEAP.get("JAVA_TOOL_OPTIONS")),
                List.of());
        worker.awaitReady();
        List<byte[]> footage = Films.intact(scene);
        Connection connection = scene.own(server.connect());
        Path recorded = scene.folder().resolve("song.wav");
        SmallShoot.record(recorded);
        byte[] song = Files.readAllBytes(recorded);
        present.set(cut(connection, footage, song));

        Vitals ofServer = new Vitals("server", server.child());
        Vitals ofWorker = new Vitals("worker", worker.child());
        ExecutorService people = Executors.newCachedThreadPool();
        scene.own(people::shutdownNow);
        List<Future<?>> running = new ArrayList<>();
        running.add(people.submit(() -> edit(connection, footage, song)));
        for (int i = 0; i < 4; i++) {
            SplittableRandom chance = scene.chance(10 + i);
            running.add(people.submit(() -> comeAndGo(server, chance)));
        }
        running.add(people.submit(() -> upload(connection, footage)));
        running.add(people.submit(() -> propose(connection)));
        long began = System.nanoTime();
        for (double minute = 0; minute < minutes; minute = minutesSince(began)) {
            ofServer.look(minute);
            ofWorker.look(minute);
            for (Future<?> person : running) {
                if (person.isDone()) {
                    person.get();
                }
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        over.set(true);
        for (Future<?> person : running) {
            person.get(60, TimeUnit.SECONDS);
        }
        double warm = minutes * WARM_UP;
        LOG.info(
                "P-33: {} min, {} edits, {} watches, {} uploads, {} proposals; growth from minute {} on",
                minutes,
                edits,
                watches,
                uploads,
                proposals,
                warm);
        LOG.info("P-33: {}", ofServer.told(warm));
        LOG.info("P-33: {}", ofWorker.told(warm));

        for (Vitals one : List.of(ofServer, ofWorker)) {
            String told = one.told(warm);
            assertThat(one.slope(warm, Vitals.Sample::residentMib)).as(told).isLessThan(MOST_MIB_A_MINUTE);
            assertThat(one.slope(warm, Vitals.Sample::liveMib)).as(told).isLessThan(MOST_MIB_A_MINUTE);
            assertThat(one.rise(warm, Vitals.Sample::openFiles)).as(told).isLessThanOrEqualTo(MOST_FILES);
            assertThat(one.rise(warm, Vitals.Sample::threads)).as(told).isLessThanOrEqualTo(MOST_THREADS);
        }
    }

    private static Job cut(Connection connection, List<byte[]> footage, byte[] song) throws Exception {
        Job job = connection.job(10);
        for (int clip = 0; clip < footage.size(); clip++) {
            connection.upload(job, Media.Kind.KIND_CLIP, "clip-" + clip + ".mp4", footage.get(clip));
        }
        connection.upload(job, Media.Kind.KIND_SONG, "song.wav", song);
        connection.awaitEnd(connection.generate(job));
        return job;
    }

    /** One cut after the other: a timeline carries its edits, so one that is edited without end grows by right. */
    private Void edit(Connection connection, List<byte[]> footage, byte[] song) throws Exception {
        while (!over.get()) {
            edit(connection, job());
            present.set(cut(connection, footage, song));
        }
        return null;
    }

    private Job job() {
        return requireNonNull(present.get());
    }

    private void edit(Connection connection, Job job) {
        String shot = connection
                .timelines()
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build())
                .getShots(1)
                .getShotId();
        long revision = 1;
        while (!over.get() && revision < EDITS_OF_A_CUT) {
            revision = connection
                    .timelines()
                    .applyEdits(ApplyEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setRevision(revision)
                            .setAutoLock(false)
                            .setOmitTimeline(true)
                            .setRequestId(UUID.randomUUID().toString())
                            .addEdits(Editor.slip(shot, 1))
                            .addEdits(Editor.slip(shot, -1))
                            .build())
                    .getRevision();
            edits.addAndGet(2);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Watches for a moment, on a connection of its own, and goes without a word. */
    private Void comeAndGo(ServerChild server, SplittableRandom chance) throws Exception {
        while (!over.get()) {
            try (Connection own = server.connect()) {
                var messages = own.stub(TimelineServiceGrpc::newBlockingStub)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .watchTimeline(WatchTimelineRequest.newBuilder()
                                .setJobId(job().getJobId())
                                .build());
                int most = chance.nextInt(1, 30);
                for (int i = 0; i < most && !over.get(); i++) {
                    messages.next();
                }
                watches.incrementAndGet();
            } catch (StatusRuntimeException e) {
                // The cut that is watched is finished, and nobody edits it any more.
                if (e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                    throw e;
                }
            }
        }
        return null;
    }

    private Void upload(Connection connection, List<byte[]> footage) throws Exception {
        Job job = connection.job(10);
        while (!over.get()) {
            long number = uploads.incrementAndGet();
            if (number % CLIPS_OF_A_JOB == 0) {
                job = connection.job(10);
            }
            byte[] film = footage.get((int) (number % footage.size()));
            connection.upload(job, Media.Kind.KIND_CLIP, "clip-" + number + ".mp4", Films.copy(film, number));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        }
        return null;
    }

    private void propose(Connection connection) {
        while (!over.get()) {
            try {
                connection
                        .stub(ProposalServiceGrpc::newBlockingStub)
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .proposeSection(ProposeSectionRequest.newBuilder()
                                .setJobId(job().getJobId())
                                .setInstruction(Instruction.INSTRUCTION_REGENERATE_SECTION)
                                .setSeed(proposals.incrementAndGet())
                                .build());
            } catch (StatusRuntimeException e) {
                // Whether there is another cut to propose depends on the seed.
                if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                    throw e;
                }
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        }
    }

    private static double minutesSince(long nanos) {
        return (System.nanoTime() - nanos) / 6e10;
    }
}
