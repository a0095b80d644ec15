// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import dev.rushes.api.v1.GetJobRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches a collector of traces, which runs in this test. */
class TracesIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private Server collector;

    @BeforeEach
    void collect() {
        collector = Server.builder()
                .service(
                        "/v1/traces",
                        (context, request) ->
                                HttpResponse.of(request.aggregate().thenApply(body -> {
                                    received.add(body.content().toString(StandardCharsets.ISO_8859_1));
                                    return HttpResponse.of(HttpStatus.OK);
                                })))
                .build();
        collector.start().join();
    }

    @AfterEach
    void stop() {
        collector.stop().join();
    }

    @Test
    void callsReachTheCollectorWithoutSecrets() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(
                        folder, Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_OTLP_ENDPOINT", address()))) {
            Job job = call(server);
            server.get("/api/v1/jobs/" + job.getJobId(), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> String.join("", received).contains(bytes(TRACE)));
            assertThat(String.join("", received))
                    .contains("rushes-server", "rushes.v1.JobService/GetJob")
                    .doesNotContain(job.getJobId(), server.token(), "/readyz");
        }
    }

    /** Not even the environment that switches the SDK of OpenTelemetry on elsewhere does so here. */
    @Test
    void nothingIsSentByDefault() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(
                        folder,
                        worker,
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", address(), "OTEL_TRACES_EXPORTER", "otlp"))) {
            call(server.client());
            assertThat(server.stop()).isZero();
        }
        assertThat(received).isEmpty();
    }

    private String address() {
        return "http://127.0.0.1:" + collector.activeLocalPort();
    }

    private static Job call(TestServer server) {
        Job job = server.job(10);
        return server.client("gproto", JobServiceGrpc.JobServiceBlockingStub.class)
                .getJob(GetJobRequest.newBuilder().setJobId(job.getJobId()).build());
    }

    /** A trace id as it stands in the message. */
    private static String bytes(String hexadecimal) {
        return new String(java.util.HexFormat.of().parseHex(hexadecimal), StandardCharsets.ISO_8859_1);
    }
}
