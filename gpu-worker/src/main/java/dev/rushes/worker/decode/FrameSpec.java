// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/**
 * How frames are wanted.
 *
 * @param longSide longer side in pixels after area scaling; both sides are rounded to even numbers
 * @param layout planes and their order
 * @param choice which frames are wanted
 * @param fast leaves out the deblocking filter; about 20 % cheaper, pictures differ slightly
 */
public record FrameSpec(int longSide, Layout layout, Choice choice, boolean fast) {

    /** Which frames come. */
    public enum Choice {
        /** Every frame. */
        ALL,
        /**
         * About fifteen a second, at least {@link #SAMPLE_GAP_SECONDS} apart. Frames no other frame refers to are not even
         * decoded where there are enough without them: a quarter cheaper on files with B frames.
         */
        SAMPLED,
        /** Key frames only; about 6 times cheaper where there is one a second. */
        KEY_FRAMES,
        /**
         * A few key frames spread over the file, one of every two seconds and at most eight; the others are not even read where
         * the container says which they are. About 15 times cheaper for a clip of six seconds, more for longer ones. Times may be
         * off by as many frames as B frames are moved by.
         */
        FEW_KEY_FRAMES
    }

    /**
     * Least seconds between two sampled frames: a fifteenth less a tolerance, so that 30 a second give every second frame
     * and 24 a second too.
     */
    public static final double SAMPLE_GAP_SECONDS = 1 / 15.0 - 0.012;

    /** Planes of a frame, 8 bits a sample, no padding, in this order. */
    public enum Layout {
        /** Luma only, 0..255. */
        GRAY,
        /** Full-size luma, then quarter-size U and V; luma 16..235. */
        YUV420,
        /** Full-size Y, U and V; luma 16..235. */
        YUV444
    }
}
