// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.Media;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of PostgreSQL fills up under a server that owns it, first its tables, then its log (P-21). */
@Tag("promise")
class DatabaseDiskIT {
    /** A server gives PostgreSQL up after a minute of starts in vain: more than that here shows that it does not. */
    private static final Duration FULL = Duration.ofSeconds(Integer.getInteger("rushes.disk.full.seconds", 2));

    private static final long PAUSE_NANOS = 50_000_000;

    @TempDir
    private Path folder;

    private SmallDisk disk = SmallDisk.NONE;

    /** Words of each acknowledged edit by its revision: all that a caller knows. */
    private final Map<Long, String> acknowledged = new HashMap<>();

    private final TreeSet<String> refusals = new TreeSet<>();

    @AfterEach
    void unmount() throws Exception {
        disk.close();
    }

    @Test
    void whatWasAcknowledgedOutlivesAFullDiskAndEditsGoOnOnceThereIsRoom() throws Exception {
        TestServer.openTo(folder);
        Path below = Files.createDirectories(folder.resolve("data/postgres"));
        disk = SmallDisk.mount(below, 300);
        assumeTrue(disk.failure().isEmpty(), "skipped: a small disk cannot be mounted here (" + disk.failure() + ")");
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, worker.address())) {
            Job job = Cutting.job(server);
            Media half = server.announce(job, Media.Kind.KIND_CLIP, "half.mp4");
            byte[] bytes = TestServer.bytes("half.mp4");
            assertThat(patch(server, half, bytes, 0, 8).statusCode()).isEqualTo(204);
            try (RawEditor editor = new RawEditor(server.uri(""), server.token(), job.getJobId())) {
                assertThat(edit(editor)).isTrue();
                disk.fill();
                Awaitility.await("tables are full")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !edit(editor));
                fillLog(below);
                long starts = starts(below);
                long end = System.nanoTime() + FULL.toNanos();
                while (System.nanoTime() < end) {
                    assertThat(edit(editor)).isFalse();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                assertThat(starts(below)).as("starts in vain").isEqualTo(starts);
                HttpResponse<String> sent = patch(server, half, bytes, 8, bytes.length);
                assertThat(sent.statusCode()).as(sent.body()).isIn(503, 507);
                assertThat(sent.body()).containsAnyOf("DATABASE_UNAVAILABLE", "STORAGE_FULL");
                assertThat(server.get("/livez").statusCode()).isEqualTo(200);
                System.out.println("edits on a full disk were told " + refusals);

                disk.free();
                Awaitility.await("edits go on").atMost(Duration.ofSeconds(60)).until(() -> edit(editor));
            }
            assertThat(log(server, job)).containsAllEntriesOf(acknowledged);
            assertThat(patch(server, half, bytes, 8, bytes.length).statusCode()).isEqualTo(204);
            assertThat(server.get(server.content(half)).body()).isEqualTo("content of half.mp4");
        }
    }

    /** Makes an edit; a refusal has to say what kept the server from it. */
    private boolean edit(RawEditor editor) throws Exception {
        try {
            LoggedEdit logged = editor.slip("shot-1", acknowledged.size() % 2 == 0 ? 1 : -1);
            acknowledged.put(logged.getRevision(), logged.getAuthor() + " " + logged.getWords());
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode())
                    .as("%s", e)
                    .isIn(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
            String reason = Cutting.info(e).getReason();
            assertThat(reason).isIn("STORAGE_FULL", "DATABASE_UNAVAILABLE");
            refusals.add(reason);
            return false;
        }
    }

    /** Begins new files of PostgreSQL's log until it cannot make one and ends, as it would after many more edits. */
    private static void fillLog(Path postgres) throws IOException {
        List<String> postmaster = Files.readAllLines(postgres.resolve("data/postmaster.pid"));
        String url = "jdbc:postgresql://127.0.0.1:" + postmaster.get(3) + "/rushes";
        String password = Files.readString(postgres.resolve("password")).strip();
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(postmaster.getFirst())).orElseThrow();
        Awaitility.await("the log is full").atMost(Duration.ofSeconds(60)).until(() -> {
            try (Connection line = DriverManager.getConnection(url, "rushes", password);
                    Statement next = line.createStatement()) {
                next.execute("select pg_logical_emit_message(false, 'fill', 'x'), pg_switch_wal()");
            } catch (SQLException e) {
                assertThat(postgres.resolve("server.log")).content().contains("No space left on device");
            }
            return !process.isAlive();
        });
        assertThat(postgres.resolve("server.log")).content().contains("PANIC");
    }

    /** Counts how often PostgreSQL was started, also in vain. */
    private static long starts(Path postgres) throws IOException {
        try (Stream<String> lines = Files.lines(postgres.resolve("server.log"))) {
            return lines.filter(line ->
                            line.contains("FATAL:  could not write lock file") || line.contains("starting PostgreSQL"))
                    .count();
        }
    }

    private static HttpResponse<String> patch(TestServer server, Media media, byte[] bytes, int from, int to)
            throws Exception {
        return server.send(
                "PATCH",
                media.getUploadPath(),
                Arrays.copyOfRange(bytes, from, to),
                Map.of("Upload-Offset", Integer.toString(from)));
    }

    private static Map<Long, String> log(TestServer server, Job job) {
        Map<Long, String> log = new HashMap<>();
        String token = "";
        do {
            ListEditsResponse page = Cutting.timelines(server)
                    .listEdits(ListEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setPageSize(1000)
                            .setPageToken(token)
                            .build());
            page.getEditsList()
                    .forEach(entry -> log.put(entry.getRevision(), entry.getAuthor() + " " + entry.getWords()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return log;
    }
}
