// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentServiceGrpc;
import dev.rushes.api.v1.CreateCommentRequest;
import dev.rushes.api.v1.DeleteCommentRequest;
import dev.rushes.api.v1.ListCommentsRequest;
import dev.rushes.api.v1.ListCommentsResponse;
import dev.rushes.api.v1.ReopenCommentRequest;
import dev.rushes.api.v1.ResolveCommentRequest;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.id.Ids;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.server.timeline.Timelines;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comments over gRPC. */
final class CommentGrpcService extends CommentServiceGrpc.CommentServiceImplBase {
    private final Comments comments;
    private final Timelines timelines;
    private final Requests requests;

    CommentGrpcService(Comments comments, Timelines timelines, Requests requests) {
        this.comments = comments;
        this.timelines = timelines;
        this.requests = requests;
    }

    @Override
    public void createComment(CreateCommentRequest request, StreamObserver<Comment> observer) {
        Unary.answer(observer, () -> {
            Comment asked = request.getComment();
            String jobId = Ids.require("comment.job_id", asked.getJobId());
            String id = Unary.resourceId(
                    requests,
                    "CreateComment",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return CommentWire.toProto(comments.say(new Comments.Words(
                    id, jobId, parent(asked.getParentCommentId()), CommentWire.anchor(asked), asked.getText())));
        });
    }

    private static @Nullable String parent(String id) {
        return id.isEmpty() ? null : Ids.require("comment.parent_comment_id", id);
    }

    @Override
    public void listComments(ListCommentsRequest request, StreamObserver<ListCommentsResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            String query = "comments/" + jobId;
            Page<dev.rushes.server.comment.Comment> page =
                    comments.list(jobId, PageTokens.ask(query, request.getPageSize(), request.getPageToken()));
            Optional<Timeline> cut = timelines.newest(jobId);
            ListCommentsResponse.Builder response = ListCommentsResponse.newBuilder()
                    .setNextPageToken(PageTokens.next(query, page.next()))
                    .setTimelineRevision(
                            cut.map(found -> found.identity().revision()).orElse(0L));
            for (var comment : page.items()) {
                response.addComments(cut.map(found -> CommentWire.toProto(comment, found))
                        .orElseGet(() -> CommentWire.toProto(comment)));
            }
            return response.build();
        });
    }

    @Override
    public void resolveComment(ResolveCommentRequest request, StreamObserver<Comment> observer) {
        Unary.answer(
                observer,
                () -> CommentWire.toProto(comments.resolve(Ids.require("comment_id", request.getCommentId()))));
    }

    @Override
    public void reopenComment(ReopenCommentRequest request, StreamObserver<Comment> observer) {
        Unary.answer(
                observer,
                () -> CommentWire.toProto(comments.reopen(Ids.require("comment_id", request.getCommentId()))));
    }

    @Override
    public void deleteComment(DeleteCommentRequest request, StreamObserver<Empty> observer) {
        Unary.answer(observer, () -> {
            comments.delete(Ids.require("comment_id", request.getCommentId()));
            return Empty.getDefaultInstance();
        });
    }
}
