// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

import dev.rushes.worker.decode.VideoFrame;
import java.util.Arrays;

/** An upright small picture: full-size luma, U and V at half size in both directions. Reused by its owner; not shared. */
public final class Picture {

    /** Longer side of the pictures all analysers work on. Measured: smaller loses faces, larger only costs time. */
    public static final int LONG_SIDE = 256;

    /** Pixels of luma in a row. */
    public final int width;
    /** Rows of luma. */
    public final int height;
    /** Pixels of U and of V in a row. */
    public final int chromaWidth;
    /** Rows of U and of V. */
    public final int chromaHeight;
    /** Luma of each pixel, unsigned, row by row without gaps. */
    public final byte[] luma;
    /** U, unsigned, 128 without colour, row by row without gaps. */
    public final byte[] u;
    /** V, as {@link #u}. */
    public final byte[] v;
    /** Number of the frame in its file, from 0. */
    public long index;
    /** Presentation time. */
    public double seconds;

    /** Makes a black picture without colour, of at least one pixel in each direction. */
    public Picture(int width, int height) {
        this.width = width;
        this.height = height;
        this.chromaWidth = (width + 1) / 2;
        this.chromaHeight = (height + 1) / 2;
        this.luma = new byte[width * height];
        this.u = new byte[chromaWidth * chromaHeight];
        this.v = new byte[chromaWidth * chromaHeight];
        Arrays.fill(u, (byte) 128);
        Arrays.fill(v, (byte) 128);
    }

    /** Takes the pixels of a frame in YUV420 layout and of this picture's size. */
    public void fill(VideoFrame frame) {
        byte[] pixels = frame.pixels();
        System.arraycopy(pixels, 0, luma, 0, luma.length);
        System.arraycopy(pixels, luma.length, u, 0, u.length);
        System.arraycopy(pixels, luma.length + u.length, v, 0, v.length);
        index = frame.index();
        seconds = frame.seconds();
    }

    /** Tells whether a frame can fill this picture. */
    public boolean hasSizeOf(VideoFrame frame) {
        return frame.width() == width && frame.height() == height;
    }

    /** Returns a picture of its own with the same pixels, index and time. */
    public Picture copy() {
        Picture copy = new Picture(width, height);
        System.arraycopy(luma, 0, copy.luma, 0, luma.length);
        System.arraycopy(u, 0, copy.u, 0, u.length);
        System.arraycopy(v, 0, copy.v, 0, v.length);
        copy.index = index;
        copy.seconds = seconds;
        return copy;
    }

    /** Returns luma, 0..255, of a pixel inside the picture. */
    public int lumaAt(int x, int y) {
        return luma[y * width + x] & 0xff;
    }

    int longSide() {
        return Math.max(width, height);
    }
}
