// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.CreateAnonymousSessionRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.CreateStyleProfileRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListErasuresRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.wire.StyleWire;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries Rushes without an account: it works, nothing is learned, and nothing stays. */
class AnonymousIT {
    @TempDir
    Path folder;

    private static AccountServiceGrpc.AccountServiceBlockingStub accounts(TestServer as) {
        return as.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private static CreatedToken begin(TestServer server) {
        return accounts(server.with("")).createAnonymousSession(CreateAnonymousSessionRequest.getDefaultInstance());
    }

    private static void assertRefused(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void thereAreNoneUnlessTheInstallationWantsThem() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of())) {
            assertRefused(Status.Code.FAILED_PRECONDITION, () -> begin(server));
        }
    }

    @Test
    void aSessionWorksLearnsNothingAndLeavesNothing() throws Exception {
        TestServer.openTo(folder);
        try (FakeWorker worker = new FakeWorker();
                LocalPostgres postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("database")));
                TestServer server = TestServer.start(
                        folder,
                        TestServer.on(
                                postgres,
                                "RUSHES_WORKERS",
                                worker.address(),
                                "RUSHES_ANONYMOUS_SESSIONS",
                                "2",
                                "RUSHES_ERASURE_SETTLE_SECONDS",
                                "0"))) {
            CreatedToken token = begin(server);
            TestServer stranger = server.with(token.getText());
            Job job = stranger.job(10);
            for (String clip : "a b c d e f g h".split(" ")) {
                stranger.add(job, Media.Kind.KIND_CLIP, "edited-" + clip + ".mp4");
            }
            stranger.add(job, Media.Kind.KIND_SONG, "edited.mp3");
            stranger.add(job, Media.Kind.KIND_FINISHED_VIDEO, "past.mp4");
            Cutting.generate(stranger, job);
            assertThat(Cutting.timeline(stranger, job, 0).getShotsCount()).isPositive();
            var exported = Cutting.timelines(stranger)
                    .exportTimeline(ExportTimelineRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setFormat(ExportTimelineRequest.Format.FORMAT_OTIO)
                            .build());
            assertThat(exported).isNotNull();
            assertRefused(
                    Status.Code.FAILED_PRECONDITION,
                    () -> stranger.client("gproto", StyleProfileServiceGrpc.StyleProfileServiceBlockingStub.class)
                            .createStyleProfile(CreateStyleProfileRequest.newBuilder()
                                    .setStyleProfile(StyleWire.toProto(DefaultStyle.profile()))
                                    .build()));
            assertRefused(
                    Status.Code.PERMISSION_DENIED,
                    () -> accounts(stranger).createApiToken(CreateApiTokenRequest.getDefaultInstance()));
            assertRefused(
                    Status.Code.PERMISSION_DENIED,
                    () -> accounts(stranger).createPairing(CreatePairingRequest.getDefaultInstance()));
            assertThat(count(postgres, "select count(*) from style_profiles"))
                    .as("learned")
                    .isZero();
            assertThat(count(postgres, "select count(*) from session_events"))
                    .as("recorded")
                    .isZero();

            CreatedToken second = begin(server);
            assertRefused(Status.Code.RESOURCE_EXHAUSTED, () -> begin(server));
            assertThat(second.getToken().hasExpireTime()).isTrue();

            var unused = accounts(stranger)
                    .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                            .setTokenId(token.getToken().getTokenId())
                            .build());
            // A session that has just begun has its token a moment later than its creator; the minute for that is over
            // now.
            run(postgres, "update creators set create_time = create_time - interval '2 minutes'");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            accounts(server)
                                            .listErasures(ListErasuresRequest.getDefaultInstance())
                                            .getErasuresList()
                                            .stream()
                                            .filter(erasure -> erasure.hasFinishTime())
                                            .count()
                                    == 1);
            assertThat(count(postgres, "select count(*) from jobs")).isZero();
            assertThat(count(postgres, "select count(*) from creators where creator_id like 'anonymous-%'"))
                    .as("the other session goes on")
                    .isEqualTo(1);
        }
    }

    private static long count(LocalPostgres postgres, String query) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void run(LocalPostgres postgres, String statement) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            connection.createStatement().execute(statement);
        }
    }
}
