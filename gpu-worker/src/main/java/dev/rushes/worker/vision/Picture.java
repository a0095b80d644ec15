// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.worker.decode.VideoFrame;
import java.util.Arrays;

/** An upright small picture: full-size luma, U and V at half size in both directions. Reused by its owner; not shared. */
final class Picture {

    /** Longer side of the pictures all analysers work on. Measured: smaller loses faces, larger only costs time. */
    static final int LONG_SIDE = 256;

    final int width;
    final int height;
    final int chromaWidth;
    final int chromaHeight;
    final byte[] luma;
    final byte[] u;
    final byte[] v;
    long index;
    double seconds;

    Picture(int width, int height) {
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
    void fill(VideoFrame frame) {
        byte[] pixels = frame.pixels();
        System.arraycopy(pixels, 0, luma, 0, luma.length);
        System.arraycopy(pixels, luma.length, u, 0, u.length);
        System.arraycopy(pixels, luma.length + u.length, v, 0, v.length);
        index = frame.index();
        seconds = frame.seconds();
    }

    boolean hasSizeOf(VideoFrame frame) {
        return frame.width() == width && frame.height() == height;
    }

    Picture copy() {
        Picture copy = new Picture(width, height);
        System.arraycopy(luma, 0, copy.luma, 0, luma.length);
        System.arraycopy(u, 0, copy.u, 0, u.length);
        System.arraycopy(v, 0, copy.v, 0, v.length);
        copy.index = index;
        copy.seconds = seconds;
        return copy;
    }

    int lumaAt(int x, int y) {
        return luma[y * width + x] & 0xff;
    }

    int longSide() {
        return Math.max(width, height);
    }
}
