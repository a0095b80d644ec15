// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/**
 * A small file a worker made; what does not apply to its role is zero. {@code count} is frames of a proxy, tiles of a filmstrip or
 * peaks; {@code micros} the length of a proxy or the time from tile to tile.
 */
public record PreviewFile(
        Role role,
        String name,
        long sizeBytes,
        String sha256,
        int width,
        int height,
        long count,
        int columns,
        long micros,
        int sampleRate,
        int samplesPerPeak) {

    /** What it shows. */
    public enum Role {
        PROXY,
        POSTER,
        THUMBNAIL,
        FILMSTRIP,
        PEAKS
    }
}
