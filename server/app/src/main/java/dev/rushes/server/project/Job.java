// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

import dev.rushes.editorial.time.FrameRate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One video being made: length, shape and frame rate of the wanted result. */
public record Job(
        String id,
        String projectId,
        String displayName,
        Duration targetDuration,
        Shape shape,
        FrameRate frameRate,
        Instant createdAt) {

    /** What becomes of a job; null leaves a value as it is. */
    public record Change(
            @Nullable String displayName,
            @Nullable Duration targetDuration,
            @Nullable Shape shape) {}
}
