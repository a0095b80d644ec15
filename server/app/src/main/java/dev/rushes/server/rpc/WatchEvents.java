// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.common.base.CaseFormat;
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
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.RegenerateSectionResponse;
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
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every method that streams for callers of REST, as server-sent events. The methods themselves are called, so that checks, limits and the one
 * publisher are the same.
 */
public final class WatchEvents {
    private final Gate gate;
    private final StatusMapper statuses;

    private WatchEvents(Gate gate, StatusMapper statuses) {
        this.gate = gate;
        this.statuses = statuses;
    }

    /** What a caller of REST asks: an identity from the path, the revision it has, and that of comments if it wants any. */
    private record Asked(String id, long knownRevision, OptionalLong knownComments, Query query) {}

    /** The rest of what is asked, by the contract's names. */
    private record Query(ServiceRequestContext context) {
        String text(String name) {
            String value = query(context, name);
            return value == null ? "" : value;
        }

        long number(String name) {
            String text = text(name);
            try {
                return text.isEmpty() ? 0 : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new Fault.Invalid(name, "\"" + text + "\" (expected: a whole number)");
            }
        }
    }

    /** Returns the services by the path they answer, a pattern of Armeria. */
    public static Map<String, HttpService> routes(Services services, Gate gate, StatusMapper statuses) {
        WatchEvents events = new WatchEvents(gate, statuses);
        TimelineGrpcService timelines = services.get(TimelineGrpcService.class);
        GenerationGrpcService generations = services.get(GenerationGrpcService.class);
        RenderGrpcService renders = services.get(RenderGrpcService.class);
        ProposalGrpcService proposals = services.get(ProposalGrpcService.class);
        return Map.of(
                "regex:^/api/v1/jobs/(?<id>[^/:]+)/timeline:regenerate$",
                events.<RegenerateSectionResponse>service(
                        Resource.Kind.JOB,
                        Permission.EDIT,
                        (asked, observer) -> proposals.regenerateSection(
                                RegenerateSectionRequest.newBuilder()
                                        .setAsk(proposal(asked))
                                        .build(),
                                observer)),
                "regex:^/api/v1/jobs/(?<id>[^/:]+)/timeline:watch$",
                events.<WatchTimelineResponse>service(
                        Resource.Kind.JOB,
                        Permission.READ,
                        (asked, observer) -> timelines.watchTimeline(timeline(asked), observer)),
                "regex:^/api/v1/generations/(?<id>[^/:]+):watch$",
                events.<WatchGenerationResponse>service(
                        Resource.Kind.GENERATION,
                        Permission.READ,
                        (asked, observer) -> generations.watchGeneration(
                                WatchGenerationRequest.newBuilder()
                                        .setGenerationId(asked.id())
                                        .setLastKnownRevision(asked.knownRevision())
                                        .build(),
                                observer)),
                "regex:^/api/v1/renders/(?<id>[^/:]+):watch$",
                events.<WatchRenderResponse>service(
                        Resource.Kind.RENDER,
                        Permission.READ,
                        (asked, observer) -> renders.watchRender(
                                WatchRenderRequest.newBuilder()
                                        .setRenderId(asked.id())
                                        .setLastKnownRevision(asked.knownRevision())
                                        .build(),
                                observer)));
    }

    private static WatchTimelineRequest timeline(Asked asked) {
        WatchTimelineRequest.Builder request =
                WatchTimelineRequest.newBuilder().setJobId(asked.id()).setLastKnownRevision(asked.knownRevision());
        asked.knownComments().ifPresent(request::setLastKnownCommentRevision);
        return request.build();
    }

    private static ProposeSectionRequest proposal(Asked asked) {
        Query query = asked.query();
        ProposeSectionRequest.Builder ask = ProposeSectionRequest.newBuilder()
                .setJobId(asked.id())
                .setRevision(query.number("revision"))
                .setShotId(query.text("shot_id"))
                .setInstruction(instruction(query.text("instruction")))
                .setSeed(query.number("seed"));
        if (query.number("frame_count") != 0) {
            ask.getSectionBuilder()
                    .setStartFrame(query.number("start_frame"))
                    .setFrameCount(query.number("frame_count"));
        }
        return ask.build();
    }

    private static Instruction instruction(String name) {
        return Stream.of(Instruction.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault.Invalid(
                        "instruction",
                        "\"" + name + "\" (expected: "
                                + Stream.of(Instruction.values())
                                        .filter(known -> known != Instruction.INSTRUCTION_UNSPECIFIED
                                                && known != Instruction.UNRECOGNIZED)
                                        .map(Instruction::name)
                                        .collect(Collectors.joining(", "))
                                + ")"));
    }

    private <R extends Message> HttpService service(
            Resource.Kind kind, Permission permission, BiConsumer<Asked, StreamObserver<R>> method) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                () -> serve(context, request, kind, permission, method), context.blockingTaskExecutor()));
    }

    private <R extends Message> HttpResponse serve(
            ServiceRequestContext context,
            HttpRequest request,
            Resource.Kind kind,
            Permission permission,
            BiConsumer<Asked, StreamObserver<R>> method) {
        WatchStreamEvents<R> stream = new WatchStreamEvents<>();
        try {
            Principal caller = gate.authenticate(request.headers().get(HttpHeaderNames.AUTHORIZATION));
            String id = Ids.require("id", String.valueOf(context.pathParam("id")));
            gate.require(caller, permission, new Resource(kind, id));
            Asked asked = new Asked(id, known(context, request), comments(context), new Query(context));
            new Scope.Person(caller, permission).run(() -> method.accept(asked, stream));
            return stream.response();
        } catch (RuntimeException e) {
            stream.response().abort();
            Status status = statuses.status(e);
            return HttpResponse.of(http(status), MediaType.JSON_UTF_8, WatchStreamEvents.json(status));
        }
    }

    /** Returns the revision of the last event a browser saw, else the one in the query, else 0. */
    private static long known(ServiceRequestContext context, HttpRequest request) {
        String last = request.headers().get("last-event-id");
        return revision("last_known_revision", last == null ? query(context, "last_known_revision") : last)
                .orElse(0);
    }

    /** Returns the revision of comments in the query, if the caller wants comments. */
    private static OptionalLong comments(ServiceRequestContext context) {
        String name = "last_known_comment_revision";
        return revision(name, query(context, name));
    }

    private static @Nullable String query(ServiceRequestContext context, String name) {
        String value = context.queryParam(name);
        return value == null ? context.queryParam(CaseFormat.LOWER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name)) : value;
    }

    private static OptionalLong revision(String name, @Nullable String text) {
        try {
            return text == null || text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new Fault.Invalid(name, "\"" + text + "\" (expected: a revision, as in the last id)");
        }
    }

    private static HttpStatus http(Status status) {
        return switch (Code.forNumber(status.getCode())) {
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case FAILED_PRECONDITION -> HttpStatus.BAD_REQUEST;
            case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case null, default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
