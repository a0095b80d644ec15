// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One video file made from a timeline. {@code attempt} is the fence; {@code revision} grows with each change; {@code file} is there
 * once it succeeded.
 */
public record Render(
        String id,
        Order order,
        WorkState state,
        long attempt,
        int failures,
        Progress progress,
        @Nullable RenderedFile file,
        @Nullable Failure failure,
        long revision,
        Instant createdAt,
        Instant updatedAt) {

    /** What was asked for. */
    public record Order(String jobId, long timelineRevision, Quality quality, Form form) {}

    /** What the file is like; {@code loudnessLufs} is null to leave the song as loud as it is. */
    public record Form(
            Container container,
            Resolution resolution,
            @Nullable Double loudnessLufs) {}

    /** The topic under which changes are told. */
    public static String topic(String renderId) {
        return "render:" + renderId;
    }
}
