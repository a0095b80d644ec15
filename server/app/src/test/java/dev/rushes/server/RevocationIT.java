// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Member;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.RemoveMemberRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.api.v1.WhoAmIRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a token allows ends when its holder's role does, also for streams that are open. */
class RevocationIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;
    private static Job job;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
        job = Cutting.job(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    private static AccountServiceGrpc.AccountServiceBlockingStub accounts(TestServer as) {
        return as.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
    }

    private static Member member(String name, Role role) {
        return accounts(server)
                .addMember(AddMemberRequest.newBuilder()
                        .setName(name)
                        .setRole(role)
                        .build());
    }

    private static CreatedToken token(Member member) {
        return accounts(server)
                .createApiToken(CreateApiTokenRequest.newBuilder()
                        .setUserId(member.getUserId())
                        .build());
    }

    @Test
    void aChangedRoleReachesTokensIssuedBefore() {
        TestServer lea = server.with(token(member("lea", Role.ROLE_LEAD)).getText());
        assertThat(create(lea)).isEqualTo(Status.Code.OK);

        Member demoted = member("lea", Role.ROLE_REVIEWER);
        assertThat(create(lea)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(accounts(lea).whoAmI(WhoAmIRequest.getDefaultInstance()).getRole())
                .isEqualTo(demoted.getRole());

        Member promoted = member("lea", Role.ROLE_CREATOR);
        assertThat(accounts(lea).whoAmI(WhoAmIRequest.getDefaultInstance()).getRole())
                .as("a token gives no more than it was made for, whatever its holder becomes")
                .isEqualTo(Role.ROLE_LEAD);
        assertThat(promoted.getRole()).isEqualTo(Role.ROLE_CREATOR);
        assertThat(create(lea)).isEqualTo(Status.Code.OK);
    }

    private static Status.Code create(TestServer as) {
        try {
            Project unused = as.client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                    .createProject(CreateProjectRequest.newBuilder()
                            .setProject(Project.newBuilder().setDisplayName("Summer"))
                            .build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @Test
    void openStreamsEndSoonAfterTheirTokenIsRevoked() throws Exception {
        CreatedToken token = token(member("max", Role.ROLE_REVIEWER));
        CompletableFuture<Status.Code> watch = watch(token.getText());
        CompletableFuture<String> events = events(token.getText());
        var unused = accounts(server)
                .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                        .setTokenId(token.getToken().getTokenId())
                        .build());
        assertEnds(watch, events);
    }

    @Test
    void openStreamsEndSoonAfterTheirTokenExpired() throws Exception {
        Instant soon = Instant.now().plusSeconds(3);
        CreatedToken token = accounts(server)
                .createApiToken(CreateApiTokenRequest.newBuilder()
                        .setExpireTime(Timestamp.newBuilder().setSeconds(soon.getEpochSecond()))
                        .build());
        assertEnds(watch(token.getText()), events(token.getText()));
    }

    @Test
    void openStreamsEndSoonAfterTheirMemberIsRemoved() throws Exception {
        Member nina = member("nina", Role.ROLE_LEAD);
        CreatedToken token = token(nina);
        CompletableFuture<Status.Code> watch = watch(token.getText());
        CompletableFuture<String> events = events(token.getText());
        var unused = accounts(server)
                .removeMember(RemoveMemberRequest.newBuilder()
                        .setUserId(nina.getUserId())
                        .build());
        assertEnds(watch, events);
    }

    private static void assertEnds(CompletableFuture<Status.Code> watch, CompletableFuture<String> events)
            throws Exception {
        assertThat(watch.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(events.get(SOON.toSeconds(), TimeUnit.SECONDS))
                .contains("event: error")
                .contains("SIGN_IN_REQUIRED");
    }

    /** Opens a stream, waits for its first message, and returns how it will end. */
    private static CompletableFuture<Status.Code> watch(String token) {
        Iterator<WatchTimelineResponse> stream = server.with(token)
                .client("gproto", TimelineServiceGrpc.TimelineServiceBlockingStub.class)
                .watchTimeline(WatchTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        assertThat(stream.next().getRevision()).isPositive();
        return CompletableFuture.supplyAsync(() -> {
            try {
                while (stream.hasNext()) {
                    WatchTimelineResponse unused = stream.next();
                }
                return Status.Code.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            }
        });
    }

    private static CompletableFuture<String> events(String token) throws IOException, InterruptedException {
        HttpResponse<java.util.stream.Stream<String>> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri("/api/v1/jobs/" + job.getJobId() + "/timeline:watch"))
                                .header("authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return CompletableFuture.supplyAsync(() -> response.body().collect(java.util.stream.Collectors.joining("\n")));
    }
}
