// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.grpc.GrpcMeterIdPrefixFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import dev.rushes.server.ops.Meters;
import dev.rushes.server.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The one port of this server with its limits (reliability.md 1.5): contract, uploads, content, health. */
public final class HttpFace {
    private static final int MAX_STREAMS = 128;
    private static final int MAX_RESETS = 200;
    private static final long MAX_REQUEST_BYTES = 6L << 20;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    /** How long calls may go on once the server stops; readiness has gone before. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private HttpFace() {}

    /** Where to listen, in the clear without {@code tls}, and who may call from another origin; the documentation page is for dev. */
    public record Binding(
            String host,
            int port,
            Optional<TlsFiles> tls,
            boolean dev,
            List<String> allowedOrigins,
            HttpLimits limits) {
        public Binding {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /** What is served. {@code deadlines} decorates the contract; {@code events} are streams by their path; {@code docs} for dev only. */
    public record Parts(
            HttpServiceWithRoutes contract,
            Function<? super HttpService, HttpService> deadlines,
            Map<String, HttpService> events,
            UploadService uploads,
            Contents contents,
            HttpService docs,
            List<? extends HealthChecker> ready) {
        public Parts {
            events = Map.copyOf(events);
        }
    }

    /** Stored bytes by what they belong to. */
    public record Contents(ContentService media, ContentService renders, ContentService previews) {}

    /**
     * Builds a server that is not started yet.
     *
     * @param around decorators of every service, innermost first
     */
    public static Server server(Binding binding, Parts parts, List<Function<HttpService, HttpService>> around) {
        FloodGuard guard = new FloodGuard();
        ServerBuilder builder = listening(binding)
                .blockingTaskExecutor(VirtualThreads.asBlockingTaskExecutor(), true)
                .maxNumConnections(binding.limits().connections())
                .childChannelPipelineCustomizer(
                        new AddressLimit(binding.limits().perAddress()))
                .childChannelPipelineCustomizer(guard)
                .serverListener(ServerListener.builder()
                        .whenStopping(server -> guard.release())
                        .build())
                .http2MaxHeaderListSize(MAX_HEADER_BYTES)
                .http1MaxHeaderSize(MAX_HEADER_BYTES)
                .http2MaxStreamsPerConnection(MAX_STREAMS)
                .http2MaxResetFramesPerWindow(MAX_RESETS, 30)
                .maxConnectionAge(ConnectionAge.most(binding.limits().age()))
                .errorHandler(new GrpcRefusals().orElse(new ApiErrors()).orElse(ServerErrorHandler.ofDefault()))
                .idleTimeout(binding.limits().idle())
                .pingInterval(binding.limits().ping())
                .maxRequestLength(MAX_REQUEST_BYTES)
                .requestTimeout(Duration.ofSeconds(60))
                .gracefulShutdownTimeout(Duration.ofMillis(100), DRAIN)
                .service("/livez", HealthCheckService.of())
                .service("/readyz", HealthCheckService.of(parts.ready()));
        parts.events()
                .forEach((path, service) -> builder.route()
                        .path(path)
                        .methods(HttpMethod.GET)
                        .requestTimeout(Duration.ZERO)
                        .build(service));
        builder.service(parts.contract(), parts.deadlines());
        builder.route()
                .path("/uploads/{media_id}")
                .methods(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.HEAD)
                .maxRequestLength(0)
                .requestTimeout(Duration.ZERO)
                .build(parts.uploads());
        content(builder, "/content/media/{id}", parts.contents().media());
        content(builder, "/content/renders/{id}", parts.contents().renders());
        content(builder, "/content/previews/{id}/{name}", parts.contents().previews());
        WebPages.addTo(builder);
        if (!binding.allowedOrigins().isEmpty()) {
            builder.decorator(CorsService.builder(binding.allowedOrigins().toArray(String[]::new))
                    .allowRequestMethods(
                            HttpMethod.GET,
                            HttpMethod.HEAD,
                            HttpMethod.POST,
                            HttpMethod.PUT,
                            HttpMethod.PATCH,
                            HttpMethod.DELETE)
                    .allowRequestHeaders(
                            "content-type",
                            "x-grpc-web",
                            "x-user-agent",
                            "grpc-timeout",
                            "authorization",
                            "range",
                            "last-event-id",
                            "upload-offset")
                    .exposeHeaders(
                            "grpc-status",
                            "grpc-message",
                            "grpc-status-details-bin",
                            "content-range",
                            "etag",
                            "upload-offset")
                    .newDecorator());
        }
        around.forEach(builder::decorator);
        builder.decorator(MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of(Meters.CALLS)));
        builder.decorator(Compression.ofAnswers());
        builder.decorator(new Compression());
        if (binding.dev()) {
            builder.serviceUnder("/docs", parts.docs());
        }
        return builder.build();
    }

    private static ServerBuilder listening(Binding binding) {
        InetSocketAddress where = new InetSocketAddress(binding.host(), binding.port());
        return binding.tls()
                .map(files -> Server.builder().https(where).tlsProvider(files.provider()))
                .orElseGet(() -> Server.builder().http(where));
    }

    private static void content(ServerBuilder builder, String path, ContentService service) {
        builder.route()
                .path(path)
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .requestTimeout(Duration.ZERO)
                .build(service);
    }
}
