// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.comment;

import dev.rushes.server.request.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps comments. Changes of one job's comments are made one after the other, each with the next revision, so that whoever has read up
 * to a revision has missed nothing before it.
 */
public interface CommentStore {

    /** What became of a wish to delete. */
    enum Deletion {
        DONE,
        ABSENT,
        /** Somebody else wrote it. */
        FOREIGN,
        /** Somebody else replied to it. */
        ANSWERED
    }

    /** What changed after a revision: comments by revision, ids of those that are gone, and the newest revision. */
    record Changes(List<Comment> comments, List<String> deletedIds, long revision) {
        public Changes {
            comments = List.copyOf(comments);
            deletedIds = List.copyOf(deletedIds);
        }
    }

    /**
     * Keeps {@code comment} with the next revision unless its id is known; returns what is kept. Empty when the job has had {@code most}
     * comments, when the comment it answers is gone, or when it was deleted again.
     */
    Optional<Comment> insert(Comment comment, int most);

    /** Returns a comment that is not deleted. */
    Optional<Comment> find(String commentId);

    /** Returns comments of a job, oldest first. */
    Page<Comment> list(String jobId, Page.Ask ask);

    /** Settles a comment, or opens it again for null; returns it. One that is settled, or open, already stays as it is. */
    Optional<Comment> settle(String commentId, Comment.@Nullable Resolution resolution);

    /** Deletes a comment with its replies; with {@code authorKey} only if all of them are that author's. */
    Deletion delete(String commentId, @Nullable String authorKey);

    /** Returns what changed after a revision of a job's comments. */
    Changes changes(String jobId, long after);
}
