// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AddMemberRequest;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateCreatorRequest;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.GetMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.Member;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.Role;
import dev.rushes.postgres.LocalPostgres;
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
    private final String token;
    private final AutoCloseable process;

    private TestServer(int port, String token, AutoCloseable process) {
        this.port = port;
        this.token = token;
        this.process = process;
    }

    /** Talks to a server that somebody else started on {@code folder} and stops. */
    static TestServer at(int port, Path folder) throws IOException {
        return new TestServer(port, localToken(folder), () -> {});
    }

    private static String localToken(Path folder) throws IOException {
        return Files.readString(folder.resolve("data/access-token")).strip();
    }

    /** Returns the token its calls are made with. */
    String token() {
        return token;
    }

    /** Talks to the same server with another token; an empty one is none. */
    TestServer with(String other) {
        return new TestServer(port, other, () -> {});
    }

    /** Talks to the same server as another lead of the same creator. */
    TestServer as(String name) {
        return as(name, Role.ROLE_LEAD);
    }

    /** Talks to the same server as somebody with a role with the same creator. */
    TestServer as(String name, Role role) {
        AccountServiceGrpc.AccountServiceBlockingStub accounts =
                client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
        Member member = accounts.addMember(
                AddMemberRequest.newBuilder().setName(name).setRole(role).build());
        return with(accounts.createApiToken(CreateApiTokenRequest.newBuilder()
                        .setUserId(member.getUserId())
                        .build())
                .getText());
    }

    /** Lets PostgreSQL enter, which runs as nobody when the tests run as root. */
    static void openTo(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a server in {@code folder} that calls the worker at {@code workerAddress}. */
    static TestServer start(Path folder, String workerAddress) throws IOException, InterruptedException {
        return start(folder, Map.of("RUSHES_WORKERS", workerAddress));
    }

    /** Returns the settings of a server on a database of the test's own, and more settings, each a name and a value. */
    static Map<String, String> on(LocalPostgres postgres, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RUSHES_DATABASE_URL", postgres.jdbcUrl(),
                "RUSHES_DATABASE_USER", postgres.user(),
                "RUSHES_DATABASE_PASSWORD", postgres.password()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
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
        if (!settings.containsKey("RUSHES_DATABASE_URL")) {
            FreshDatabase.putInto(Path.of(environment.getOrDefault("RUSHES_DATA_DIR", "")));
        }
        RushesServer server = RushesServer.start(ServerConfig.from(environment));
        return new TestServer(server.port(), localToken(folder), server);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Talks to the same server as somebody who works for nobody else. */
    TestServer ofAnotherCreator(String name) {
        return with(client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class)
                .createCreator(CreateCreatorRequest.newBuilder().setName(name).build())
                .getText());
    }

    <T> T client(String format, Class<T> stub) {
        var builder = GrpcClients.builder(format + "+http://127.0.0.1:" + port + "/");
        if (!token.isEmpty()) {
            builder.setHeader("authorization", "Bearer " + token);
        }
        return builder.responseTimeoutMillis(0).maxResponseLength(0).build(stub);
    }

    GenerationServiceGrpc.GenerationServiceBlockingStub generations() {
        return client("gproto", GenerationServiceGrpc.GenerationServiceBlockingStub.class);
    }

    /** Makes a project with one job of this length. */
    Job job(int seconds) {
        Project project = client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                .createProject(CreateProjectRequest.newBuilder()
                        .setProject(Project.newBuilder().setDisplayName("Spring"))
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
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
    }

    HttpResponse<String> head(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).HEAD().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json);
    }

    HttpResponse<String> patch(String path, String json) throws IOException, InterruptedException {
        return send("PATCH", path, json);
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        return HTTP.send(
                request(path)
                        .header("content-type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
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
