// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

/**
 * One small file; what does not apply to its role is zero.
 *
 * @param role what it shows
 * @param fileName name in the output folder
 * @param sizeBytes length
 * @param sha256 lower-case hexadecimal
 * @param width pixels, of one tile in a filmstrip
 * @param height pixels, of one tile in a filmstrip
 * @param count frames of a proxy, tiles of a filmstrip, peaks of a waveform
 * @param columnCount tiles in a row
 * @param micros length of a proxy, time from tile to tile of a filmstrip, microseconds
 * @param sampleRate samples in a second of sound
 * @param samplesPerPeak samples summed up in one peak
 */
public record PreviewFile(
        Role role,
        String fileName,
        long sizeBytes,
        String sha256,
        int width,
        int height,
        long count,
        int columnCount,
        long micros,
        int sampleRate,
        int samplesPerPeak) {

    /** What a file shows. */
    public enum Role {
        PROXY,
        POSTER,
        THUMBNAIL,
        FILMSTRIP,
        PEAKS
    }
}
