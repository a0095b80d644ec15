// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.GetMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** A real server on a real PostgreSQL below a folder, for integration tests. */
final class TestServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final AutoCloseable process;

    private TestServer(int port, AutoCloseable process) {
        this.port = port;
        this.process = process;
    }

    /** Talks to a server that somebody else started and stops. */
    static TestServer at(int port) {
        return new TestServer(port, () -> {});
    }

    /** Lets PostgreSQL enter, which runs as nobody when the tests run as root. */
    static void openTo(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a server in {@code folder} that calls the worker at {@code workerAddress}. */
    static TestServer start(Path folder, String workerAddress) throws IOException, InterruptedException {
        return start(folder, Map.of("RUSHES_WORKERS", workerAddress));
    }

    static TestServer start(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        openTo(folder);
        Map<String, String> environment = new HashMap<>(Map.of(
                "RUSHES_DATA_DIR",
                folder.resolve("data").toString(),
                "RUSHES_PORT",
                "0",
                "RUSHES_FREE_SPACE_FLOOR_BYTES",
                "0",
                "RUSHES_DEV",
                "true"));
        environment.putAll(settings);
        RushesServer server = RushesServer.start(ServerConfig.from(environment));
        return new TestServer(server.port(), server);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    <T> T client(String format, Class<T> stub) {
        return GrpcClients.builder(format + "+http://127.0.0.1:" + port + "/")
                .responseTimeoutMillis(0)
                .maxResponseLength(0)
                .build(stub);
    }

    GenerationServiceGrpc.GenerationServiceBlockingStub generations() {
        return client("gproto", GenerationServiceGrpc.GenerationServiceBlockingStub.class);
    }

    /** Makes a project with one job of this length. */
    Job job(int seconds) {
        Project project = client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                .createProject(CreateProjectRequest.newBuilder()
                        .setProject(
                                Project.newBuilder().setDisplayName("Spring").setCreatorId("ada"))
                        .build());
        return client("gproto", JobServiceGrpc.JobServiceBlockingStub.class)
                .createJob(CreateJobRequest.newBuilder()
                        .setJob(Job.newBuilder()
                                .setProjectId(project.getProjectId())
                                .setDisplayName("Reel")
                                .setTargetDuration(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(seconds)))
                        .build());
    }

    Media announce(Job job, Media.Kind kind, String fileName) {
        byte[] bytes = bytes(fileName);
        return client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .createMedia(CreateMediaRequest.newBuilder()
                        .setMedia(Media.newBuilder()
                                .setJobId(job.getJobId())
                                .setKind(kind)
                                .setFileName(fileName)
                                .setSizeBytes(bytes.length)
                                .setSha256(Samples.sha256(bytes)))
                        .build());
    }

    /** Announces and uploads a file whose bytes follow from its name. */
    Media add(Job job, Media.Kind kind, String fileName) throws IOException, InterruptedException {
        Media media = announce(job, kind, fileName);
        if (!media.getUploadPath().isEmpty()) {
            HttpResponse<String> response = put(media.getUploadPath(), bytes(fileName), Map.of());
            if (response.statusCode() != 204) {
                throw new IOException(response.statusCode() + ": " + response.body());
            }
        }
        return media;
    }

    /** Returns a link to the bytes of a file. */
    String content(Media media) {
        return client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .getMedia(GetMediaRequest.newBuilder()
                        .setMediaId(media.getMediaId())
                        .build())
                .getContentPath();
    }

    static byte[] bytes(String fileName) {
        return ("content of " + fileName).getBytes(StandardCharsets.UTF_8);
    }

    HttpResponse<String> put(String path, byte[] bytes, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send("PUT", path, bytes, headers);
    }

    HttpResponse<String> send(String method, String path, byte[] bytes, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> head(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).HEAD().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
