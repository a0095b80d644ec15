// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run from footage and song to a timeline. {@code attempt} is the fence; {@code revision} grows with each change.
 * {@code timelineRevision} is 0 until it succeeded. {@code early} means that a person does not want to wait for every clip.
 */
public record Generation(
        String id,
        Order order,
        boolean early,
        WorkState state,
        long attempt,
        int failures,
        Progress progress,
        long timelineRevision,
        @Nullable Failure failure,
        List<RejectedClip> rejectedClips,
        long revision,
        Instant createdAt,
        Instant updatedAt) {
    public Generation {
        rejectedClips = List.copyOf(rejectedClips);
    }

    /**
     * What was asked for.
     *
     * @param styleProfileId null to learn from the job's finished videos
     * @param author who asked; the new cut is a step of theirs
     */
    public record Order(String jobId, long seed, @Nullable String styleProfileId, String author) {}

    /** The topic under which changes are told. */
    public static String topic(String generationId) {
        return "generation:" + generationId;
    }
}
