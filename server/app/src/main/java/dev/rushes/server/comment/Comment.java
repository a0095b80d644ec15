// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.comment;

import dev.rushes.editorial.time.FrameRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said of frames of a clip.
 *
 * @param parentId the comment it answers; null for one that answers none
 * @param text what was said
 * @param resolution how it was settled; null while it is open, and for replies
 * @param revision of the job's comments, made by its last change
 */
public record Comment(
        String id,
        String jobId,
        @Nullable String parentId,
        Anchor anchor,
        String text,
        Author author,
        Instant createdAt,
        @Nullable Resolution resolution,
        long revision) {

    /** Frames of a clip on the job's frame rate, from its first shown frame; at least one. */
    public record Anchor(String clipId, FrameRange source) {}

    /** Who said it: the name people read, and a key that tells whether two comments are by the same. */
    public record Author(String name, String key) {}

    /** Who settled it, by name, and when. */
    public record Resolution(String by, Instant at) {}

    /** Returns whether it answers another comment. */
    public boolean isReply() {
        return parentId != null;
    }
}
