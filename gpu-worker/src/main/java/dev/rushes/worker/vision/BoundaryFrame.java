// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import java.util.Arrays;

/** A picture as the shot boundary detector sees it: half size, with histograms and means. Refilled in a ring. */
final class BoundaryFrame {

    private static final int LUMA_BINS = 32;
    private static final int CHROMA_BINS = 32;
    private static final int QUARTERS = 4;
    /** Normalised luma is stored in 1/32 of a standard deviation. */
    static final int UNIT = 32;

    static final int LONG_MEANS = 16;
    static final int SHORT_MEANS = 9;

    final int width;
    final int height;
    final byte[] luma;
    final byte[] u;
    final byte[] v;
    final short[] normal;
    final int[] lumaHistogram = new int[QUARTERS * LUMA_BINS];
    final int[] chromaHistogram = new int[QUARTERS * CHROMA_BINS * CHROMA_BINS];
    double mean;
    double deviation;
    double sharpness;

    BoundaryFrame(Picture like) {
        this(Math.max(1, like.width / 2), Math.max(1, like.height / 2));
    }

    BoundaryFrame(int width, int height) {
        this.width = width;
        this.height = height;
        this.luma = new byte[width * height];
        this.u = new byte[width * height];
        this.v = new byte[width * height];
        this.normal = new short[width * height];
    }

    void fill(Picture picture) {
        long gradient = 0;
        for (int y = 0; y < height; y++) {
            int last = 0;
            for (int x = 0; x < width; x++) {
                int x2 = Math.min(2 * x + 1, picture.width - 1);
                int y2 = Math.min(2 * y + 1, picture.height - 1);
                int value = (picture.lumaAt(2 * x, 2 * y)
                                + picture.lumaAt(x2, 2 * y)
                                + picture.lumaAt(2 * x, y2)
                                + picture.lumaAt(x2, y2)
                                + 2)
                        >> 2;
                int at = y * width + x;
                luma[at] = (byte) value;
                gradient += x == 0 ? 0 : Math.abs(value - last);
                last = value;
                u[at] = picture.u[y * picture.chromaWidth + x];
                v[at] = picture.v[y * picture.chromaWidth + x];
            }
        }
        normalise();
        sharpness = (double) gradient / luma.length / (deviation + 6);
        histograms();
    }

    private void histograms() {
        Arrays.fill(lumaHistogram, 0);
        Arrays.fill(chromaHistogram, 0);
        for (int y = 0; y < height; y++) {
            int quarterRow = y * 2 < height ? 0 : 2;
            for (int x = 0; x < width; x++) {
                int quarter = quarterRow + (x * 2 < width ? 0 : 1);
                int at = y * width + x;
                lumaHistogram[quarter * LUMA_BINS + ((luma[at] & 0xff) >> 3)]++;
                chromaHistogram[
                        (quarter * CHROMA_BINS + ((u[at] & 0xff) >> 3)) * CHROMA_BINS + ((v[at] & 0xff) >> 3)]++;
            }
        }
    }

    /**
     * Writes the luma of this frame, enlarged about its middle, into {@code to} and normalises it anew: what stays in the picture
     * has another mean and contrast than the whole. Leaves colours and histograms of {@code to} alone.
     */
    void enlarge(double factor, BoundaryFrame to) {
        for (int y = 0; y < height; y++) {
            double fromY = Math.clamp((y + 0.5 - height / 2.0) / factor + height / 2.0 - 0.5, 0, height - 1);
            int top = (int) fromY;
            int bottom = Math.min(top + 1, height - 1);
            double down = fromY - top;
            for (int x = 0; x < width; x++) {
                double fromX = Math.clamp((x + 0.5 - width / 2.0) / factor + width / 2.0 - 0.5, 0, width - 1);
                int left = (int) fromX;
                int right = Math.min(left + 1, width - 1);
                double across = fromX - left;
                double upper = (1 - across) * lumaAt(left, top) + across * lumaAt(right, top);
                double lower = (1 - across) * lumaAt(left, bottom) + across * lumaAt(right, bottom);
                to.luma[y * width + x] = (byte) Math.round((1 - down) * upper + down * lower);
            }
        }
        to.normalise();
    }

    private int lumaAt(int x, int y) {
        return luma[y * width + x] & 0xff;
    }

    private void normalise() {
        long sum = 0;
        long squares = 0;
        for (byte level : luma) {
            int value = level & 0xff;
            sum += value;
            squares += (long) value * value;
        }
        double count = luma.length;
        mean = sum / count;
        deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        double scale = UNIT / (deviation + 6);
        for (int i = 0; i < luma.length; i++) {
            normal[i] = (short) Math.round(((luma[i] & 0xff) - mean) * scale);
        }
    }

    /** Mean absolute difference over luma and chroma, 0..255. */
    double difference(BoundaryFrame other) {
        int sum = 0;
        for (int i = 0; i < luma.length; i++) {
            sum += Math.abs((luma[i] & 0xff) - (other.luma[i] & 0xff))
                    + Math.abs((u[i] & 0xff) - (other.u[i] & 0xff))
                    + Math.abs((v[i] & 0xff) - (other.v[i] & 0xff));
        }
        return sum / (3.0 * luma.length);
    }

    /** Histogram distance, 0 (same) .. 1 (nothing in common in any quarter). */
    double histogramDistance(BoundaryFrame other) {
        int sum = 0;
        for (int i = 0; i < lumaHistogram.length; i++) {
            sum += Math.abs(lumaHistogram[i] - other.lumaHistogram[i]);
        }
        for (int i = 0; i < chromaHistogram.length; i++) {
            sum += Math.abs(chromaHistogram[i] - other.chromaHistogram[i]);
        }
        return sum / (4.0 * luma.length);
    }

    /** Returns the mean Y, U and V of 16x9 blocks (9x16 upright). */
    float[] blockMeans() {
        int columns = width >= height ? LONG_MEANS : SHORT_MEANS;
        int rows = width >= height ? SHORT_MEANS : LONG_MEANS;
        float[] means = new float[columns * rows * 3];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            int y0 = row * height / rows;
            int y1 = Math.max(y0 + 1, (row + 1) * height / rows);
            for (int column = 0; column < columns; column++) {
                int x0 = column * width / columns;
                int x1 = Math.max(x0 + 1, (column + 1) * width / columns);
                int sy = 0, su = 0, sv = 0;
                for (int y = y0; y < Math.min(y1, height); y++) {
                    for (int x = x0; x < Math.min(x1, width); x++) {
                        sy += luma[y * width + x] & 0xff;
                        su += u[y * width + x] & 0xff;
                        sv += v[y * width + x] & 0xff;
                    }
                }
                float count = (y1 - y0) * (x1 - x0);
                means[at++] = sy / count;
                means[at++] = su / count;
                means[at++] = sv / count;
            }
        }
        return means;
    }
}
