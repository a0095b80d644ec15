// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.ops;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One span for each call, sent to a collector by OTLP over HTTP; callers' {@code traceparent} is followed. Exists only where a
 * collector is configured. A span has the method or the route, never a path, an id or a header: links and tokens are secrets. When
 * the collector is away spans are dropped and calls go on. Thread-safe.
 */
public final class Traces implements AutoCloseable {
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final int STOP_SECONDS = 3;
    /** Asked all day by machines. */
    private static final Set<String> HEALTH = Set.of("/livez", "/readyz");

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Traces(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.rushes.server");
    }

    /** Sends what is traced to {@code collector}, under the name of this server. */
    public static Traces open(URI collector, String instance) {
        String base = collector.toString().replaceAll("/+$", "");
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(base + "/v1/traces").build();
        return new Traces(SdkTracerProvider.builder()
                .setResource(Resource.builder()
                        .put(SERVICE, "rushes-server")
                        .put(INSTANCE, instance)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(SEND_EVERY)
                        .build())
                .build());
    }

    /** Returns a service that traces calls of another. */
    public HttpService around(HttpService traced) {
        return new Traced(traced);
    }

    private final class Traced extends SimpleDecoratingHttpService {
        Traced(HttpService traced) {
            super(traced);
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            if (HEALTH.contains(context.path())) {
                return unwrap().serve(context, request);
            }
            Span span = tracer.spanBuilder(context.config().route().patternString())
                    .setSpanKind(SpanKind.SERVER)
                    .setParent(W3CTraceContextPropagator.getInstance()
                            .extract(Context.root(), request.headers(), Headers.ONLY))
                    .setAttribute(METHOD, request.method().name())
                    .startSpan();
            context.log().whenComplete().thenAccept(log -> end(span, log));
            return unwrap().serve(context, request);
        }
    }

    private static void end(Span span, RequestLog log) {
        if (log.serviceName() != null) {
            span.updateName(log.fullName());
        }
        span.setAttribute(STATUS, (long) log.responseStatus().code());
        if (log.responseCause() != null || log.responseStatus().isServerError()) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private enum Headers implements TextMapGetter<RequestHeaders> {
        ONLY;

        @Override
        public Iterable<String> keys(RequestHeaders headers) {
            return headers.names().stream().map(Object::toString).toList();
        }

        @Override
        public @Nullable String get(@Nullable RequestHeaders headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    }

    /** Sends what is left, for as long as a stop may take. */
    @Override
    public void close() {
        provider.shutdown().join(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
