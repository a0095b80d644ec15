// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GetJobRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL stopped, frozen and killed under a running server (promise P-22). */
@Tag("promise")
class DatabaseOutageIT {
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final int OUTAGES = Integer.getInteger("rushes.outages", 3);
    private static final int CALLERS = 16;
    private static final long PAUSE_NANOS = 20_000_000;

    @TempDir
    private Path folder;

    /** Stopped, frozen and killed under load: told at once each time, used again without hand work when it is back. */
    @Test
    void everyOutageIsToldAtOnceAndPassesByItself() throws Exception {
        TestServer.openTo(folder);
        PostgresConfig config = FreshDatabase.durable(folder.resolve("external"));
        LocalPostgres postgres = LocalPostgres.start(config);
        try (FakeWorker worker = new FakeWorker();
                TestServer server = startOn(postgres, worker);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Job job = server.job(10);
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Status>> last = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                last.add(callers.submit(() -> callUntil(over, server, job)));
            }
            try {
                for (int outage = 0; outage < OUTAGES; outage++) {
                    switch (outage % 3) {
                        case 0 -> {
                            postgres.close();
                            assertTold(server, job);
                            postgres = LocalPostgres.start(config.onPort(postgres.port()));
                        }
                        case 1 -> {
                            List<ProcessHandle> processes = family(postgres.pid());
                            try {
                                signal("-STOP", processes);
                                assertTold(server, job);
                            } finally {
                                signal("-CONT", processes);
                            }
                        }
                        default -> {
                            signal("-KILL", family(postgres.pid()).subList(0, 1));
                            assertTold(server, job);
                            postgres.relaunch();
                        }
                    }
                    awaitReady(server, 200);
                    // A call may still meet a connection that the outage broke, and is told to come again.
                    Awaitility.await("the job after the outage")
                            .atMost(RECOVERY)
                            .ignoreExceptionsMatching(
                                    error -> Status.fromThrowable(error).getCode() == Status.Code.UNAVAILABLE)
                            .untilAsserted(() -> assertThat(find(server, job)).isEqualTo(job));
                }
            } finally {
                over.set(true);
            }
            for (Future<Status> caller : last) {
                assertThat(caller.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.OK);
            }
        } finally {
            postgres.close();
        }
    }

    /** Calls again and again and returns how the call after the last outage ended; one that is stuck may end at its deadline. */
    private static Status callUntil(AtomicBoolean over, TestServer server, Job job) {
        while (true) {
            boolean isLast = over.get();
            Status status = Status.OK;
            try {
                find(server, job);
            } catch (StatusRuntimeException e) {
                status = e.getStatus();
                assertThat(status.getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
            }
            if (isLast) {
                return status;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void assertTold(TestServer server, Job job) throws Exception {
        awaitReady(server, 503);
        assertRefusedQuickly(server, job);
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }

    private static void awaitReady(TestServer server, int status) {
        Awaitility.await().atMost(RECOVERY).until(() -> server.get("/readyz").statusCode() == status);
    }

    /** The call waits for a row that somebody holds when PostgreSQL freezes: nothing but the server's deadline ends it in time. */
    @Test
    void aCallThatIsStuckEndsAtTheServersDeadline() throws Exception {
        TestServer.openTo(folder);
        try (LocalPostgres postgres = LocalPostgres.start(FreshDatabase.durable(folder.resolve("external")));
                FakeWorker worker = new FakeWorker();
                TestServer server = startOn(postgres, worker);
                Connection holder = postgres.dataSource().getConnection();
                Connection looker = postgres.dataSource().getConnection()) {
            Job job = server.job(10);
            holder.setAutoCommit(false);
            holder.createStatement().execute("select 1 from projects for update");
            long begin = System.nanoTime();
            CompletableFuture<Status> ended = CompletableFuture.supplyAsync(
                    () -> refusalOfAJob(server, job.getProjectId()), Thread::startVirtualThread);
            Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> isWaitedFor(looker));
            List<ProcessHandle> processes = family(postgres.pid());
            try {
                signal("-STOP", processes);
                assertThat(ended.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(14));
            } finally {
                signal("-CONT", processes);
            }
        }
    }

    private static boolean isWaitedFor(Connection looker) throws SQLException {
        try (var row = looker.createStatement()
                .executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
            return row.next() && row.getLong(1) > 0;
        }
    }

    private static Status refusalOfAJob(TestServer server, String projectId) {
        try {
            server.client("gproto", JobServiceGrpc.JobServiceBlockingStub.class)
                    .createJob(CreateJobRequest.newBuilder()
                            .setJob(Job.newBuilder()
                                    .setProjectId(projectId)
                                    .setDisplayName("Reel")
                                    .setTargetDuration(com.google.protobuf.Duration.newBuilder()
                                            .setSeconds(10)))
                            .build());
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void killedDatabaseOfTheServerIsStartedAgainAndNothingIsLost() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, worker.address())) {
            Job job = server.job(10);
            Path postmaster = folder.resolve("data/postgres/data/postmaster.pid");
            long killed = pid(postmaster);

            signal("-KILL", family(killed).subList(0, 1));
            List<Status> refusals = new ArrayList<>();
            Awaitility.await().atMost(RECOVERY).until(() -> {
                Optional<Status> refusal = refusalOf(server);
                refusal.ifPresent(refusals::add);
                return refusal.isEmpty() && Files.exists(postmaster) && pid(postmaster) != killed;
            });

            assertThat(refusals).extracting(Status::getCode).containsOnly(Status.Code.UNAVAILABLE);
            assertThat(find(server, job)).isEqualTo(job);
        }
    }

    private TestServer startOn(LocalPostgres postgres, FakeWorker worker) throws IOException, InterruptedException {
        return TestServer.start(folder, TestServer.on(postgres, "RUSHES_WORKERS", worker.address()));
    }

    @Test
    void aServerWhoseDatabaseCannotBeStartedAgainEnds() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(folder, worker)) {
            server.port();
            Path data = folder.resolve("data/postgres/data");
            long postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
            Files.move(data, data.resolveSibling("gone"));
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
            assertThat(server.end()).isOne();
            assertThat(folder.resolve("log")).content().contains("the server stops, because it has no database");
        }
    }

    /** Thirty calls, each refused as unavailable, with a time to wait, the slowest in under a second. */
    private static void assertRefusedQuickly(TestServer server, Job job) throws InvalidProtocolBufferException {
        Duration slowest = Duration.ZERO;
        for (int call = 0; call < 30; call++) {
            long begin = System.nanoTime();
            StatusRuntimeException refused = null;
            try {
                find(server, job);
            } catch (StatusRuntimeException e) {
                refused = e;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            assertThat(refused).as("call %s", call).isNotNull();
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            com.google.rpc.Status details = Objects.requireNonNull(StatusProto.fromThrowable(refused));
            assertThat(details.getDetailsList())
                    .extracting(Any::getTypeUrl)
                    .containsExactly(
                            "type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.RetryInfo");
            assertThat(details.getDetails(0).unpack(ErrorInfo.class).getReason())
                    .isEqualTo("DATABASE_UNAVAILABLE");
            assertThat(details.getDetails(1).unpack(RetryInfo.class).getRetryDelay())
                    .isEqualTo(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(1)
                            .build());
        }
        assertThat(slowest).isLessThan(Duration.ofSeconds(1));
    }

    private static Job find(TestServer server, Job job) {
        return server.client("gproto", JobServiceGrpc.JobServiceBlockingStub.class)
                .getJob(GetJobRequest.newBuilder().setJobId(job.getJobId()).build());
    }

    private static Optional<Status> refusalOf(TestServer server) {
        try {
            server.client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                    .createProject(CreateProjectRequest.newBuilder()
                            .setRequestId(UUID.randomUUID().toString())
                            .setProject(Project.newBuilder().setDisplayName("Autumn"))
                            .build());
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return Optional.of(e.getStatus());
        }
    }

    private static long pid(Path postmasterFile) throws IOException {
        return Long.parseLong(Files.readAllLines(postmasterFile).getFirst());
    }

    private static List<ProcessHandle> family(long postmaster) {
        ProcessHandle parent = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(parent));
        all.addAll(parent.descendants().toList());
        return all;
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
