// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

import java.util.Arrays;

/**
 * The perceptual blur measure of Crete et al. (SPIE 2007): a sharp picture loses much of its neighbour differences when it
 * is blurred again, a blurred one loses little. The loss is a ratio, so it does not depend on how much texture there is.
 * Differs from the paper: measured on 4x4 tiles of which the sharpest quarter counts, so that a soft background behind a
 * sharp subject is no fault, and without tiles that are flat.
 */
public final class ReblurMeter implements BlurMeter {

    private static final int TILES = 4;
    private static final int RADIUS = 4;
    /** Standard deviation under which a tile is a wall or sky and tells nothing; about the noise of compression. */
    private static final double FLAT_DEVIATION = 4;
    /** A difference of one level is rounding: it looks sharp in the softest picture. */
    private static final int NOISE = 1;
    /** A direction with less than this share of the other's differences tells nothing. */
    private static final double LEAST_SHARE = 0.25;
    /** The raw measure of the sharpest and of hopeless pictures at 256 pixels; measured on real clips. */
    private static final double RAW_SHARP = 0.22;

    private static final double RAW_BLURRED = 0.78;

    private final double[] tile = new double[TILES * TILES];
    private final long[] sums = new long[TILES * TILES];
    private final long[] squares = new long[TILES * TILES];
    private final int[] counts = new int[TILES * TILES];
    private final long[] differenceX = new long[TILES * TILES];
    private final long[] differenceY = new long[TILES * TILES];
    private final double[] lossX = new double[TILES * TILES];
    private final double[] lossY = new double[TILES * TILES];
    private int[] columnSums = new int[0];
    private int[] previousRow = new int[0];

    @Override
    public double measure(Picture picture) {
        int w = picture.width;
        int h = picture.height;
        if (w < 4 * RADIUS || h < 4 * RADIUS) {
            return Double.NaN;
        }
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(differenceX, 0);
        Arrays.fill(differenceY, 0);
        Arrays.fill(lossX, 0);
        Arrays.fill(lossY, 0);
        horizontal(picture);
        vertical(picture);
        int counted = 0;
        for (int i = 0; i < tile.length; i++) {
            double mean = (double) sums[i] / counts[i];
            if ((double) squares[i] / counts[i] - mean * mean < FLAT_DEVIATION * FLAT_DEVIATION) {
                continue;
            }
            double dx = differenceX[i];
            double dy = differenceY[i];
            double bx = dx < LEAST_SHARE * dy ? 0 : dx == 0 ? 1 : 1 - lossX[i] / dx;
            double by = dy < LEAST_SHARE * dx ? 0 : dy == 0 ? 1 : 1 - lossY[i] / dy;
            tile[counted++] = Math.max(bx, by);
        }
        if (counted == 0) {
            return Double.NaN;
        }
        Arrays.sort(tile, 0, counted);
        double raw = tile[counted / 4];
        return Math.clamp((raw - RAW_SHARP) / (RAW_BLURRED - RAW_SHARP), 0, 1);
    }

    private void horizontal(Picture picture) {
        int w = picture.width;
        byte[] luma = picture.luma;
        double scale = 1.0 / (2 * RADIUS + 1);
        for (int y = 0; y < picture.height; y++) {
            int row = y * w;
            int tileRow = y * TILES / picture.height * TILES;
            int sum = 0;
            for (int x = 0; x < 2 * RADIUS + 1; x++) {
                sum += luma[row + x] & 0xff;
            }
            for (int x = RADIUS + 1; x < w - RADIUS; x++) {
                int previous = sum;
                sum += (luma[row + x + RADIUS] & 0xff) - (luma[row + x - RADIUS - 1] & 0xff);
                int difference = Math.max(0, Math.abs((luma[row + x] & 0xff) - (luma[row + x - 1] & 0xff)) - NOISE);
                int t = tileRow + x * TILES / w;
                int value = luma[row + x] & 0xff;
                sums[t] += value;
                squares[t] += value * value;
                counts[t]++;
                differenceX[t] += difference;
                lossX[t] += Math.max(0, difference - Math.abs(sum - previous) * scale);
            }
        }
    }

    private void vertical(Picture picture) {
        int w = picture.width;
        byte[] luma = picture.luma;
        double scale = 1.0 / (2 * RADIUS + 1);
        if (columnSums.length != w) {
            columnSums = new int[w];
            previousRow = new int[w];
        }
        Arrays.fill(columnSums, 0);
        for (int y = 0; y < 2 * RADIUS + 1; y++) {
            for (int x = 0; x < w; x++) {
                columnSums[x] += luma[y * w + x] & 0xff;
            }
        }
        for (int y = RADIUS + 1; y < picture.height - RADIUS; y++) {
            System.arraycopy(columnSums, 0, previousRow, 0, w);
            int tileRow = y * TILES / picture.height * TILES;
            for (int x = 0; x < w; x++) {
                columnSums[x] += (luma[(y + RADIUS) * w + x] & 0xff) - (luma[(y - RADIUS - 1) * w + x] & 0xff);
                int difference =
                        Math.max(0, Math.abs((luma[y * w + x] & 0xff) - (luma[(y - 1) * w + x] & 0xff)) - NOISE);
                int t = tileRow + x * TILES / w;
                differenceY[t] += difference;
                lossY[t] += Math.max(0, difference - Math.abs(columnSums[x] - previousRow[x]) * scale);
            }
        }
    }
}
