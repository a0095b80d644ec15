// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.CreateCreatorRequest;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.testkit.sample.Samples;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One person's connection: generated calls and uploads, with the access token of the data folder where it has one. */
final class Connection implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final int WINDOW_BYTES = 65_535;

    private final URI server;
    private final String token;
    private final ManagedChannel transport;
    private final Channel channel;

    private Connection(URI server, String token) {
        this.server = server;
        this.token = token;
        this.transport = NettyChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .build();
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        this.channel = ClientInterceptors.intercept(transport, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Connects to a server, or to a proxy before it, with the token in {@code data}. */
    static Connection to(URI server, Path data) throws IOException {
        Path file = data.resolve("access-token");
        return new Connection(
                server, Files.exists(file) ? Files.readString(file).strip() : "");
    }

    /** Connects to the same server as somebody who works for nobody else. */
    Connection ofAnotherCreator(String name) {
        String text = call(AccountServiceGrpc::newBlockingStub)
                .createCreator(CreateCreatorRequest.newBuilder().setName(name).build())
                .getText();
        return new Connection(server, text);
    }

    <S extends AbstractStub<S>> S stub(Function<Channel, S> service) {
        return service.apply(channel);
    }

    private <S extends AbstractStub<S>> S call(Function<Channel, S> service) {
        return stub(service).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    TimelineServiceGrpc.TimelineServiceBlockingStub timelines() {
        return call(TimelineServiceGrpc::newBlockingStub);
    }

    GenerationServiceGrpc.GenerationServiceBlockingStub generations() {
        return call(GenerationServiceGrpc::newBlockingStub);
    }

    AnalysisServiceGrpc.AnalysisServiceBlockingStub analyses() {
        return call(AnalysisServiceGrpc::newBlockingStub);
    }

    MediaServiceGrpc.MediaServiceBlockingStub media() {
        return call(MediaServiceGrpc::newBlockingStub);
    }

    /** Makes a project with one job of this length. */
    Job job(int seconds) {
        Project project = call(ProjectServiceGrpc::newBlockingStub)
                .createProject(CreateProjectRequest.newBuilder()
                        .setProject(Project.newBuilder().setDisplayName("Chaos").setCreatorId("ada"))
                        .build());
        return call(JobServiceGrpc::newBlockingStub)
                .createJob(CreateJobRequest.newBuilder()
                        .setJob(Job.newBuilder()
                                .setProjectId(project.getProjectId())
                                .setDisplayName("Reel")
                                .setTargetDuration(Duration.newBuilder().setSeconds(seconds)))
                        .build());
    }

    /** Makes a job with eight clips, a song and a first cut. */
    Job cut(int seconds) throws IOException, InterruptedException {
        Job job = job(seconds);
        for (int clip = 0; clip < 8; clip++) {
            upload(job, Media.Kind.KIND_CLIP, "cut-" + clip + ".mp4");
        }
        upload(job, Media.Kind.KIND_SONG, "cut.mp3");
        Generation started = generate(job);
        Generation ended = awaitEnd(started);
        assertThat(ended.getState()).as(ended.getError().getMessage()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        return job;
    }

    Generation generate(Job job) {
        return generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
    }

    Generation awaitEnd(Generation started) {
        Generation[] last = {started};
        stub(GenerationServiceGrpc::newBlockingStub)
                .withDeadlineAfter(3, TimeUnit.MINUTES)
                .watchGeneration(WatchGenerationRequest.newBuilder()
                        .setGenerationId(started.getGenerationId())
                        .build())
                .forEachRemaining(message -> {
                    if (message.hasGeneration()) {
                        last[0] = message.getGeneration();
                    }
                });
        return last[0];
    }

    /** Announces and sends a file whose bytes follow from its name. */
    Media upload(Job job, Media.Kind kind, String fileName) throws IOException, InterruptedException {
        return upload(job, kind, fileName, ("content of " + fileName).getBytes(StandardCharsets.UTF_8));
    }

    Media upload(Job job, Media.Kind kind, String fileName, byte[] bytes) throws IOException, InterruptedException {
        Media media = media().createMedia(CreateMediaRequest.newBuilder()
                .setMedia(Media.newBuilder()
                        .setJobId(job.getJobId())
                        .setKind(kind)
                        .setFileName(fileName)
                        .setSizeBytes(bytes.length)
                        .setSha256(Samples.sha256(bytes)))
                .build());
        if (!media.getUploadPath().isEmpty()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(media.getUploadPath()))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
            if (!token.isEmpty()) {
                request.header("authorization", "Bearer " + token);
            }
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        return media;
    }

    @Override
    public void close() {
        transport.shutdownNow();
    }
}
