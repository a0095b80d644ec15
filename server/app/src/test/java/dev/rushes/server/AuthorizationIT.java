// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.rushes.api.v1.Access;
import dev.rushes.api.v1.AccessProto;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentAnchor;
import dev.rushes.api.v1.CommentServiceGrpc;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreateCommentRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreateStyleProfileRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.FrameRange;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListProjectsRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.server.rpc.Contract;
import dev.rushes.wire.StyleWire;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the contract, called by everybody who should not, with ids of somebody else's things (P-23). */
@Tag("promise")
class AuthorizationIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;
    private static ManagedChannel channel;
    /** What belongs to the creator of the installation, by the last name of the field that names it. */
    private static Map<String, String> things;

    private static Job job;

    /** Who calls. */
    private enum Caller {
        NOBODY,
        MALFORMED,
        UNKNOWN,
        EXPIRED,
        REVOKED,
        OTHER_CREATOR,
        REVIEWER,
        GUEST_OF_ANOTHER_JOB
    }

    private static final Map<Caller, String> TOKENS = new EnumMap<>(Caller.class);

    @BeforeAll
    static void open() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.uri("").getPort())
                .usePlaintext()
                .build();
        job = Cutting.job(server);
        Media media = server.add(job, Media.Kind.KIND_CLIP, "mine.mp4");
        String generation = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getGenerationId();
        String render = server.client("gproto", RenderServiceGrpc.RenderServiceBlockingStub.class)
                .renderTimeline(RenderTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getRenderId();
        String style = server.client("gproto", StyleProfileServiceGrpc.StyleProfileServiceBlockingStub.class)
                .createStyleProfile(CreateStyleProfileRequest.newBuilder()
                        .setStyleProfile(StyleWire.toProto(DefaultStyle.profile()))
                        .build())
                .getStyleProfileId();
        things = Map.of(
                "project_id",
                job.getProjectId(),
                "job_id",
                job.getJobId(),
                "media_id",
                media.getMediaId(),
                "generation_id",
                generation,
                "render_id",
                render,
                "style_profile_id",
                style,
                "session_id",
                generation,
                "comment_id",
                comment(media));
        tokens();
    }

    private static String comment(Media clip) {
        return server.client("gproto", CommentServiceGrpc.CommentServiceBlockingStub.class)
                .createComment(CreateCommentRequest.newBuilder()
                        .setComment(Comment.newBuilder()
                                .setJobId(clip.getJobId())
                                .setAnchor(CommentAnchor.newBuilder()
                                        .setMediaId(clip.getMediaId())
                                        .setSourceRange(FrameRange.newBuilder().setStartFrame(3)))
                                .setText("Too dark"))
                        .build())
                .getCommentId();
    }

    private static void tokens() throws Exception {
        var accounts = server.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class);
        String own = server.token();
        TOKENS.put(Caller.NOBODY, "");
        TOKENS.put(Caller.MALFORMED, own.substring(0, own.length() - 1) + (own.endsWith("0") ? "1" : "0"));
        TOKENS.put(
                Caller.UNKNOWN,
                dev.rushes.server.access.AccessToken.mint(new java.security.SecureRandom())
                        .text());
        Instant soon = Instant.now().plusMillis(500);
        CreatedToken expiring = accounts.createApiToken(CreateApiTokenRequest.newBuilder()
                .setExpireTime(
                        Timestamp.newBuilder().setSeconds(soon.getEpochSecond()).setNanos(soon.getNano()))
                .build());
        Awaitility.await().until(() -> Instant.now().isAfter(soon));
        TOKENS.put(Caller.EXPIRED, expiring.getText());
        CreatedToken revoked = accounts.createApiToken(CreateApiTokenRequest.getDefaultInstance());
        assertThat(outcome(Contract.method("WhoAmI"), revoked.getText(), things).isOk())
                .as("a token works until it is revoked")
                .isTrue();
        var unused = accounts.revokeApiToken(RevokeApiTokenRequest.newBuilder()
                .setTokenId(revoked.getToken().getTokenId())
                .build());
        TOKENS.put(Caller.REVOKED, revoked.getText());
        TOKENS.put(Caller.OTHER_CREATOR, server.ofAnotherCreator("zoe").token());
        TOKENS.put(Caller.REVIEWER, server.as("rita", Role.ROLE_REVIEWER).token());
        Job another = server.job(10);
        TOKENS.put(
                Caller.GUEST_OF_ANOTHER_JOB,
                accounts.createGuestLink(CreateGuestLinkRequest.newBuilder()
                                .setJobId(another.getJobId())
                                .build())
                        .getText());
    }

    @AfterAll
    static void close() {
        channel.shutdownNow();
        server.close();
        worker.close();
    }

    static List<MethodDescriptor> methods() {
        return Contract.methods();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nobodyGetsWhatIsNotTheirs(MethodDescriptor method) {
        Access access = method.getOptions().getExtension(AccessProto.access);
        for (Caller caller : Caller.values()) {
            Status real = outcome(method, token(caller), things);
            Set<Status.Code> allowed = allowed(method, caller);
            assertThat(real.getCode())
                    .as("%s as %s: %s", method.getName(), caller, real)
                    .isIn(allowed);
            if (!access.getResourcesList().isEmpty() && !allowed.contains(Status.Code.OK)) {
                Map<String, String> unknown = Map.of(
                        "project_id",
                        id(),
                        "job_id",
                        id(),
                        "media_id",
                        id(),
                        "generation_id",
                        id(),
                        "render_id",
                        id(),
                        "style_profile_id",
                        id(),
                        "session_id",
                        id(),
                        "comment_id",
                        id());
                Status other = outcome(method, token(caller), unknown);
                assertThat(other.getCode())
                        .as("%s as %s: a foreign id is like an unknown one", method.getName(), caller)
                        .isEqualTo(real.getCode());
                assertThat(words(other)).isEqualTo(words(real));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void browsersAndScriptsAreAskedTheSame(MethodDescriptor method) throws Exception {
        OtherFaces faces = new OtherFaces(server.uri(""));
        Message request = request(method, things);
        for (Caller caller : Caller.values()) {
            Set<Status.Code> allowed = allowed(method, caller);
            assertThat(faces.grpcWeb(method, token(caller), request))
                    .as("%s as %s over gRPC-Web", method.getName(), caller)
                    .isIn(allowed);
            faces.rest(method, token(caller), request, things)
                    .ifPresent(status -> assertThat(status)
                            .as("%s as %s over REST", method.getName(), caller)
                            .isIn(allowed.stream().map(OtherFaces::http).toList()));
        }
        assertThat(faces.grpcWeb(method, server.token(), request))
                .as("%s as the owner over gRPC-Web", method.getName())
                .isNotIn(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.INTERNAL);
        faces.rest(method, server.token(), request, things)
                .ifPresent(status -> assertThat(status)
                        .as("%s as the owner over REST", method.getName())
                        .isNotIn(401, 403, 500, 501));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theOwnerIsLetIn(MethodDescriptor method) {
        Status status = outcome(method, server.token(), things);
        assertThat(status.getCode())
                .as("%s: %s", method.getName(), status)
                .isNotIn(
                        Status.Code.UNAUTHENTICATED,
                        Status.Code.PERMISSION_DENIED,
                        Status.Code.INTERNAL,
                        Status.Code.UNKNOWN);
    }

    private static Set<Status.Code> allowed(MethodDescriptor method, Caller caller) {
        Access access = method.getOptions().getExtension(AccessProto.access);
        Access.Permission permission = access.getPermission();
        boolean names = !access.getResourcesList().isEmpty();
        Set<Status.Code> whatever = EnumSet.complementOf(EnumSet.of(
                Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.INTERNAL, Status.Code.UNKNOWN));
        if (permission == Access.Permission.PERMISSION_PUBLIC) {
            return whatever;
        }
        return switch (caller) {
            case NOBODY, MALFORMED, UNKNOWN, EXPIRED, REVOKED -> EnumSet.of(Status.Code.UNAUTHENTICATED);
            case OTHER_CREATOR ->
                permission == Access.Permission.PERMISSION_ADMIN
                        ? EnumSet.of(Status.Code.PERMISSION_DENIED)
                        : names ? EnumSet.of(Status.Code.NOT_FOUND) : whatever;
            case REVIEWER ->
                switch (permission) {
                    // What a lead said, only a lead may delete.
                    case PERMISSION_COMMENT ->
                        method.getName().equals("DeleteComment") ? EnumSet.allOf(Status.Code.class) : whatever;
                    case PERMISSION_READ, PERMISSION_REVIEW -> whatever;
                    case PERMISSION_SIGNED_IN -> EnumSet.allOf(Status.Code.class);
                    default -> EnumSet.of(Status.Code.PERMISSION_DENIED);
                };
            case GUEST_OF_ANOTHER_JOB ->
                switch (permission) {
                    case PERMISSION_READ, PERMISSION_COMMENT ->
                        EnumSet.of(
                                names ? Status.Code.NOT_FOUND : Status.Code.PERMISSION_DENIED,
                                Status.Code.PERMISSION_DENIED);
                    case PERMISSION_SIGNED_IN -> EnumSet.allOf(Status.Code.class);
                    default -> EnumSet.of(Status.Code.PERMISSION_DENIED);
                };
        };
    }

    @Test
    void listsShowNothingOfOthers() {
        var zoe = server.with(token(Caller.OTHER_CREATOR))
                .client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class);
        assertThat(zoe.listProjects(ListProjectsRequest.getDefaultInstance()).getProjectsList())
                .filteredOn(project -> project.getCreatorId().equals("local"))
                .isEmpty();
    }

    @Test
    void uploadsAskLikeTheContract() throws Exception {
        Media pending = server.announce(job, Media.Kind.KIND_CLIP, "late.mp4");
        String path = pending.getUploadPath();
        byte[] bytes = TestServer.bytes("late.mp4");
        Map<Caller, Integer> expected = Map.of(
                Caller.NOBODY, 401,
                Caller.MALFORMED, 401,
                Caller.UNKNOWN, 401,
                Caller.EXPIRED, 401,
                Caller.REVOKED, 401,
                Caller.OTHER_CREATOR, 404,
                Caller.REVIEWER, 403,
                Caller.GUEST_OF_ANOTHER_JOB, 403);
        for (Map.Entry<Caller, Integer> entry : expected.entrySet()) {
            TestServer as = server.with(token(entry.getKey()));
            assertThat(as.put(path, bytes, Map.of()).statusCode())
                    .as(entry.getKey().name())
                    .isEqualTo(entry.getValue());
            assertThat(as.head(path).statusCode()).as(entry.getKey().name()).isEqualTo(entry.getValue());
        }
        assertThat(server.put(path, bytes, Map.of()).statusCode()).isEqualTo(204);
    }

    @Test
    void bytesOfOthersAreNotClaimedByTheirChecksum() throws Exception {
        TestServer zoe = server.with(token(Caller.OTHER_CREATOR));
        Job own = zoe.job(10);
        Media claimed = zoe.announce(own, Media.Kind.KIND_CLIP, "mine.mp4");
        assertThat(claimed.getState()).isEqualTo(Media.State.STATE_PENDING);
        assertThat(claimed.getContentPath()).isEmpty();
        assertThat(zoe.head(claimed.getUploadPath()).headers().firstValue("upload-offset"))
                .hasValue("0");
        assertThat(zoe.put(claimed.getUploadPath(), TestServer.bytes("mine.mp4"), Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(zoe.announce(own, Media.Kind.KIND_CLIP, "mine.mp4").getState())
                .as("now they are hers too")
                .isEqualTo(Media.State.STATE_ACTIVE);
    }

    private static String token(Caller caller) {
        return Objects.requireNonNull(TOKENS.get(caller));
    }

    private static String words(Status status) {
        return String.valueOf(status.getDescription()).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static Status outcome(MethodDescriptor method, String token, Map<String, String> ids) {
        Message request = request(method, ids);
        io.grpc.MethodDescriptor<Message, Message> call = io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                .setType(
                        method.isServerStreaming()
                                ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
                                : io.grpc.MethodDescriptor.MethodType.UNARY)
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        io.grpc.Channel signedIn =
                io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        io.grpc.Context.CancellableContext context = io.grpc.Context.current().withCancellation();
        try {
            return context.call(() -> {
                Iterator<Message> answers = ClientCalls.blockingServerStreamingCall(signedIn, call, options, request);
                if (answers.hasNext()) {
                    Message unused = answers.next();
                }
                return Status.OK;
            });
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            context.cancel(null);
        }
    }

    /** A request whose every field that names something has the id of that thing. */
    private static Message request(MethodDescriptor method, Map<String, String> ids) {
        DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
        for (String path : method.getOptions().getExtension(AccessProto.access).getResourcesList()) {
            fill(request, List.of(path.split("\\.")), ids);
        }
        return request.build();
    }

    private static void fill(Message.Builder message, List<String> path, Map<String, String> ids) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(path.getFirst());
        if (path.size() == 1) {
            message.setField(field, Objects.requireNonNull(ids.get(path.getFirst())));
            return;
        }
        Message.Builder inner = ((Message) message.getField(field)).toBuilder();
        fill(inner, path.subList(1, path.size()), ids);
        message.setField(field, inner.build());
    }
}
