// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.api.v1.SystemServiceGrpc;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchGenerationResponse;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection to a Rushes server: typed calls, uploads, downloads and streams that heal. Safe for use by several threads. */
public final class RushesClient implements AutoCloseable {

    private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);
    private static final Duration STREAM_PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel connection;
    private final Channel channel;
    private final Transfers transfers;

    private RushesClient(ManagedChannel connection, URI server, String token) {
        this.connection = connection;
        this.channel = signedIn(connection, token);
        this.transfers = new Transfers(server, token);
    }

    private static Channel signedIn(Channel connection, String token) {
        if (token.isEmpty()) {
            return connection;
        }
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /**
     * Connects to a server; the connection is made with the first call.
     *
     * @param server http://host:port or https://host:port
     * @param token the text of an API token, sent with every call; on the server's machine it is in the file access-token of the data
     *     folder. Empty for the few calls that need none.
     */
    public static RushesClient connect(URI server, String token) {
        boolean secure = "https".equals(server.getScheme());
        if (!secure && !"http".equals(server.getScheme()) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "server: " + server + " (expected: http://host:port or https://host:port)");
        }
        int port = server.getPort() > 0 ? server.getPort() : secure ? 443 : 80;
        ManagedChannelBuilder<?> builder =
                ManagedChannelBuilder.forAddress(server.getHost(), port).maxInboundMessageSize(MAX_MESSAGE_BYTES);
        return new RushesClient(
                (secure ? builder.useTransportSecurity() : builder.usePlaintext()).build(), server, token);
    }

    /** Wraps a channel made elsewhere, for example in a test. */
    static RushesClient over(ManagedChannel channel, URI server) {
        return new RushesClient(channel, server, "");
    }

    public ProjectServiceGrpc.ProjectServiceBlockingStub projects() {
        return ProjectServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public JobServiceGrpc.JobServiceBlockingStub jobs() {
        return JobServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public MediaServiceGrpc.MediaServiceBlockingStub media() {
        return MediaServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public AnalysisServiceGrpc.AnalysisServiceBlockingStub analyses() {
        return AnalysisServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public StyleProfileServiceGrpc.StyleProfileServiceBlockingStub styleProfiles() {
        return StyleProfileServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public TimelineServiceGrpc.TimelineServiceBlockingStub timelines() {
        return TimelineServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public GenerationServiceGrpc.GenerationServiceBlockingStub generations() {
        return GenerationServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public RenderServiceGrpc.RenderServiceBlockingStub renders() {
        return RenderServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public AccountServiceGrpc.AccountServiceBlockingStub accounts() {
        return AccountServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public SystemServiceGrpc.SystemServiceBlockingStub system() {
        return SystemServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Announces a file and sends its bytes unless the server has them already.
     *
     * @return the file's record, ACTIVE
     * @throws IOException if the file cannot be read or the server refuses the bytes
     */
    public Media upload(String jobId, Media.Kind kind, Path file, ByteProgress progress) throws IOException {
        long size = Files.size(file);
        Media announced = media().createMedia(CreateMediaRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setMedia(Media.newBuilder()
                        .setJobId(jobId)
                        .setKind(kind)
                        .setFileName(file.getFileName().toString())
                        .setSizeBytes(size)
                        .setSha256(Transfers.sha256(file)))
                .build());
        if (announced.getState() == Media.State.STATE_ACTIVE) {
            progress.transferred(size, size);
            return announced;
        }
        transfers.upload(announced.getUploadPath(), file, progress);
        return announced.toBuilder().setState(Media.State.STATE_ACTIVE).build();
    }

    /**
     * Fetches the bytes at a path of the server to a file; written whole or not at all.
     *
     * @param sha256 expected checksum, or empty to skip the check
     */
    public void download(String contentPath, Path target, String sha256, ByteProgress progress) throws IOException {
        transfers.download(contentPath, target, sha256, progress);
    }

    /** Follows a generation until it has ended, across restarts of the server. */
    public Generation awaitGeneration(String generationId, Consumer<? super Generation> listener)
            throws InterruptedException {
        return new Watch<>(new GenerationSource(generationId), STREAM_PATIENCE).follow(listener);
    }

    /** Follows a render until it has ended, across restarts of the server. */
    public Render awaitRender(String renderId, Consumer<? super Render> listener) throws InterruptedException {
        return new Watch<>(new RenderSource(renderId), STREAM_PATIENCE).follow(listener);
    }

    /** Begins to edit a timeline as the person who is signed in; reads its newest revision. */
    public EditSession edit(String jobId) {
        return new EditSession(this::timelines, jobId, STREAM_PATIENCE);
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }

    private final class GenerationSource implements Watch.Source<WatchGenerationResponse, Generation> {
        private final String id;

        GenerationSource(String id) {
            this.id = id;
        }

        @Override
        public Iterator<WatchGenerationResponse> open(long lastKnownRevision) {
            return GenerationServiceGrpc.newBlockingStub(channel)
                    .watchGeneration(WatchGenerationRequest.newBuilder()
                            .setGenerationId(id)
                            .setLastKnownRevision(lastKnownRevision)
                            .build());
        }

        @Override
        public @Nullable Generation resource(WatchGenerationResponse message) {
            return message.hasGeneration() ? message.getGeneration() : null;
        }

        @Override
        public long revision(Generation generation) {
            return generation.getRevision();
        }

        @Override
        public boolean hasEnded(Generation generation) {
            return switch (generation.getState()) {
                case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED -> true;
                default -> false;
            };
        }
    }

    private final class RenderSource implements Watch.Source<WatchRenderResponse, Render> {
        private final String id;

        RenderSource(String id) {
            this.id = id;
        }

        @Override
        public Iterator<WatchRenderResponse> open(long lastKnownRevision) {
            return RenderServiceGrpc.newBlockingStub(channel)
                    .watchRender(WatchRenderRequest.newBuilder()
                            .setRenderId(id)
                            .setLastKnownRevision(lastKnownRevision)
                            .build());
        }

        @Override
        public @Nullable Render resource(WatchRenderResponse message) {
            return message.hasRender() ? message.getRender() : null;
        }

        @Override
        public long revision(Render render) {
            return render.getRevision();
        }

        @Override
        public boolean hasEnded(Render render) {
            return switch (render.getState()) {
                case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED -> true;
                default -> false;
            };
        }
    }
}
