// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.healthcheck.HealthCheckedEndpointGroup;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.client.retry.Backoff;
import com.linecorp.armeria.client.retry.RetryRule;
import com.linecorp.armeria.client.retry.RetryingClient;
import com.linecorp.armeria.common.Scheme;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.postgres.LocalPostgres;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two server processes stopped one after the other under load: no unary call fails, and watches go on at the other (promise P-20). */
@Tag("promise")
class DrainIT {
    private static final int PEOPLE = 4;
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final ClientFactory connections = ClientFactory.builder().build();
    /** Watches are not read all the time here, which would fill a shared connection's window. */
    private final ClientFactory watching = ClientFactory.builder().build();

    private volatile String phase = "before";
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

    @Test
    void aRollingRestartFailsNoUnaryCallAndEndsStreamsWithAWord() throws Exception {
        TestServer.openTo(folder);
        try (FakeWorker worker = new FakeWorker();
                LocalPostgres postgres = LocalPostgres.start(FreshDatabase.durable(folder.resolve("postgres")));
                ServerProcess first = launch("first", postgres, worker, 0)) {
            int firstPort = first.port();
            Job job = Cutting.job(first.client());
            String token = first.client().token();
            try (ServerProcess second = launch("second", postgres, worker, 0);
                    HealthCheckedEndpointGroup healthy = HealthCheckedEndpointGroup.builder(
                                    EndpointGroup.of(
                                            Endpoint.of("127.0.0.1", firstPort),
                                            Endpoint.of("127.0.0.1", second.port())),
                                    "/readyz")
                            .retryInterval(Duration.ofMillis(200))
                            .build()) {
                healthy.whenReady().join();
                List<Thread> people = new ArrayList<>();
                for (int i = 0; i < PEOPLE; i++) {
                    people.add(Thread.ofVirtual().start(() -> work(healthy, token, job)));
                }
                awaitAnswers(200);
                AtomicLong seen = new AtomicLong();
                try (var watch = watch(first, token, job, 0)) {
                    watch.next();
                    phase = "the first stops";
                    assertStops(first, job);
                    phase = "the second is alone";
                    StatusRuntimeException end = catchThrowableOfType(StatusRuntimeException.class, () -> {
                        while (true) {
                            seen.set(watch.next().getRevision());
                        }
                    });
                    assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(end.getStatus().getDescription()).contains("last_known_revision");
                }
                awaitAnswers(200);
                try (var elsewhere = watch(second, token, job, seen.get())) {
                    assertThat(elsewhere.next().getRevision()).isGreaterThan(seen.get());
                }
                try (ServerProcess again = launch("first", postgres, worker, firstPort)) {
                    again.port();
                    Awaitility.await().until(() -> healthy.endpoints().size() == 2);
                    phase = "the second stops";
                    assertStops(second, job);
                    phase = "the first is alone";
                    awaitAnswers(200);
                    done.set(true);
                    for (Thread person : people) {
                        person.join();
                    }
                }
            }
        }
        connections.close();
        watching.close();
        assertThat(failed).as("failed calls of " + answered).isEmpty();
    }

    private Watching<WatchTimelineRequest, WatchTimelineResponse> watch(
            ServerProcess at, String token, Job job, long known) {
        TimelineServiceGrpc.TimelineServiceStub timelines = GrpcClients.builder("gproto+" + at.uri() + "/")
                .factory(watching)
                .setHeader("authorization", "Bearer " + token)
                .responseTimeoutMillis(0)
                .build(TimelineServiceGrpc.TimelineServiceStub.class);
        return Watching.open(
                timelines::watchTimeline,
                WatchTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setLastKnownRevision(known)
                        .build());
    }

    /** It says first that it is no longer ready, still answers for the pause, and then ends in time with 0. */
    private void assertStops(ServerProcess server, Job job) throws Exception {
        TestServer there = server.client();
        CompletableFuture<Integer> stopped = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                stopped.complete(server.stop());
            } catch (InterruptedException | RuntimeException e) {
                stopped.completeExceptionally(e);
            }
        });
        Awaitility.await("not ready")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> there.get("/readyz").statusCode() == 503);
        assertThat(Cutting.timeline(there, job, 1).getRevision()).isOne();
        assertThat(stopped.get(STOP.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    private void awaitAnswers(long more) {
        long before = answered.get();
        Awaitility.await("more answers").atMost(Duration.ofSeconds(60)).until(() -> answered.get() > before + more);
    }

    /** Reads and edits; like every gRPC client it sends again what was surely not begun, and nothing else. */
    private void work(EndpointGroup healthy, String token, Job job) {
        var timelines = GrpcClients.builder(Scheme.of(GrpcSerializationFormats.PROTO, SessionProtocol.H2C), healthy)
                .factory(connections)
                .responseTimeoutMillis(20_000)
                .setHeader("authorization", "Bearer " + token)
                .decorator(RetryingClient.newDecorator(
                        RetryRule.builder().onUnprocessed().thenBackoff(Backoff.fixed(50))))
                .build(TimelineServiceGrpc.TimelineServiceBlockingStub.class);
        while (!done.get()) {
            try {
                long revision = timelines
                        .getTimeline(GetTimelineRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getRevision();
                answered.incrementAndGet();
                timelines.applyEdits(ApplyEditsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setRevision(revision)
                        .setAutoLock(false)
                        .setOmitTimeline(true)
                        .setRequestId(UUID.randomUUID().toString())
                        .addEdits(Cutting.slip("shot-1", revision % 2 == 0 ? 1 : -1))
                        .build());
                answered.incrementAndGet();
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == Status.Code.ABORTED) {
                    answered.incrementAndGet();
                } else if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                    failed.add(phase + " " + e + " " + e.getCause());
                }
            }
        }
    }

    private ServerProcess launch(String name, LocalPostgres postgres, FakeWorker worker, int port) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("RUSHES_DRAIN_PAUSE_SECONDS", "3");
        settings.put("RUSHES_PORT", Integer.toString(port));
        settings.put("RUSHES_DATABASE_URL", postgres.jdbcUrl());
        settings.put("RUSHES_DATABASE_USER", postgres.user());
        settings.put("RUSHES_DATABASE_PASSWORD", postgres.password());
        return ServerProcess.launch(Files.createDirectories(folder.resolve(name)), worker, settings);
    }
}
