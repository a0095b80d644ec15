// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.testkit.process.JavaCommand;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-20: two servers of the build before are replaced by new ones, one after the other, while people edit, watch and upload; then an old
 * one comes back beside a new one, on the new schema, and is replaced again. The older build's installation (its {@code target/dist}) is
 * given with {@code -Drushes.previous=DIR}; without it this build is replaced by itself, which shows restarts and no upgrade.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class RollingUpgradeIT {
    private static final Logger LOG = LoggerFactory.getLogger(RollingUpgradeIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int JOBS = 3;
    private static final int WATCHERS = 3;
    private static final long EDITS_A_PHASE = 100;
    /** Somebody asks every few milliseconds all the same, and servers get up beside them. */
    private static final long EDIT_PAUSE_NANOS = 50_000_000;

    private static final long UPLOAD_PAUSE_NANOS = 300_000_000;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong uploads = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final EditOracle oracle = new EditOracle();
    private int phases;

    @Test
    void oldAndNewServersTakeTurnsUnderLoad(Scene scene) throws Exception {
        Path current = Scene.root().resolve("target/dist");
        String given = System.getProperty("rushes.previous", "");
        Path previous = given.isEmpty() ? current : Path.of(given).toAbsolutePath();
        assertThat(previous.resolve("server/lib")).as("a build's target/dist").isDirectory();
        LocalPostgres postgres =
                LocalPostgres.start(PostgresConfig.durable(scene.folder().resolve("postgres")));
        scene.own(postgres);
        Database database = new Database(scene.folder().resolve("postgres"));
        StandInWorker worker = scene.own(StandInWorker.quick());
        Street street = new Street(scene, postgres, worker.address());
        street.replace(0, previous);
        street.replace(1, previous);
        long schemaBefore = schema(database);

        SplittableRandom own = scene.chance(0);
        Set<String> jobs = new LinkedHashSet<>();
        ExecutorService people = Executors.newCachedThreadPool();
        scene.own(() -> {
            over.set(true);
            people.shutdownNow();
        });
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            String job = street.any(own).cut(10).getJobId();
            jobs.add(job);
            SplittableRandom chance = scene.chance(10 + i);
            running.add(people.submit(() -> edit(street, job, chance)));
        }
        for (int i = 0; i < WATCHERS; i++) {
            SplittableRandom chance = scene.chance(20 + i);
            running.add(people.submit(() -> watch(street, jobs.iterator().next(), chance)));
        }
        running.add(people.submit(() -> upload(street, scene.chance(30))));
        people("old and old", street, previous, running, scene);

        int rounds = Tier.count(1, 12, 50);
        for (int round = 0; round < rounds; round++) {
            replace("new and old", street, 0, current, previous, running, scene);
            replace("new and new", street, 1, current, previous, running, scene);
            assertThat(schema(database)).as("migrations").isGreaterThanOrEqualTo(schemaBefore);
            replace("new and old again, on the new schema", street, 1, previous, previous, running, scene);
            replace("old and old, on the new schema", street, 0, previous, previous, running, scene);
        }
        replace("new and old at the end", street, 0, current, previous, running, scene);
        replace("new and new at the end", street, 1, current, previous, running, scene);
        over.set(true);
        for (Future<?> person : running) {
            person.get(60, TimeUnit.SECONDS);
        }
        compareLogs(street.any(own), jobs);
        Awaitility.await("every upload looked at")
                .atMost(PATIENCE)
                .until(() -> database.number("select count(*) from analyses where state <> 'SUCCEEDED'") == 0);
        LOG.info(
                "P-20: from {}, {} rounds, schema {} to {}, {} edits in {} requests, {} uploads, {} streams resumed, {} failed calls",
                given.isEmpty() ? "itself" : previous,
                rounds,
                schemaBefore,
                schema(database),
                oracle.edits(),
                oracle.requests(),
                uploads,
                resumed,
                failed.size());

        assertThat(failed).as("failed calls").isEmpty();
        assertThat(oracle.violations()).isEmpty();
        assertThat(resumed.get()).as("streams that went on elsewhere").isPositive();
    }

    private void replace(
            String phase,
            Street street,
            int house,
            Path installation,
            Path previous,
            List<Future<?>> running,
            Scene scene)
            throws Exception {
        street.replace(house, installation);
        people(phase, street, previous, running, scene);
    }

    /** Lets people work in this mixture for a while, with a command line of the build before at one of the servers. */
    private void people(String phase, Street street, Path previous, List<Future<?>> running, Scene scene)
            throws Exception {
        long wanted = oracle.edits() + EDITS_A_PHASE;
        Awaitility.await("edits with " + phase).atMost(PATIENCE).until(() -> {
            for (Future<?> person : running) {
                if (person.isDone()) {
                    person.get();
                }
            }
            return oracle.edits() >= wanted;
        });
        assertOldClientIsServed(phase, street.uri(phases++ % 2), street.tokenFile(), previous, scene);
        LOG.info("P-20: {}: {} edits, {} uploads, {} failed", phase, oracle.edits(), uploads, failed.size());
        assertThat(failed).as("failed calls with " + phase).isEmpty();
    }

    private static void assertOldClientIsServed(String phase, URI server, Path tokenFile, Path previous, Scene scene)
            throws IOException, InterruptedException {
        Path log = scene.folder().resolve("old-client.log");
        Child client = scene.own(Child.start(
                "old client",
                log,
                JavaCommand.of(
                        previous.resolve("cli/lib") + "/*",
                        "128m",
                        "dev.rushes.cli.Main",
                        "token",
                        "list",
                        "--server",
                        server.toString(),
                        "--token-file",
                        tokenFile.toString()),
                Map.of()));
        assertThat(client.exit())
                .as(phase + ": the command line of the build before at " + server + ": " + Files.readString(log))
                .isZero();
        scene.disown(client);
    }

    private static long schema(Database database) throws Exception {
        return database.number("select max(version::int) from flyway_schema_history where success");
    }

    private void fail(String what) {
        LOG.warn("P-20: failed {}", what);
        failed.add(what);
    }

    /** One person a job, so that nobody's edit can be stale. */
    private void edit(Street street, String job, SplittableRandom chance) {
        long revision = 1;
        while (!over.get()) {
            int frames = chance.nextInt(1, 6);
            ApplyEditsRequest request = ApplyEditsRequest.newBuilder()
                    .setJobId(job)
                    .setRevision(revision)
                    .setAutoLock(false)
                    .setOmitTimeline(true)
                    .setRequestId(new UUID(chance.nextLong(), chance.nextLong()).toString())
                    .addEdits(Editor.slip("shot-2", frames))
                    .addEdits(Editor.slip("shot-2", -frames))
                    .build();
            long askedAt = System.nanoTime();
            while (!over.get()) {
                try {
                    EditsResponse response = street.any(chance).timelines().applyEdits(request);
                    oracle.acknowledged(
                            job,
                            request.getRequestId(),
                            request.getEditsCount(),
                            Set.of(request.getRevision()),
                            response,
                            askedAt);
                    revision = response.getRevision();
                    break;
                } catch (StatusRuntimeException e) {
                    fail("edit: " + e + " " + e.getCause());
                    LockSupport.parkNanos(100_000_000);
                }
            }
            LockSupport.parkNanos(EDIT_PAUSE_NANOS);
        }
    }

    /** Watches and comes back with what it knows when a stream ends, as the code of its end asks. */
    private void watch(Street street, String job, SplittableRandom chance) {
        long known = 0;
        while (!over.get()) {
            boolean first = true;
            try {
                Iterator<WatchTimelineResponse> messages = street.any(chance)
                        .stub(TimelineServiceGrpc::newBlockingStub)
                        .watchTimeline(WatchTimelineRequest.newBuilder()
                                .setJobId(job)
                                .setLastKnownRevision(known)
                                .build());
                while (!over.get() && messages.hasNext()) {
                    WatchTimelineResponse message = messages.next();
                    if (message.hasTimeline()) {
                        if (message.getRevision() <= known) {
                            fail("watch: revision " + message.getRevision() + " after " + known);
                        }
                        if (first && known > 0) {
                            resumed.incrementAndGet();
                        }
                        first = false;
                        known = message.getRevision();
                    }
                }
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    fail("watch: " + e + " " + e.getCause());
                }
            }
        }
    }

    private Void upload(Street street, SplittableRandom chance) throws Exception {
        Job job = street.any(chance).job(10);
        while (!over.get()) {
            try {
                street.any(chance).upload(job, Media.Kind.KIND_CLIP, "clip-" + uploads.get() + ".mp4");
                uploads.incrementAndGet();
            } catch (StatusRuntimeException | IOException | AssertionError e) {
                fail("upload: " + e + " " + e.getCause());
            }
            LockSupport.parkNanos(UPLOAD_PAUSE_NANOS);
        }
        return null;
    }

    private void compareLogs(Connection connection, Set<String> jobs) {
        for (String job : jobs) {
            String token = "";
            do {
                ListEditsResponse page = connection
                        .timelines()
                        .listEdits(ListEditsRequest.newBuilder()
                                .setJobId(job)
                                .setPageSize(1000)
                                .setPageToken(token)
                                .build());
                oracle.read(job, page.getEditsList());
                token = page.getNextPageToken();
            } while (!token.isEmpty());
            oracle.readToEnd(job);
        }
        oracle.settled(jobs);
    }
}
