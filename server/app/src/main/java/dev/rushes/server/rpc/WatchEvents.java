// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchGenerationResponse;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.server.access.Gate;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Resource;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Every Watch method for callers of REST, as server-sent events. The methods themselves are called, so that checks, limits and the one
 * publisher are the same.
 */
public final class WatchEvents {
    private final Gate gate;
    private final StatusMapper statuses;

    private WatchEvents(Gate gate, StatusMapper statuses) {
        this.gate = gate;
        this.statuses = statuses;
    }

    /** What a caller of REST asks: an identity from the path and the revision it has. */
    private record Asked(String id, long knownRevision) {}

    /** Returns the services by the path they answer, a pattern of Armeria. */
    public static Map<String, HttpService> routes(Services services, Gate gate, StatusMapper statuses) {
        WatchEvents events = new WatchEvents(gate, statuses);
        TimelineGrpcService timelines = services.get(TimelineGrpcService.class);
        GenerationGrpcService generations = services.get(GenerationGrpcService.class);
        RenderGrpcService renders = services.get(RenderGrpcService.class);
        return Map.of(
                "regex:^/api/v1/jobs/(?<id>[^/:]+)/timeline:watch$",
                events.<WatchTimelineResponse>service(
                        Resource.Kind.JOB,
                        (asked, observer) -> timelines.watchTimeline(
                                WatchTimelineRequest.newBuilder()
                                        .setJobId(asked.id())
                                        .setLastKnownRevision(asked.knownRevision())
                                        .build(),
                                observer)),
                "regex:^/api/v1/generations/(?<id>[^/:]+):watch$",
                events.<WatchGenerationResponse>service(
                        Resource.Kind.GENERATION,
                        (asked, observer) -> generations.watchGeneration(
                                WatchGenerationRequest.newBuilder()
                                        .setGenerationId(asked.id())
                                        .setLastKnownRevision(asked.knownRevision())
                                        .build(),
                                observer)),
                "regex:^/api/v1/renders/(?<id>[^/:]+):watch$",
                events.<WatchRenderResponse>service(
                        Resource.Kind.RENDER,
                        (asked, observer) -> renders.watchRender(
                                WatchRenderRequest.newBuilder()
                                        .setRenderId(asked.id())
                                        .setLastKnownRevision(asked.knownRevision())
                                        .build(),
                                observer)));
    }

    private <R extends Message> HttpService service(Resource.Kind kind, BiConsumer<Asked, StreamObserver<R>> method) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                () -> serve(context, request, kind, method), context.blockingTaskExecutor()));
    }

    private <R extends Message> HttpResponse serve(
            ServiceRequestContext context,
            HttpRequest request,
            Resource.Kind kind,
            BiConsumer<Asked, StreamObserver<R>> method) {
        WatchStreamEvents<R> stream = new WatchStreamEvents<>();
        try {
            Principal caller = gate.authenticate(request.headers().get(HttpHeaderNames.AUTHORIZATION));
            String id = Ids.require("id", String.valueOf(context.pathParam("id")));
            gate.require(caller, Permission.READ, new Resource(kind, id));
            long known = known(context, request);
            new Scope.Person(caller, Permission.READ).run(() -> method.accept(new Asked(id, known), stream));
            return stream.response();
        } catch (RuntimeException e) {
            stream.response().abort();
            Status status = statuses.status(e);
            return HttpResponse.of(http(status), MediaType.JSON_UTF_8, WatchStreamEvents.json(status));
        }
    }

    /** Returns the revision of the last event a browser saw, else the one in the query, else 0. */
    private static long known(ServiceRequestContext context, HttpRequest request) {
        String text = request.headers().get("last-event-id");
        for (String name : new String[] {"last_known_revision", "lastKnownRevision"}) {
            text = text == null ? context.queryParam(name) : text;
        }
        try {
            return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Fault.Invalid(
                    "last_known_revision", "\"" + text + "\" (expected: a revision, as in the last id)");
        }
    }

    private static HttpStatus http(Status status) {
        return switch (Code.forNumber(status.getCode())) {
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case null, default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
