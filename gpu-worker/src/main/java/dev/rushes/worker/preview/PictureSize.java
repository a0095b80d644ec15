// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

/**
 * Width and height of a picture.
 *
 * @param width pixels
 * @param height pixels
 */
record PictureSize(int width, int height) {

    /** Returns the same shape with this longer side, both sides even. */
    PictureSize within(int longSide) {
        double scale = (double) longSide / Math.max(width, height);
        return new PictureSize(even(width * scale), even(height * scale));
    }

    private static int even(double side) {
        return Math.max(2, (int) Math.round(side / 2) * 2);
    }
}
