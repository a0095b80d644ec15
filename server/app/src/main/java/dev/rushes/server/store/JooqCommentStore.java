// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.COMMENTS;
import static dev.rushes.db.Tables.JOBS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rushes.db.tables.records.CommentsRecord;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.server.comment.Comment;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.request.Page;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Comments in PostgreSQL. */
public final class JooqCommentStore implements CommentStore {
    private final DSLContext dsl;

    public JooqCommentStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Optional<Comment> insert(Comment comment, int most) {
        UUID job = Rows.uuid(comment.jobId());
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            long revision = next(inside, job);
            CommentsRecord known = inside.selectFrom(COMMENTS)
                    .where(COMMENTS.COMMENT_ID.eq(Rows.uuid(comment.id())))
                    .fetchOne();
            if (known != null) {
                return known.getDeleted() ? Optional.empty() : Optional.of(comment(known));
            }
            if (inside.fetchCount(COMMENTS, COMMENTS.JOB_ID.eq(job)) >= most
                    || (comment.parentId() != null && !inside.fetchExists(COMMENTS, isThere(comment.parentId())))) {
                return Optional.empty();
            }
            return Optional.of(inside.insertInto(COMMENTS)
                    .set(COMMENTS.COMMENT_ID, Rows.uuid(comment.id()))
                    .set(COMMENTS.JOB_ID, job)
                    .set(COMMENTS.PARENT_ID, Rows.uuidOrNull(comment.parentId()))
                    .set(COMMENTS.MEDIA_ID, Rows.uuid(comment.anchor().clipId()))
                    .set(COMMENTS.SOURCE_START, comment.anchor().source().start())
                    .set(COMMENTS.SOURCE_COUNT, comment.anchor().source().count())
                    .set(COMMENTS.WORDS, comment.text())
                    .set(COMMENTS.AUTHOR, comment.author().name())
                    .set(COMMENTS.AUTHOR_KEY, comment.author().key())
                    .set(COMMENTS.REVISION, revision)
                    .set(COMMENTS.CREATE_TIME, Rows.time(comment.createdAt()))
                    .returning()
                    .fetchSingle(JooqCommentStore::comment));
        });
    }

    /** Lets changes of a job's comments pass one at a time until the transaction ends; returns the revision the change makes. */
    private static long next(DSLContext inside, UUID job) {
        inside.select(JOBS.JOB_ID)
                .from(JOBS)
                .where(JOBS.JOB_ID.eq(job))
                .forNoKeyUpdate()
                .fetch();
        return newest(inside, job) + 1;
    }

    private static long newest(DSLContext inside, UUID job) {
        return inside.select(DSL.coalesce(DSL.max(COMMENTS.REVISION), 0L))
                .from(COMMENTS)
                .where(COMMENTS.JOB_ID.eq(job))
                .fetchSingle()
                .value1();
    }

    private static Condition isThere(String commentId) {
        return COMMENTS.COMMENT_ID.eq(Rows.uuid(commentId)).and(DSL.not(COMMENTS.DELETED));
    }

    @Override
    public Optional<Comment> find(String commentId) {
        return dsl.selectFrom(COMMENTS).where(isThere(commentId)).fetchOptional(JooqCommentStore::comment);
    }

    @Override
    public Page<Comment> list(String jobId, Page.Ask ask) {
        Condition wanted = COMMENTS.JOB_ID.eq(Rows.uuid(jobId)).and(DSL.not(COMMENTS.DELETED));
        if (ask.after() != null) {
            wanted = wanted.and(COMMENTS.COMMENT_ID.gt(Rows.uuid(ask.after())));
        }
        return Page.cut(
                dsl.selectFrom(COMMENTS)
                        .where(wanted)
                        .orderBy(COMMENTS.COMMENT_ID)
                        .limit(ask.size() + 1)
                        .fetch(JooqCommentStore::comment),
                ask,
                Comment::id);
    }

    @Override
    public Optional<Comment> settle(String commentId, Comment.@Nullable Resolution resolution) {
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            CommentsRecord found =
                    inside.selectFrom(COMMENTS).where(isThere(commentId)).fetchOne();
            if (found == null) {
                return Optional.empty();
            }
            long revision = next(inside, found.getJobId());
            inside.update(COMMENTS)
                    .set(COMMENTS.RESOLVER, resolution == null ? null : resolution.by())
                    .set(COMMENTS.RESOLVE_TIME, resolution == null ? null : Rows.time(resolution.at()))
                    .set(COMMENTS.REVISION, revision)
                    .where(isThere(commentId))
                    .and(resolution == null ? COMMENTS.RESOLVER.isNotNull() : COMMENTS.RESOLVER.isNull())
                    .execute();
            return inside.selectFrom(COMMENTS).where(isThere(commentId)).fetchOptional(JooqCommentStore::comment);
        });
    }

    @Override
    public Deletion delete(String commentId, @Nullable String authorKey) {
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            CommentsRecord found =
                    inside.selectFrom(COMMENTS).where(isThere(commentId)).fetchOne();
            if (found == null) {
                return Deletion.ABSENT;
            }
            long revision = next(inside, found.getJobId());
            if (authorKey != null && !found.getAuthorKey().equals(authorKey)) {
                return Deletion.FOREIGN;
            }
            Condition replies = COMMENTS.PARENT_ID.eq(found.getCommentId()).and(DSL.not(COMMENTS.DELETED));
            if (authorKey != null && inside.fetchExists(COMMENTS, replies.and(COMMENTS.AUTHOR_KEY.ne(authorKey)))) {
                return Deletion.ANSWERED;
            }
            if (silence(inside, isThere(commentId).or(replies), revision) == 0) {
                return Deletion.ABSENT;
            }
            JooqAuditStore.keep(inside, commentId);
            return Deletion.DONE;
        });
    }

    /** Takes away what was said of a file; the caller's transaction has the job's row. */
    static void silenceOn(DSLContext inside, UUID job, UUID media) {
        silence(inside, COMMENTS.MEDIA_ID.eq(media), newest(inside, job) + 1);
    }

    /** Takes the words away and keeps the rows; returns how many. */
    @CanIgnoreReturnValue
    private static int silence(DSLContext inside, Condition which, long revision) {
        return inside.update(COMMENTS)
                .set(COMMENTS.DELETED, true)
                .setNull(COMMENTS.MEDIA_ID)
                .set(COMMENTS.WORDS, "")
                .set(COMMENTS.AUTHOR, "")
                .set(COMMENTS.AUTHOR_KEY, "")
                .setNull(COMMENTS.RESOLVER)
                .setNull(COMMENTS.RESOLVE_TIME)
                .set(COMMENTS.REVISION, revision)
                .where(which)
                .execute();
    }

    @Override
    public Changes changes(String jobId, long after) {
        UUID job = Rows.uuid(jobId);
        List<Comment> comments = new ArrayList<>();
        List<String> deletedIds = new ArrayList<>();
        long revision = after;
        for (CommentsRecord row : dsl.selectFrom(COMMENTS)
                .where(COMMENTS.JOB_ID.eq(job))
                .and(COMMENTS.REVISION.gt(after))
                .orderBy(COMMENTS.REVISION, COMMENTS.COMMENT_ID)
                .fetch()) {
            if (row.getDeleted()) {
                deletedIds.add(row.getCommentId().toString());
            } else {
                comments.add(comment(row));
            }
            revision = row.getRevision();
        }
        return new Changes(comments, deletedIds, revision);
    }

    private static Comment comment(CommentsRecord row) {
        String resolver = row.getResolver();
        OffsetDateTime resolved = row.getResolveTime();
        return new Comment(
                row.getCommentId().toString(),
                row.getJobId().toString(),
                Rows.textOrNull(row.getParentId()),
                new Comment.Anchor(
                        String.valueOf(row.getMediaId()), new FrameRange(row.getSourceStart(), row.getSourceCount())),
                row.getWords(),
                new Comment.Author(row.getAuthor(), row.getAuthorKey()),
                Rows.instant(row.getCreateTime()),
                resolver == null || resolved == null ? null : new Comment.Resolution(resolver, Rows.instant(resolved)),
                row.getRevision());
    }
}
