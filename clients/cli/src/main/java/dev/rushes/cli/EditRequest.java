// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Job;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A checked request for an edit.
 *
 * @param footage raw clips
 * @param song the song
 * @param output files to write
 * @param durationSeconds wanted length
 * @param past finished videos to learn from, or null
 * @param style style profile JSON, or null
 * @param shape of the video
 * @param seed of the generation
 * @param project name of the project it belongs to, or null for the newest
 */
record EditRequest(
        Footage footage,
        Path song,
        Output output,
        double durationSeconds,
        @Nullable Footage past,
        @Nullable Path style,
        Job.Shape shape,
        long seed,
        @Nullable String project) {}
