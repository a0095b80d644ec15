// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.blob.LocalBlobs;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.generation.GenerationStore;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Projects;
import dev.rushes.server.project.Shape;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.WorkState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Quotas hold exactly while 64 threads ask at once (P-27). */
@Tag("promise")
@ExtendWith(AsCreator.class)
class QuotaIT {
    private static final int THREADS = 64;
    /** Of each of the five limits: ten thousand in all. */
    private static final int ASKS = Integer.getInteger("rushes.quota.asks", 2_000);

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    private final InstantSource clock = InstantSource.system();
    private final Ids ids = new Ids(clock, new SplittableRandom(27));

    @BeforeAll
    static void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        database = Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 16);
        Tenants.add(database, "ada");
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        postgres.close();
    }

    @Test
    void filesOfAProjectAreCountedExactly() throws Exception {
        Projects projects = projects(10);
        MediaFiles media = media(projects, new MediaFiles.Limits(1_000, 1_000, 100, 1L << 40));
        String projectId = projects.createProject(ids.next(), "Spring").id();
        List<String> jobs = IntStream.range(0, 4)
                .mapToObj(i -> job(projects, projectId).id())
                .toList();
        Map<String, Integer> refused = race(ask -> file(jobs.get(ask % jobs.size()), 10), media::announce);
        assertThat(jobs.stream().mapToInt(job -> media.all(job).size()).sum()).isEqualTo(100);
        assertThat(refused).containsExactly(Map.entry("files_per_project", ASKS - 100));
    }

    @Test
    void bytesOfAProjectAreCountedExactly() throws Exception {
        Projects projects = projects(10);
        MediaFiles media = media(projects, new MediaFiles.Limits(1_000, 1_000, 1_000, 10_005));
        String job =
                job(projects, projects.createProject(ids.next(), "Spring").id()).id();
        Map<String, Integer> refused = race(ask -> file(job, 100), media::announce);
        assertThat(media.all(job).stream().mapToLong(Media::sizeBytes).sum()).isEqualTo(10_000);
        assertThat(refused).containsExactly(Map.entry("bytes_per_project", ASKS - 100));
        assertThat(media.announce(file(job, 5)))
                .as("what fits exactly is taken")
                .isNotNull();
    }

    @Test
    void filesOfAJobAreCountedExactly() throws Exception {
        Projects projects = projects(10);
        MediaFiles media = media(projects, new MediaFiles.Limits(1_000, 77, 1_000, 1L << 40));
        String job =
                job(projects, projects.createProject(ids.next(), "Spring").id()).id();
        Map<String, Integer> refused = race(ask -> file(job, 10), media::announce);
        assertThat(media.all(job)).hasSize(77);
        assertThat(refused).containsExactly(Map.entry("files_per_job", ASKS - 77));
    }

    @Test
    void jobsOfAProjectAreCountedExactly() throws Exception {
        Projects projects = projects(50);
        String project = projects.createProject(ids.next(), "Spring").id();
        Map<String, Integer> refused = race(ask -> newJob(project), projects::createJob);
        assertThat(projects.listJobs(project, dev.rushes.server.request.Page.Ask.ALL)
                        .items())
                .hasSize(50);
        assertThat(refused).containsExactly(Map.entry("jobs_per_project", ASKS - 50));
    }

    @Test
    void cutsUnderWayAreCountedExactly() throws Exception {
        Projects projects = projects(50);
        Job job = job(projects, projects.createProject(ids.next(), "Spring").id());
        GenerationStore cuts = Stores.of(database).generations();
        Map<String, Integer> refused = race(ask -> cut(job), cut -> cuts.insert(cut, 30));
        assertThat(cuts.open()).hasSize(30);
        assertThat(refused).containsExactly(Map.entry("open_generations", ASKS - 30));
        var unused = cuts.cancel(cuts.open().getFirst(), clock.instant());
        assertThat(cuts.insert(cut(job), 30)).as("one has ended").isNotNull();
    }

    private Generation cut(Job job) {
        return new Generation(
                ids.next(),
                new Generation.Order(job.id(), 1, null, "ada"),
                false,
                WorkState.PENDING,
                0,
                0,
                Progress.ahead(Step.Kind.READING_CLIPS),
                0,
                null,
                List.of(),
                1,
                clock.instant(),
                clock.instant());
    }

    /**
     * Asks from many threads at once; returns how many were refused by which limit. A busy database is asked for the same again, under the
     * same id: it may have been busy only after it was made.
     */
    private <T> Map<String, Integer> race(IntFunction<T> wanted, Function<T, Object> ask) throws Exception {
        Map<String, AtomicInteger> refused = new java.util.concurrent.ConcurrentHashMap<>();
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Tenants.threads(THREADS)) {
            List<Future<Object>> asked = IntStream.range(0, ASKS)
                    .mapToObj(i -> threads.submit((Callable<Object>) () -> {
                        T one = wanted.apply(i);
                        together.await();
                        try {
                            return untilAnswered(() -> ask.apply(one));
                        } catch (Fault.Exhausted e) {
                            assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
                            refused.computeIfAbsent(e.metadata().getOrDefault("limit", ""), key -> new AtomicInteger())
                                    .incrementAndGet();
                            return e;
                        }
                    }))
                    .toList();
            together.countDown();
            for (Future<Object> each : asked) {
                each.get();
            }
        }
        Map<String, Integer> counts = new java.util.TreeMap<>();
        refused.forEach((limit, count) -> counts.put(limit, count.get()));
        return counts;
    }

    private static Object untilAnswered(Supplier<Object> ask) {
        while (true) {
            try {
                return ask.get();
            } catch (Fault.Unavailable e) {
                Thread.onSpinWait();
            }
        }
    }

    private Projects projects(int maxJobs) {
        return new Projects(Stores.of(database).projects(), maxJobs, clock);
    }

    private MediaFiles media(Projects projects, MediaFiles.Limits limits) {
        return new MediaFiles(
                Stores.of(database).media(),
                projects,
                new LocalBlobs(folder.resolve("media"), 0),
                limits,
                clock,
                file -> {});
    }

    private Job job(Projects projects, String projectId) {
        return projects.createJob(newJob(projectId));
    }

    private Job newJob(String projectId) {
        return new Job(
                ids.next(),
                projectId,
                "Reel",
                Duration.ofSeconds(9),
                Shape.VERTICAL,
                FrameRate.FPS_30,
                clock.instant());
    }

    private MediaFiles.Announcement file(String jobId, long size) {
        return new MediaFiles.Announcement(ids.next(), jobId, MediaKind.CLIP, "clip.mp4", size, "ab".repeat(32));
    }
}
