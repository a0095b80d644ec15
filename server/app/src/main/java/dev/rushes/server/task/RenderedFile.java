// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import org.jspecify.annotations.Nullable;

/** A video file a worker made; {@code making} is null for one made before it was kept. */
public record RenderedFile(
        long sizeBytes,
        String sha256,
        int width,
        int height,
        long frameCount,
        @Nullable Making making) {

    /** How it was made and sounds; loudness in LUFS and true peak in dBTP are null for silence. */
    public record Making(
            int segmentCount,
            int reusedSegmentCount,
            @Nullable Double loudnessLufs,
            @Nullable Double truePeakDbtp) {}
}
