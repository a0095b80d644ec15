// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.blob.LocalBlobs;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.MovingClock;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.media.MediaStore;
import dev.rushes.server.media.UploadStore;
import dev.rushes.server.media.Uploads;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.project.Projects;
import dev.rushes.server.project.Shape;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Uploads on a real PostgreSQL and real files: one writer, leases, a week to resume (P-1 to P-3). */
@Tag("promise")
@ExtendWith(AsCreator.class)
class UploadsIT {
    private static final Uploads.Timing QUICK =
            new Uploads.Timing(Duration.ofMillis(300), Duration.ofDays(7), 1 << 16, Duration.ofSeconds(1));

    /** A lease that a busy machine does not outlast between two calls. */
    private static final Uploads.Timing UNHURRIED =
            new Uploads.Timing(Duration.ofSeconds(3), Duration.ofDays(7), 1 << 16, Duration.ofSeconds(1));

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    private final MovingClock clock = new MovingClock(Instant.now());
    private final SplittableRandom random = new SplittableRandom(7);
    private final Ids ids = new Ids(InstantSource.system(), random);
    private Path root;
    private LocalBlobs blobs;
    private Projects projects;
    private MediaFiles media;
    private String jobId;

    @BeforeAll
    static void openDatabase() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        database = Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 24);
        Tenants.add(database, "ada");
    }

    @AfterAll
    static void closeDatabase() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void open() throws IOException {
        root = Files.createTempDirectory(folder, "media");
        blobs = new LocalBlobs(root, 0);
        Stores stores = Stores.of(database);
        projects = new Projects(stores.projects(), 100, clock);
        media = files(stores.media());
        Project project = projects.createProject(ids.next(), "Spring");
        jobId = projects.createJob(new Job(
                        ids.next(),
                        project.id(),
                        "Reel",
                        Duration.ofSeconds(9),
                        Shape.VERTICAL,
                        FrameRate.FPS_30,
                        clock.instant()))
                .id();
    }

    /** P-37: leases run by PostgreSQL's clock, whatever the clock of the process that asks for them shows. */
    @Test
    void jumpsOfAClockTakeNoUploadFromItsWriter() {
        Media file = announce(bytes(50_000));
        UploadStore store = Stores.of(database).uploads();
        UploadStore.Session held = store.acquire(file.id(), "a", Duration.ofSeconds(60), clock.instant())
                .orElseThrow();
        for (int jump = 1; jump <= 20; jump++) {
            clock.pass(Duration.ofHours(jump % 2 == 0 ? -1 : 1));
            assertThat(store.acquire(file.id(), "b", Duration.ofSeconds(60), clock.instant()))
                    .as("jump %s", jump)
                    .isEmpty();
            assertThat(store.commit(file.id(), held.epoch(), jump, Duration.ofSeconds(60), clock.instant()))
                    .isTrue();
        }
    }

    @Test
    void sixteenRacingWritersGiveOneFile() throws Exception {
        Uploads uploads = uploads("a", Uploads.Timing.DEFAULT);
        ExecutorService threads = Tenants.threads();
        AtomicLong slowestRefusal = new AtomicLong();
        AtomicInteger refusals = new AtomicInteger();
        for (int race = 0; race < 13; race++) {
            byte[] bytes = bytes(50_000);
            Media file = announce(bytes);
            CountDownLatch together = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(16);
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> {
                    try {
                        together.await();
                        sendAll(uploads, file, bytes, refusals, slowestRefusal);
                    } catch (InterruptedException | IOException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            together.countDown();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            // Two that meet at the end may refuse each other; whoever comes next goes on from what is there.
            sendAll(uploads, file, bytes, refusals, slowestRefusal);
            assertThat(uploads.isStored(media.media(file.id()))).isTrue();
            assertThat(Files.readAllBytes(blobs.path(file.sha256()))).isEqualTo(bytes);
        }
        threads.shutdown();
        assertThat(refusals.get()).as("refused of 13 x 16").isGreaterThan(100);
        assertThat(TimeUnit.NANOSECONDS.toMillis(slowestRefusal.get())).isLessThan(1_000);
    }

    /** Sends in pieces from wherever the upload stands until the file is stored; a refusal ends this sender. */
    private void sendAll(Uploads uploads, Media file, byte[] bytes, AtomicInteger refusals, AtomicLong slowest)
            throws IOException {
        while (!uploads.isStored(media.media(file.id()))) {
            long begun = System.nanoTime();
            int from = (int) uploads.offset(media.media(file.id()));
            try (Uploads.Writer writer = uploads.open(file, from)) {
                int end = Math.min(bytes.length, from + 20_000);
                writer.write(ByteBuffer.wrap(bytes, from, end - from));
                if (writer.isComplete()) {
                    writer.finish();
                }
            } catch (Fault.Conflict e) {
                refusals.incrementAndGet();
                slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                return;
            }
        }
    }

    @Test
    void aSilentWriterOfThisProcessLosesItsUploadAndHarmsNothing() throws Exception {
        Uploads uploads = uploads("a", UNHURRIED);
        byte[] bytes = bytes(30_000);
        Media file = announce(bytes);
        Uploads.Writer silent = uploads.open(file, 0);
        silent.write(ByteBuffer.wrap(bytes, 0, 9_000));
        assertThat(silent.commit()).isEqualTo(9_000);
        assertThat(catchThrowableOfType(Fault.Conflict.class, () -> uploads.open(file, 9_000)))
                .hasMessageContaining("another request");
        Uploads.Writer second = Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(Fault.Conflict.class)
                .until(() -> uploads.open(file, 9_000), writer -> true);
        assertThat(catchThrowableOfType(Fault.Conflict.class, () -> silent.write(ByteBuffer.wrap(new byte[100]))))
                .hasMessageContaining("taken over");
        silent.close();
        finish(second, bytes, 9_000);
        assertThat(Files.readAllBytes(blobs.path(file.sha256()))).isEqualTo(bytes);
    }

    @Test
    void aFrozenServerThatWakesUpHarmsNothing() throws Exception {
        Uploads frozen = uploads("frozen", QUICK);
        Uploads other = uploads("other", QUICK);
        byte[] bytes = bytes(30_000);
        Media file = announce(bytes);
        Uploads.Writer asleep = frozen.open(file, 0);
        asleep.write(ByteBuffer.wrap(bytes, 0, 9_000));
        asleep.commit();
        Uploads.Writer second = Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(Fault.Conflict.class)
                .until(() -> other.open(file, 9_000), writer -> true);
        second.write(ByteBuffer.wrap(bytes, 9_000, 5_000));
        assertThat(second.commit()).isEqualTo(14_000);
        asleep.write(ByteBuffer.wrap(new byte[8_000]));
        assertThat(catchThrowableOfType(Fault.Conflict.class, asleep::commit)).hasMessageContaining("taken over");
        asleep.close();
        assertThat(other.offset(file)).isEqualTo(14_000);
        finish(second, bytes, 14_000);
        assertThat(Files.readAllBytes(blobs.path(file.sha256()))).isEqualTo(bytes);
    }

    @Test
    void whatAKilledServerHeldIsFreeAtItsNextStart() throws Exception {
        byte[] bytes = bytes(10_000);
        Media file = announce(bytes);
        Uploads.Writer killed = uploads("a", Uploads.Timing.DEFAULT).open(file, 0);
        killed.write(ByteBuffer.wrap(bytes, 0, 4_000));
        killed.commit();
        killed.write(ByteBuffer.wrap(bytes, 4_000, 1_000));
        Uploads next = uploads("a", Uploads.Timing.DEFAULT);
        next.releaseOwn();
        assertThat(next.offset(file)).as("only what was acknowledged").isEqualTo(4_000);
        Uploads.Writer writer = next.open(file, 4_000);
        finish(writer, bytes, 4_000);
        assertThat(Files.readAllBytes(blobs.path(file.sha256()))).isEqualTo(bytes);
    }

    @Test
    void aKillBetweenTheMoveAndItsNoteLosesNothing() throws Exception {
        byte[] bytes = bytes(10_000);
        Media file = announce(bytes);
        Uploads.Writer killed = new Uploads(
                        new Uploads.Ground(Stores.of(database).uploads(), blobs, files(killedAtItsNote())),
                        "a",
                        Uploads.Timing.DEFAULT,
                        clock)
                .open(file, 0);
        killed.write(ByteBuffer.wrap(bytes));
        assertThatIllegalStateException().isThrownBy(killed::finish);
        Uploads next = uploads("a", Uploads.Timing.DEFAULT);
        next.releaseOwn();
        assertThat(next.offset(media.media(file.id()))).isEqualTo(bytes.length);
        assertThat(media.media(file.id()).active()).isTrue();
        assertThat(Files.readAllBytes(blobs.path(file.sha256()))).isEqualTo(bytes);
    }

    @Test
    void aWholeThatWasNotCheckedDoesNotOpenSomebodyElsesBytes() throws Exception {
        Uploads uploads = uploads("a", Uploads.Timing.DEFAULT);
        byte[] theirs = bytes(12_345); // of no other length in this class: a creator may claim what they have
        Media file = announce(theirs);
        Path elsewhere = Files.write(root.resolve("elsewhere"), theirs);
        blobs.adopt(elsewhere, file.sha256());
        try (Uploads.Writer writer = uploads.open(file, 0)) {
            writer.write(ByteBuffer.wrap(bytes(12_345)));
            writer.commit();
        }
        assertThat(uploads.offset(file)).isEqualTo(12_344);
        assertThat(uploads.isStored(file)).isFalse();
    }

    @Test
    void anUploadLivesAWeekAndIsGoneADayLater() throws Exception {
        Uploads uploads = uploads("a", Uploads.Timing.DEFAULT);
        byte[] bytes = bytes(10_000);
        Media file = announce(bytes);
        try (Uploads.Writer writer = uploads.open(file, 0)) {
            writer.write(ByteBuffer.wrap(bytes, 0, 4_000));
        }
        clock.pass(Duration.ofDays(7).minusMinutes(1));
        uploads.removeAbandoned();
        assertThat(uploads.offset(file)).isEqualTo(4_000);
        clock.pass(Duration.ofDays(1));
        uploads.removeAbandoned();
        assertThat(uploads.offset(file)).isZero();
        try (var parts = Files.list(root.resolve("incoming"))) {
            assertThat(parts).isEmpty();
        }
        assertThat(catchThrowableOfType(Fault.Conflict.class, () -> uploads.open(file, 4_000)))
                .hasMessageContaining("expected: 0");
        finish(uploads.open(file, 0), bytes, 0);
        assertThat(uploads.isStored(media.media(file.id()))).isTrue();
    }

    @Test
    void bytesTheDiskLostAreAskedForAgain() throws Exception {
        Uploads uploads = uploads("a", Uploads.Timing.DEFAULT);
        byte[] bytes = bytes(10_000);
        Media file = announce(bytes);
        try (Uploads.Writer writer = uploads.open(file, 0)) {
            writer.write(ByteBuffer.wrap(bytes, 0, 4_000));
        }
        try (var parts = Files.list(root.resolve("incoming"))) {
            for (Path part : parts.toList()) {
                Files.delete(part);
            }
        }
        assertThat(catchThrowableOfType(Fault.Conflict.class, () -> uploads.open(file, 4_000)))
                .hasMessageContaining("expected: 0");
        finish(uploads.open(file, 0), bytes, 0);
    }

    /** Bytes that are stored may be somebody else's: only sending them proves that one has them. */
    @Test
    void storedBytesAreSentAgainByWhoDoesNotHaveThem() throws Exception {
        Uploads uploads = uploads("a", Uploads.Timing.DEFAULT);
        byte[] bytes = bytes(10_000);
        Media file = announce(bytes);
        blobs.adopt(Files.write(root.resolve("made"), bytes), file.sha256());
        assertThat(uploads.offset(file)).isZero();
        assertThat(uploads.isStored(file)).isFalse();
        finish(uploads.open(file, 0), bytes, 0);
        assertThat(media.media(file.id()).active()).isTrue();
        assertThat(announce(bytes).active())
                .as("known bytes are active at once")
                .isTrue();
    }

    private Uploads uploads(String holder, Uploads.Timing timing) {
        return new Uploads(new Uploads.Ground(Stores.of(database).uploads(), blobs, media), holder, timing, clock);
    }

    private MediaFiles files(MediaStore store) {
        return new MediaFiles(
                store, projects, blobs, new MediaFiles.Limits(1L << 30, 10_000, 10_000, 1L << 40), clock, file -> {});
    }

    private static MediaStore killedAtItsNote() {
        MediaStore store = Stores.of(database).media();
        return (MediaStore) Proxy.newProxyInstance(
                MediaStore.class.getClassLoader(), new Class<?>[] {MediaStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("activate")) {
                        throw new IllegalStateException("killed");
                    }
                    return method.invoke(store, arguments);
                });
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Media announce(byte[] bytes) {
        return media.announce(new MediaFiles.Announcement(
                ids.next(), jobId, MediaKind.CLIP, "clip.mp4", bytes.length, Samples.sha256(bytes)));
    }

    private static void finish(Uploads.Writer writer, byte[] bytes, int from) throws IOException {
        try (writer) {
            writer.write(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, bytes.length)));
            assertThat(writer.isComplete()).isTrue();
            writer.finish();
        }
    }
}
