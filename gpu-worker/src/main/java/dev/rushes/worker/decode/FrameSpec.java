// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/**
 * How frames are wanted.
 *
 * @param longSide longer side in pixels after area scaling; both sides are rounded to even numbers
 * @param layout planes and their order
 * @param keyFramesOnly skips everything but key frames; about 12 times cheaper
 * @param fast leaves out the deblocking filter; about 20 % cheaper, pictures differ slightly
 */
public record FrameSpec(int longSide, Layout layout, boolean keyFramesOnly, boolean fast) {

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
