// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import io.grpc.Codec;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of a server as it is shipped (reliability.md 1.5), each seen from outside; times are in {@link ConnectionIT}. */
@Tag("promise")
class SettingsIT {
    private static final long MOST_MEMORY_OF_A_FLOOD = 64 << 20;
    private static final long MOST_BYTES_TAKEN_OF_A_FLOOD = 32 << 20;
    private static final int CALLS_BESIDE_A_FLOOD = 300;

    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(
                folder,
                Map.of(
                        "RUSHES_WORKERS",
                        worker.address(),
                        "RUSHES_DEV",
                        "false",
                        "RUSHES_ALLOWED_ORIGINS",
                        "https://edit.example"));
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aConnectionTakes128StreamsAnd8KibOfHeaders() throws Exception {
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            var settings = connection.await(frame -> frame.type() == RawHttp2.SETTINGS && !frame.ack());
            assertThat(settings.settings())
                    .containsEntry(RawHttp2.MAX_CONCURRENT_STREAMS, 128L)
                    .containsEntry(RawHttp2.MAX_HEADER_LIST_SIZE, 8192L);
        }
    }

    @Test
    void theStreamBeyondTheLimitIsRefused() throws Exception {
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            connection.await(frame -> frame.type() == RawHttp2.SETTINGS && frame.ack());
            int last = 0;
            for (int i = 0; i <= 128; i++) {
                last = connection.call("grpc.health.v1.Health/Watch");
            }
            int refused = last;
            var answer = connection.await(frame -> frame.type() == RawHttp2.RESET && frame.stream() == refused);
            assertThat(answer).as("the 129th stream is reset").isNotNull();
        }
    }

    @Test
    void rapidResetsEndTheConnectionAndNoOther() throws Exception {
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            connection.await(frame -> frame.type() == RawHttp2.SETTINGS && frame.ack());
            try {
                for (int i = 0; i < 210; i++) {
                    connection.reset(connection.call("rushes.v1.ProjectService/ListProjects"));
                }
            } catch (SocketException e) {
                assertThat(e).as("it hung up while we went on").isNotNull();
            }
            var away = connection.await(frame -> frame.type() == RawHttp2.GO_AWAY);
            assertThat(away.number(4)).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        }
    }

    /** P-26: whoever breaks the protocol with the first bytes is sent away and held, and not let go to come back at once. */
    @Test
    void whoBreaksTheProtocolAtOnceIsHeld() throws Exception {
        try (RawHttp2 connection =
                RawHttp2.resettingAtOnce(server.uri("/"), "rushes.v1.ProjectService/ListProjects", 210)) {
            var away = connection.await(frame -> frame.type() == RawHttp2.GO_AWAY);
            assertThat(away.number(4)).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(connection.isSilentFor(Duration.ofSeconds(2)))
                    .as("neither spoken to nor hung up on")
                    .isTrue();
        }
    }

    /** P-26, P-20: whoever is held does not keep a server from stopping, and is not let in without end. */
    @Test
    void whoIsHeldIsNotWaitedForWhenTheServerStops(@TempDir Path own) throws Exception {
        TestServer stopping = TestServer.start(own, worker.address());
        List<RawHttp2> held = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                RawHttp2 connection =
                        RawHttp2.resettingAtOnce(stopping.uri("/"), "rushes.v1.ProjectService/ListProjects", 210);
                held.add(connection);
                connection.await(frame -> frame.type() == RawHttp2.GO_AWAY);
            }
            RawHttp2 onceMore = new RawHttp2(stopping.uri("/"), 65_535);
            held.add(onceMore);
            assertThat(onceMore.isSilentFor(Duration.ofSeconds(2)))
                    .as("one more is not even greeted")
                    .isTrue();
        } finally {
            // Those after the tenth are held for a minute.
            assertTimeoutPreemptively(Duration.ofSeconds(20), stopping::close);
            for (RawHttp2 connection : held) {
                connection.close();
            }
        }
    }

    /** P-26: a flood whose answers nobody reads fills no memory, and others are answered meanwhile. */
    @ParameterizedTest
    @EnumSource
    void aFloodFillsNoMemoryAndOthersAreAnswered(RawHttp2.Flood kind) throws Exception {
        AtomicLong sent = new AtomicLong();
        long before = usedBytes();
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535);
                ExecutorService attacker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> flood = attacker.submit(() -> {
                connection.flood(kind, sent);
                return null;
            });
            Awaitility.await().until(() -> flood.isDone() || sent.get() > 0);
            for (int call = 0; call < CALLS_BESIDE_A_FLOOD; call++) {
                assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            }
            assertThat(usedBytes() - before)
                    .as("memory that " + sent + " bytes of " + kind + " took")
                    .isLessThan(MOST_MEMORY_OF_A_FLOOD);
            connection.close();
            flood.get();
        }
    }

    /** P-26: what costs only the server is read no more after the first thousand, and whoever sends it is hung up on. */
    @ParameterizedTest
    @EnumSource(names = {"PINGS", "SETTINGS"})
    void aFloodIsHeldThenHungUpOn(RawHttp2.Flood kind) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> connection.flood(kind, sent));
        }
        assertThat(sent).as("bytes that lie in sockets' buffers").hasValueLessThan(MOST_BYTES_TAKEN_OF_A_FLOOD);
    }

    /** On the heap after a collection, and in the buffers of connections. */
    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void aGrpcMessageAbove4MibIsResourceExhausted() {
        for (int mib : new int[] {5, 7, 20}) {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class, () -> projects().createProject(project("x".repeat(mib << 20))));
            assertThat(error.getStatus().getCode()).as(mib + " MiB").isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aRestBodyAbove6MibIsRefused() throws Exception {
        String long7 = "{\"displayName\":\"" + "x".repeat(7 << 20) + "\"}";
        WebClient client = WebClient.of("h1c://127.0.0.1:" + server.uri("/").getPort());
        AggregatedHttpResponse response = client.execute(
                        RequestHeaders.of(HttpMethod.POST, "/api/v1/projects", "content-type", "application/json"),
                        long7)
                .aggregate()
                .join();
        assertThat(response.status().code()).isEqualTo(413);
    }

    @Test
    void headersAbove8KibAreRefused() throws Exception {
        assertThat(statusOf("x-long: " + "x".repeat(7000))).isEqualTo(200);
        assertThat(statusOf("x-long: " + "x".repeat(9000))).isEqualTo(431);
    }

    @Test
    void reflectionAndDocumentationAreForDevelopersOnly() throws Exception {
        assertThat(server.get("/docs/").statusCode()).isEqualTo(404);
        HttpResponse<String> reflection = server.send(
                "POST",
                "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                new byte[0],
                Map.of("content-type", "application/grpc+proto"));
        assertThat(reflection.statusCode() == 404
                        || reflection
                                .headers()
                                .firstValue("grpc-status")
                                .orElse("")
                                .equals("12"))
                .as("reflection is unknown: " + reflection.statusCode() + " "
                        + reflection.headers().map())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
    void anAllowedOriginMayUseEveryMethodOfTheContract(String method) throws Exception {
        HttpResponse<String> allowed = preflight("https://edit.example", method);
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("access-control-allow-methods").orElse(""))
                .contains(method);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("https://edit.example");
        assertThat(preflight("https://other.example", method).headers().firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    private static HttpResponse<String> preflight(String origin, String method) throws Exception {
        return server.send(
                "OPTIONS",
                "/api/v1/account/tokens/019ad000-0000-7000-8000-000000000000",
                new byte[0],
                Map.of(
                        "origin",
                        origin,
                        "access-control-request-method",
                        method,
                        "access-control-request-headers",
                        "authorization"));
    }

    @Test
    void compressedRequestsAreRefused() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("{\"displayName\":\"Spring\"}".getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> rest = server.send(
                "POST",
                "/api/v1/projects",
                zipped.toByteArray(),
                Map.of("content-type", "application/json", "content-encoding", "gzip"));
        assertThat(rest.statusCode()).isEqualTo(415);
        assertThat(rest.body()).contains("send the body as it is");

        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> GrpcClients.builder(
                                "gproto+http://127.0.0.1:" + server.uri("/").getPort() + "/")
                        .compressor(new Codec.Gzip())
                        .build(ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                        .createProject(project("zipped ".repeat(1000))));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(error.getStatus().getDescription()).contains("send messages as they are");
    }

    @Test
    void onlyLongAnswersAreCompressed() throws Exception {
        Job job = server.job(10);
        assertThat(encoding("/api/v1/jobs/" + job.getJobId())).isEmpty();
        for (int i = 0; i < 60; i++) {
            projects().createProject(project("a name of some length, as people give them: " + i));
        }
        String list = "/api/v1/projects?page_size=100";
        assertThat(server.get(list).body().length())
                .as("long enough to be worth it")
                .isGreaterThan(8192);
        assertThat(encoding(list)).isEqualTo("gzip");
    }

    @Test
    void connectionsOfOneAddressAreCounted(@TempDir Path own) throws Exception {
        try (TestServer narrow = TestServer.start(
                own,
                Map.of(
                        "RUSHES_WORKERS",
                        worker.address(),
                        "RUSHES_MAX_CONNECTIONS_PER_ADDRESS",
                        "3",
                        "RUSHES_MAX_CONNECTIONS",
                        "100"))) {
            List<Socket> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(alive(narrow));
            }
            assertThat(isRefused(narrow)).as("a fourth").isTrue();
            held.removeLast().close();
            Awaitility.await().until(() -> !isRefused(narrow));
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void connectionsOfAllAreCounted(@TempDir Path own) throws Exception {
        try (TestServer narrow =
                TestServer.start(own, Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_MAX_CONNECTIONS", "3"))) {
            List<Socket> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(alive(narrow));
            }
            assertThat(isRefused(narrow)).as("a fourth").isTrue();
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Opens a connection and has one request answered on it. */
    private static Socket alive(TestServer on) throws IOException {
        Socket socket = new Socket("127.0.0.1", on.uri("/").getPort());
        assertThat(answers(socket)).isTrue();
        return socket;
    }

    private static boolean isRefused(TestServer on) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", on.uri("/").getPort())) {
            return !answers(socket);
        }
    }

    private static boolean answers(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException e) {
            return false;
        }
    }

    private static int statusOf(String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET /livez HTTP/1.1\r\nhost: localhost\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(start, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    private static String encoding(String path) throws Exception {
        return server.get(path, "accept-encoding", "gzip")
                .headers()
                .firstValue(HttpHeaderNames.CONTENT_ENCODING.toString())
                .orElse("");
    }

    private static CreateProjectRequest project(String name) {
        return CreateProjectRequest.newBuilder()
                .setProject(Project.newBuilder().setDisplayName(name).setCreatorId("ada"))
                .build();
    }

    private static ProjectServiceGrpc.ProjectServiceBlockingStub projects() {
        return server.client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class);
    }
}
