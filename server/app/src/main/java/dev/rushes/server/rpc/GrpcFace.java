// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.common.base.Suppliers;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorResponseType;
import dev.rushes.server.access.Gate;
import dev.rushes.server.audit.AuditLog;
import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One contract served as gRPC, gRPC-Web and REST; reflection in dev only. */
public final class GrpcFace {
    /** Largest message taken (reliability.md 1.5), so that gRPC answers and not the HTTP layer below it. */
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    private static final int MAX_RESPONSE_BYTES = 64 << 20;
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(60);

    private GrpcFace() {}

    /** Builds the service; bodies run on the server's blocking executor. */
    public static GrpcService service(Services services, Gate gate, AuditLog log, StatusMapper statuses, boolean dev) {
        GrpcServiceBuilder builder = GrpcService.builder()
                .addServices(services.all())
                .intercept(new AccessInterceptor(gate, log, services.all()))
                .supportedSerializationFormats(GrpcSerializationFormats.values())
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .queryParamMatchRules(
                                HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                                HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                        .errorHandler(restErrors())
                        .build())
                .enableHealthCheckService(true)
                // The documents write their JSON in snake_case; requests are read in both spellings.
                .jsonMarshallerFactory(descriptor -> new LateJson(() -> GrpcJsonMarshaller.builder()
                        .jsonMarshallerCustomizer(json -> {
                            json.preservingProtoFieldNames(true);
                            // A word that is written wrong is told, instead of standing for nothing.
                            json.ignoringUnknownFields(false);
                            StatusDetails.TYPES.forEach(json::register);
                        })
                        .build(descriptor)))
                .exceptionHandler(statuses)
                .maxRequestMessageLength(MAX_REQUEST_BYTES)
                .maxResponseMessageLength(MAX_RESPONSE_BYTES)
                .useBlockingTaskExecutor(true);
        if (dev) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        return builder.build();
    }

    /** Returns a handler that writes errors of REST calls as JSON; it is built at the first error, as {@link LateJson} at the first call. */
    private static UnframedGrpcErrorHandler restErrors() {
        Supplier<UnframedGrpcErrorHandler> json = Suppliers.memoize(() -> UnframedGrpcErrorHandler.builder()
                .responseTypes(UnframedGrpcErrorResponseType.JSON)
                .jsonMarshaller(StatusDetails.json())
                .build());
        return (context, status, response) -> json.get().handle(context, status, response);
    }

    /**
     * Gives every unary call a deadline: gRPC without one would run for ever, because Armeria's request timeout covers only calls whose
     * client sent a deadline. Streams have their own limits.
     */
    public static Function<? super HttpService, HttpService> deadlines(Services services) {
        return deadlines(streams(services));
    }

    static Function<? super HttpService, HttpService> deadlines(Set<String> streams) {
        return delegate -> new Deadlines(delegate, streams);
    }

    /** A decorator by its class, not by a lambda: else nobody finds the contract behind it, and {@code /docs} is empty. */
    private static final class Deadlines extends SimpleDecoratingHttpService {
        private final Set<String> streams;

        Deadlines(HttpService delegate, Set<String> streams) {
            super(delegate);
            this.streams = streams;
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
            HttpResponse response = unwrap().serve(context, request);
            if (!streams.contains(context.path())) {
                long millis = context.requestTimeoutMillis();
                if (millis == 0) {
                    context.setRequestTimeout(TimeoutMode.SET_FROM_START, DEFAULT_DEADLINE);
                } else if (millis > LONGEST_DEADLINE.toMillis()) {
                    context.setRequestTimeout(TimeoutMode.SET_FROM_START, LONGEST_DEADLINE);
                }
            }
            return response;
        }
    }

    private static Set<String> streams(Services services) {
        Set<String> paths = new HashSet<>();
        for (BindableService service : services.all()) {
            for (ServerMethodDefinition<?, ?> method : service.bindService().getMethods()) {
                if (!method.getMethodDescriptor().getType().serverSendsOneMessage()) {
                    paths.add("/" + method.getMethodDescriptor().getFullMethodName());
                }
            }
        }
        paths.add("/grpc.health.v1.Health/Watch");
        paths.add("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
        return Set.copyOf(paths);
    }
}
