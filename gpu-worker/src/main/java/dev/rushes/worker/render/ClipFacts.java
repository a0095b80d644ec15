// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

/**
 * What the renderer must know of a file to read it to the frame.
 *
 * @param firstMicros presentation time of the first shown frame in the file's own time, microseconds
 * @param startMicros start of the container's time, microseconds; seeks count from it
 * @param width shown width, after rotation and pixel shape
 * @param height shown height, after rotation
 * @param storedWidth width of the upright picture in stored pixels
 * @param colour how colours are coded
 */
record ClipFacts(long firstMicros, long startMicros, int width, int height, int storedWidth, Colour colour) {

    /**
     * How colours are coded.
     *
     * @param matrix FFmpeg's name; guessed from the size if the file does not say
     * @param transfer FFmpeg's name; "unknown" if the file does not say
     */
    record Colour(String matrix, String transfer) {

        boolean isHighDynamicRange() {
            return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
        }

        boolean isRgb() {
            return matrix.equals("gbr");
        }

        boolean isBt709() {
            return matrix.equals("bt709");
        }
    }

    double aspect() {
        return (double) width / height;
    }
}
