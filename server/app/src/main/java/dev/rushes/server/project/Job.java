// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

import dev.rushes.editorial.time.FrameRate;
import java.time.Duration;
import java.time.Instant;

/** One video being made: length, shape and frame rate of the wanted result. */
public record Job(
        String id,
        String projectId,
        String displayName,
        Duration targetDuration,
        Shape shape,
        FrameRate frameRate,
        Instant createdAt) {}
