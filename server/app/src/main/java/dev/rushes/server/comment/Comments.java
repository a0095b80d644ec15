// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.comment;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Role;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.project.Projects;
import dev.rushes.server.request.Page;
import dev.rushes.server.watch.ChangeHub;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comments of a job's people on moments of its footage. Whoever is signed in is the author. Thread-safe. */
public final class Comments {
    /** Longest text in characters (contract). */
    static final int MOST_CHARACTERS = 2000;
    /** Comments of one job, deleted ones among them; taste, far above what people say of a short video. */
    static final int MOST_COMMENTS = 2000;
    /** Above any clip: twelve hours at 120 frames a second. */
    private static final long MOST_FRAMES = 12L * 3600 * 120;

    private final CommentStore store;
    private final Projects projects;
    private final MediaFiles media;
    private final ChangeHub hub;
    private final InstantSource clock;

    public Comments(CommentStore store, Projects projects, MediaFiles media, ChangeHub hub, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.media = media;
        this.hub = hub;
        this.clock = clock;
    }

    /** The topic under which changes of a job's comments are told. */
    public static String topic(String jobId) {
        return "comments:" + jobId;
    }

    /** What somebody wants to say; {@code anchor} is null where only the parent tells what it is about. */
    public record Words(
            String id, String jobId, @Nullable String parentId, Comment.@Nullable Anchor anchor, String text) {}

    /** Keeps what the caller says and returns it, or what was kept before under its id. */
    public Comment say(Words words) {
        projects.job(words.jobId());
        requireText(words.text());
        Comment.Anchor anchor = words.parentId() == null ? anchor(words) : answered(words, words.parentId());
        Principal caller = caller();
        Comment said = store.insert(
                        new Comment(
                                words.id(),
                                words.jobId(),
                                words.parentId(),
                                anchor,
                                words.text().strip(),
                                new Comment.Author(caller.name(), key(caller)),
                                clock.instant(),
                                null,
                                0),
                        MOST_COMMENTS)
                .orElseThrow(() -> gone(words));
        hub.changed(topic(words.jobId()));
        return said;
    }

    private static void requireText(String text) {
        if (text.isBlank()) {
            throw new Fault.Invalid("comment.text", "is empty (expected: 1 to " + MOST_CHARACTERS + " characters)");
        }
        int length = text.codePointCount(0, text.length());
        if (length > MOST_CHARACTERS) {
            throw new Fault.Invalid(
                    "comment.text",
                    "has " + length + " characters (expected: at most " + MOST_CHARACTERS
                            + "); say it in two comments");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' || c == 0x7f)) {
            throw new Fault.Invalid("comment.text", "holds a control character (expected: words and line breaks)");
        }
    }

    private Comment.Anchor anchor(Words words) {
        Comment.Anchor anchor = words.anchor();
        if (anchor == null) {
            throw new Fault.Invalid(
                    "comment.anchor", "is not set (expected: a clip and its frames, or parent_comment_id for a reply)");
        }
        FrameRange source = anchor.source();
        if (source.start() < 0 || source.count() < 1 || source.end() > MOST_FRAMES) {
            throw new Fault.Invalid(
                    "comment.anchor.source_range",
                    source.start() + " + " + source.count()
                            + " frames (expected: one frame or more from frame 0 of the clip on, up to frame "
                            + MOST_FRAMES + ")");
        }
        Media file = media.media(anchor.clipId());
        if (!file.jobId().equals(words.jobId())) {
            throw new Fault.NotFound("media", anchor.clipId());
        }
        if (file.kind() != MediaKind.CLIP) {
            throw new Fault.Invalid(
                    "comment.anchor.media_id", "\"" + file.fileName() + "\" is no clip (expected: a clip of the job)");
        }
        return anchor;
    }

    private Comment.Anchor answered(Words words, String parentId) {
        Comment parent = store.find(parentId)
                .filter(found -> found.jobId().equals(words.jobId()))
                .orElseThrow(() -> new Fault.NotFound("comment", parentId));
        if (parent.isReply()) {
            throw new Fault.Invalid(
                    "comment.parent_comment_id",
                    parentId + " is a reply itself (expected: the comment it answers, " + parent.parentId() + ")");
        }
        return parent.anchor();
    }

    private Fault gone(Words words) {
        if (words.parentId() != null && store.find(words.parentId()).isEmpty()) {
            return new Fault.NotFound("comment", words.parentId());
        }
        if (store.changes(words.jobId(), 0).deletedIds().contains(words.id())) {
            return new Fault.NotFound("comment", words.id());
        }
        return new Fault.Exhausted(
                Reason.LIMIT_EXCEEDED,
                "the job has had " + MOST_COMMENTS + " comments, the most one job may have; settle this one by word",
                Map.of("limit", "comments_per_job", "value", Integer.toString(MOST_COMMENTS)));
    }

    /** Returns the comments of a job, oldest first. */
    public Page<Comment> list(String jobId, Page.Ask ask) {
        projects.job(jobId);
        return store.list(jobId, ask);
    }

    /** Settles a comment; one that is settled stays as it is. */
    public Comment resolve(String commentId) {
        return settle(commentId, new Comment.Resolution(caller().name(), clock.instant()));
    }

    /** Opens a comment again; one that is open stays as it is. */
    public Comment reopen(String commentId) {
        return settle(commentId, null);
    }

    private Comment settle(String commentId, Comment.@Nullable Resolution resolution) {
        Comment found = store.find(commentId).orElseThrow(() -> new Fault.NotFound("comment", commentId));
        if (found.isReply()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "comment " + commentId + " is a reply; resolve the comment it answers, " + found.parentId());
        }
        Comment settled =
                store.settle(commentId, resolution).orElseThrow(() -> new Fault.NotFound("comment", commentId));
        hub.changed(topic(settled.jobId()));
        return settled;
    }

    /**
     * Deletes a comment with its replies.
     *
     * @throws Fault.Denied when somebody else wrote it and the caller may not edit the job
     * @throws Fault.Refused when somebody else has replied to it and the caller may not edit the job
     */
    public void delete(String commentId) {
        Comment found = store.find(commentId).orElseThrow(() -> new Fault.NotFound("comment", commentId));
        Principal caller = caller();
        String only = caller.role().permits(Permission.EDIT) ? null : key(caller);
        switch (store.delete(commentId, only)) {
            case DONE -> hub.changed(topic(found.jobId()));
            case ABSENT -> throw new Fault.NotFound("comment", commentId);
            case FOREIGN ->
                throw new Fault.Denied("comment " + commentId + " is by "
                        + found.author().name() + "; its author or a lead can delete it");
            case ANSWERED ->
                throw new Fault.Refused(
                        Reason.WRONG_STATE,
                        "comment " + commentId + " has replies by others; resolve it, or ask a lead to delete it");
        }
    }

    /** Returns what changed after a revision of a job's comments. */
    public CommentStore.Changes changes(String jobId, long after) {
        return store.changes(jobId, after);
    }

    /** Returns whether the caller wrote it. */
    public static boolean isOwn(Comment comment) {
        return comment.author().key().equals(key(caller()));
    }

    private static Principal caller() {
        return Scope.principal().orElseThrow();
    }

    /** Guests share the account of who made their link, so that only the link tells them apart. */
    private static String key(Principal caller) {
        return caller.role() == Role.GUEST ? "link:" + caller.tokenId() : "user:" + caller.userId();
    }
}
