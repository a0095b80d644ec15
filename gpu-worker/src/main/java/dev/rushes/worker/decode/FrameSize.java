// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/**
 * Width and height of the frames that leave the decoder; both even.
 *
 * @param width pixels
 * @param height pixels
 */
record FrameSize(int width, int height) {

    /** Returns the size with the given longer side and the shape of the picture shown. */
    static FrameSize fit(int shownWidth, int shownHeight, int longSide) {
        double scale = (double) longSide / Math.max(1, Math.max(shownWidth, shownHeight));
        return new FrameSize(even(shownWidth * scale), even(shownHeight * scale));
    }

    /** Returns the bytes of one frame. */
    int bytes(FrameSpec.Layout layout) {
        int luma = width * height;
        return switch (layout) {
            case GRAY -> luma;
            case YUV420 -> luma + luma / 2;
            case YUV444 -> 3 * luma;
        };
    }

    private static int even(double side) {
        return Math.max(2, (int) Math.round(side / 2) * 2);
    }
}
