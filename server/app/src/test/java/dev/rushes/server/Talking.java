// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentAnchor;
import dev.rushes.api.v1.CommentServiceGrpc;
import dev.rushes.api.v1.CreateCommentRequest;
import dev.rushes.api.v1.FrameRange;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListCommentsRequest;
import dev.rushes.api.v1.ListCommentsResponse;
import dev.rushes.api.v1.ListMediaRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;

/** Short words for tests that comment. */
final class Talking {
    private Talking() {}

    static CommentServiceGrpc.CommentServiceBlockingStub comments(TestServer as) {
        return as.client("gproto", CommentServiceGrpc.CommentServiceBlockingStub.class);
    }

    /** Returns the first clip of a job. */
    static Media clip(TestServer as, Job job) {
        return as
                .client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .listMedia(
                        ListMediaRequest.newBuilder().setJobId(job.getJobId()).build())
                .getMediaList()
                .stream()
                .filter(file -> file.getKind() == Media.Kind.KIND_CLIP)
                .findFirst()
                .orElseThrow();
    }

    static Comment words(Media clip, long frame, String text) {
        return Comment.newBuilder()
                .setJobId(clip.getJobId())
                .setAnchor(CommentAnchor.newBuilder()
                        .setMediaId(clip.getMediaId())
                        .setSourceRange(FrameRange.newBuilder().setStartFrame(frame)))
                .setText(text)
                .build();
    }

    static Comment say(TestServer as, Media clip, long frame, String text) {
        return say(as, words(clip, frame, text));
    }

    static Comment say(TestServer as, Comment words) {
        return comments(as)
                .createComment(
                        CreateCommentRequest.newBuilder().setComment(words).build());
    }

    static Comment reply(TestServer as, Comment to, String text) {
        return say(
                as,
                Comment.newBuilder()
                        .setJobId(to.getJobId())
                        .setParentCommentId(to.getCommentId())
                        .setText(text)
                        .build());
    }

    static ListCommentsResponse list(TestServer as, String jobId) {
        return comments(as)
                .listComments(ListCommentsRequest.newBuilder().setJobId(jobId).build());
    }
}
