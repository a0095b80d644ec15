// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import org.jspecify.annotations.Nullable;

/**
 * The finished file.
 *
 * @param sizeBytes length in bytes
 * @param sha256 lower-case hexadecimal digest
 * @param width pixels
 * @param height pixels
 * @param frameCount frames in the file, as counted in it
 * @param segmentCount segments it is made of
 * @param cachedSegmentCount segments taken from the cache instead of being encoded
 * @param loudness measured in the file, null for silence
 */
public record RenderedFile(
        long sizeBytes,
        String sha256,
        int width,
        int height,
        long frameCount,
        int segmentCount,
        int cachedSegmentCount,
        @Nullable Loudness loudness) {}
