// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentAnchor;
import dev.rushes.api.v1.CommentChanges;
import dev.rushes.api.v1.CommentPlace;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.wire.TimeWire;
import org.jspecify.annotations.Nullable;

/** Comments as messages. */
final class CommentWire {
    private CommentWire() {}

    /** Returns the message for whoever calls. */
    static Comment toProto(dev.rushes.server.comment.Comment comment) {
        Comment.Builder message = Comment.newBuilder()
                .setCommentId(comment.id())
                .setJobId(comment.jobId())
                .setParentCommentId(comment.parentId() == null ? "" : comment.parentId())
                .setAnchor(CommentAnchor.newBuilder()
                        .setMediaId(comment.anchor().clipId())
                        .setSourceRange(TimeWire.toProto(comment.anchor().source())))
                .setText(comment.text())
                .setAuthor(comment.author().name())
                .setOwn(Comments.isOwn(comment))
                .setCreateTime(TimeWire.toProto(comment.createdAt()))
                .setRevision(comment.revision());
        var resolution = comment.resolution();
        if (resolution != null) {
            message.setResolver(resolution.by()).setResolveTime(TimeWire.toProto(resolution.at()));
        }
        return message.build();
    }

    /** Returns the message with where its frames stand in a cut. */
    static Comment toProto(dev.rushes.server.comment.Comment comment, Timeline cut) {
        Comment.Builder message = toProto(comment).toBuilder();
        for (Timeline.Standing place :
                cut.standings(comment.anchor().clipId(), comment.anchor().source())) {
            message.addPlaces(CommentPlace.newBuilder()
                    .setShotId(place.shotId())
                    .setRecordRange(TimeWire.toProto(place.record())));
        }
        return message.build();
    }

    static CommentChanges toProto(CommentStore.Changes changes) {
        CommentChanges.Builder message = CommentChanges.newBuilder()
                .setRevision(changes.revision())
                .addAllDeletedCommentIds(changes.deletedIds());
        changes.comments().forEach(comment -> message.addComments(toProto(comment)));
        return message.build();
    }

    /** Returns the frames a comment is to hang on; null where the request says none. */
    static dev.rushes.server.comment.Comment.@Nullable Anchor anchor(Comment comment) {
        if (!comment.hasAnchor()) {
            return null;
        }
        CommentAnchor anchor = comment.getAnchor();
        if (!anchor.hasSourceRange()) {
            throw new Fault.Invalid(
                    "comment.anchor.source_range",
                    "is not set (expected: frames of the clip, on the job's frame rate)");
        }
        long count = anchor.getSourceRange().getFrameCount();
        if (count < 0) {
            throw new Fault.Invalid(
                    "comment.anchor.source_range.frame_count", count + " (expected: 1 or more, or unset for 1)");
        }
        return new dev.rushes.server.comment.Comment.Anchor(
                Ids.require("comment.anchor.media_id", anchor.getMediaId()),
                new FrameRange(anchor.getSourceRange().getStartFrame(), count == 0 ? 1 : count));
    }
}
