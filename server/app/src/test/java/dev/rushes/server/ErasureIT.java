// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.Account;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.CorrectFramingRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreateStyleProfileRequest;
import dev.rushes.api.v1.DeleteCreatorRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.Erasure;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListErasuresRequest;
import dev.rushes.api.v1.ListMediaPreviewsResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.PrepareMediaPreviewsRequest;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.ShotType;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.testkit.sample.Samples;
import dev.rushes.wire.StyleWire;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A creator who is erased is gone, whoever is killed meanwhile, and others keep what is theirs (P-29). */
@Tag("promise")
class ErasureIT {
    private static final Duration DONE = Duration.ofSeconds(90);
    private static final String OWN_FILE = "only hers.mp4";

    @TempDir
    Path folder;

    private FakeWorker worker;
    private LocalPostgres postgres;

    @BeforeEach
    void open() throws Exception {
        TestServer.openTo(folder);
        worker = new FakeWorker();
        postgres = LocalPostgres.start(FreshDatabase.durable(folder.resolve("database")));
    }

    @AfterEach
    void close() throws Exception {
        postgres.close();
        worker.close();
    }

    private Map<String, String> settings(boolean own) {
        Map<String, String> settings =
                new HashMap<>(Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_ERASURE_SETTLE_SECONDS", "1"));
        if (!own) {
            settings.put("RUSHES_DATABASE_URL", postgres.jdbcUrl());
            settings.put("RUSHES_DATABASE_USER", postgres.user());
            settings.put("RUSHES_DATABASE_PASSWORD", postgres.password());
        }
        return settings;
    }

    private static AccountServiceGrpc.AccountServiceBlockingStub accounts(TestServer as) {
        return as.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private static Account account(TestServer as) {
        return accounts(as).whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    private static Erasure delete(TestServer as, String creatorId, String confirmation) {
        return accounts(as)
                .deleteCreator(DeleteCreatorRequest.newBuilder()
                        .setCreatorId(creatorId)
                        .setConfirmation(confirmation)
                        .build());
    }

    private static Status.Code outcome(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** A creator with at least one row of everything. */
    private record Person(TestServer as, Account account, Job job) {
        static Person make(TestServer server, String name) throws Exception {
            TestServer as = server.ofAnotherCreator(name);
            Job job = Cutting.job(as);
            var unused = List.of(
                    as.client("gproto", RenderServiceGrpc.RenderServiceBlockingStub.class)
                            .renderTimeline(RenderTimelineRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    .build()),
                    as.client("gproto", StyleProfileServiceGrpc.StyleProfileServiceBlockingStub.class)
                            .createStyleProfile(CreateStyleProfileRequest.newBuilder()
                                    .setStyleProfile(StyleWire.toProto(DefaultStyle.profile()))
                                    .build()),
                    prepared(as, job),
                    repaired(as, job),
                    framed(as, job),
                    Talking.say(as, Talking.clip(as, job), 3, "only hers"),
                    accounts(as)
                            .addMember(AddMemberRequest.newBuilder()
                                    .setName("friend " + name.length())
                                    .setRole(Role.ROLE_LEAD)
                                    .build()),
                    accounts(as).createPairing(CreatePairingRequest.getDefaultInstance()),
                    accounts(as)
                            .createGuestLink(CreateGuestLinkRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    .build()),
                    accounts(as).createApiToken(CreateApiTokenRequest.getDefaultInstance()));
            return new Person(as, ErasureIT.account(as), job);
        }

        private static Analysis repaired(TestServer as, Job job) throws Exception {
            Media song = as.add(job, Media.Kind.KIND_SONG, "hers.mp3");
            SongRepairIT.awaitHeard(as, song);
            return SongRepairIT.repair(
                    as,
                    song,
                    Edit.RepairBeats.newBuilder()
                            .setDoubled(Empty.getDefaultInstance())
                            .build());
        }

        private static Analysis framed(TestServer as, Job job) throws Exception {
            return FramingIT.correct(
                    as,
                    FramingIT.clip(as, job, "framed.mp4"),
                    CorrectFramingRequest.Framing.newBuilder()
                            .setShotType(ShotType.SHOT_TYPE_WIDE)
                            .build());
        }

        private static ListMediaPreviewsResponse prepared(TestServer as, Job job) {
            return as.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                    .prepareMediaPreviews(PrepareMediaPreviewsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .build());
        }
    }

    private Erasure await(TestServer server) {
        return Awaitility.await()
                .atMost(DONE)
                .until(
                        () -> accounts(server)
                                .listErasures(ListErasuresRequest.getDefaultInstance())
                                .getErasures(0),
                        erasure -> erasure.getState() == Erasure.State.STATE_SUCCEEDED);
    }

    @Test
    void nothingOfAnErasedCreatorIsLeftAndOthersKeepTheirs() throws Exception {
        try (TestServer server = TestServer.start(folder, settings(false))) {
            Person bob = Person.make(server, "bob");
            Person ada = Person.make(server, "ada canary");
            Media own = ada.as().add(ada.job(), Media.Kind.KIND_CLIP, OWN_FILE);
            String ownHash = Samples.sha256(TestServer.bytes(OWN_FILE));
            String sharedHash = Samples.sha256(TestServer.bytes("edited-a.mp4"));
            awaitPreviews();
            assertThat(blobs()).contains(ownHash, sharedHash);
            assertThat(traces(ada, own)).isNotEmpty();
            String adaId = ada.account().getCreatorId();

            assertThat(outcome(() -> delete(bob.as(), adaId, "ada canary"))).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(outcome(() -> delete(ada.as(), adaId, "ada"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(outcome(() -> delete(server, "local", "This installation")))
                    .isEqualTo(Status.Code.FAILED_PRECONDITION);
            Erasure begun = delete(ada.as(), adaId, "ada canary");
            assertThat(begun.getState()).isEqualTo(Erasure.State.STATE_RUNNING);
            assertThat(outcome(() -> account(ada.as()))).as("at once").isEqualTo(Status.Code.UNAUTHENTICATED);

            Erasure done = await(server);
            assertThat(done.getErasureId()).isEqualTo(begun.getErasureId());
            assertThat(done.getRowCount()).isGreaterThan(30);
            assertThat(done.getFileCount()).isPositive();
            assertThat(traces(ada, own)).isEmpty();
            assertThat(blobs()).doesNotContain(ownHash).contains(sharedHash);
            assertThat(account(bob.as())).isEqualTo(bob.account());
            assertThat(Cutting.timeline(bob.as(), bob.job(), 0).getShotsCount()).isPositive();
            assertThat(bob.as()
                            .add(bob.job(), Media.Kind.KIND_CLIP, "edited-a.mp4")
                            .getState())
                    .isEqualTo(Media.State.STATE_ACTIVE);
            assertThat(outcome(() -> server.ofAnotherCreator("ada canary")))
                    .as("the name is free again")
                    .isEqualTo(Status.Code.OK);
        }
    }

    /** Small files of the people's clips are made when nobody waits; they are to be erased too. */
    private void awaitPreviews() {
        Awaitility.await()
                .atMost(DONE)
                .until(() -> count("select count(*) from previews where state in ('PENDING', 'RUNNING')") == 0);
    }

    @Test
    void aServerThatIsKilledMidwayGoesOn() throws Exception {
        String adaId;
        Person ada;
        Media own;
        try (ServerProcess process = ServerProcess.launch(folder, worker, settings(false))) {
            TestServer server = process.client();
            ada = Person.make(server, "ada canary");
            own = ada.as().add(ada.job(), Media.Kind.KIND_CLIP, OWN_FILE);
            adaId = ada.account().getCreatorId();
            var unused = delete(server, adaId, "ada canary");
            process.kill();
        }
        assertThat(states()).containsExactly("HIDDEN");
        try (ServerProcess process = ServerProcess.launch(folder, worker, settings(false))) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(DONE)
                    .until(() -> !states().contains("HIDDEN"));
            process.kill();
        }
        assertThat(states()).doesNotContain("DONE");
        try (ServerProcess process = ServerProcess.launch(folder, worker, settings(false))) {
            await(process.client());
            assertThat(traces(ada, own)).isEmpty();
        }
        assertThat(blobs()).as("nobody else has any").isEmpty();
        assertThat(Files.readString(folder.resolve("log")))
                .contains("everything is gone")
                .doesNotContain(adaId, "canary", Samples.sha256(TestServer.bytes(OWN_FILE)));
    }

    @Test
    void anOldBackupBringsNobodyBack() throws Exception {
        String adaId;
        TestServer ada;
        try (TestServer server = TestServer.start(folder, settings(true))) {
            ada = server.ofAnotherCreator("ada canary");
            adaId = account(ada).getCreatorId();
            var unused = ada.job(10);
        }
        Path data = folder.resolve("data");
        run(
                "cp",
                "-a",
                data.resolve("postgres").toString(),
                folder.resolve("backup").toString());
        try (TestServer server = TestServer.start(folder, settings(true))) {
            var unused = delete(server, adaId, "ada canary");
            await(server);
        }
        run("rm", "-rf", data.resolve("postgres").toString());
        run(
                "cp",
                "-a",
                folder.resolve("backup").toString(),
                data.resolve("postgres").toString());
        try (TestServer server = TestServer.start(folder, settings(true))) {
            assertThat(outcome(() -> account(server.with(ada.token()))))
                    .as("from the first moment on")
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            await(server);
            assertThat(outcome(() -> server.ofAnotherCreator("ada canary"))).isEqualTo(Status.Code.OK);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Every row of the database that still tells of somebody. */
    private List<String> traces(Person person, Media own) throws SQLException {
        List<String> words = List.of(
                person.account().getCreatorId(),
                person.account().getUserId(),
                person.account().getName(),
                person.job().getJobId(),
                own.getMediaId(),
                own.getSha256());
        List<String> found = new ArrayList<>();
        try (Connection connection = connection();
                ResultSet tables = connection
                        .createStatement()
                        .executeQuery(
                                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")) {
            while (tables.next()) {
                String table = tables.getString(1);
                try (ResultSet rows =
                        connection.createStatement().executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        String row = rows.getString(1);
                        words.stream().filter(row::contains).forEach(word -> found.add(table + " has " + word));
                    }
                }
            }
        }
        return found;
    }

    private List<String> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/media"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private long count(String query) throws SQLException {
        try (Connection connection = connection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private List<String> states() throws SQLException {
        List<String> states = new ArrayList<>();
        try (Connection connection = connection();
                ResultSet rows = connection.createStatement().executeQuery("select state from erasures")) {
            while (rows.next()) {
                states.add(rows.getString(1));
            }
        }
        return states;
    }
}
