// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.worker.vision.picture.Picture;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A picture as the shot boundary detector sees it: half size, with histograms and means. Refilled in a ring. */
final class BoundaryFrame {

    private static final int LUMA_BINS = 32;
    private static final int CHROMA_BINS = 32;
    private static final int QUARTERS = 4;
    /** Normalised luma is stored in 1/32 of a standard deviation. */
    static final int UNIT = 32;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Every second byte of a long. */
    private static final long EVEN = 0x00ff00ff00ff00ffL;

    private static final long ONES = 0x0001000100010001L;
    private static final long HIGH = 0x0100010001000100L;
    private static final long FIVE_BITS = 0x001f001f001f001fL;
    private static final long TWOS = 0x0002000200020002L;

    static final int LONG_MEANS = 16;
    static final int SHORT_MEANS = 9;

    private static final int LONG_BLOCKS = 8;
    private static final int SHORT_BLOCKS = 6;
    /** Variance of a block, in squared standard deviations of the picture, below which there is nothing to be found again. */
    private static final double LEAST_VARIANCE = 0.02;

    final int width;
    final int height;
    /** Blocks side by side and above each other that are looked for in other frames. */
    final int columns;

    final int rows;
    final int blockWidth;
    final int blockHeight;
    final byte[] luma;
    final byte[] u;
    final byte[] v;
    final short[] normal;
    private final int[] sums;
    private boolean isSummed;
    final int quarterWidth;
    final int quarterHeight;
    private final int[] quarterSums;
    private boolean isQuartered;
    private final double[] variances;
    private boolean isVaried;
    final int[] lumaHistogram = new int[QUARTERS * LUMA_BINS];
    final int[] chromaHistogram = new int[QUARTERS * CHROMA_BINS * CHROMA_BINS];
    private final int[] oddLuma = new int[lumaHistogram.length];
    private final int[] oddChroma = new int[chromaHistogram.length];
    double mean;
    double deviation;
    double sharpness;

    BoundaryFrame(Picture like) {
        this(Math.max(1, like.width / 2), Math.max(1, like.height / 2));
    }

    BoundaryFrame(int width, int height) {
        this.width = width;
        this.height = height;
        this.columns = width >= height ? LONG_BLOCKS : SHORT_BLOCKS;
        this.rows = width >= height ? SHORT_BLOCKS : LONG_BLOCKS;
        this.blockWidth = width / columns;
        this.blockHeight = height / rows;
        this.quarterWidth = blockWidth / 2;
        this.quarterHeight = blockHeight / 2;
        this.quarterSums = new int[width * height];
        this.variances = new double[columns * rows];
        this.luma = new byte[width * height];
        this.u = new byte[width * height];
        this.v = new byte[width * height];
        this.normal = new short[width * height];
        this.sums = new int[(width + 1) * (height + 1)];
    }

    void fill(Picture picture) {
        int right = Math.min(1, picture.width - 1);
        int below = Math.min(1, picture.height - 1) * picture.width;
        long gradient = 0;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int from = 2 * y * picture.width;
            halve(picture.luma, from, from + below, right, row);
            int rough = 0;
            for (int x = 1; x < width; x++) {
                rough += Math.abs((luma[row + x] & 0xff) - (luma[row + x - 1] & 0xff));
            }
            gradient += rough;
            System.arraycopy(picture.u, y * picture.chromaWidth, u, row, width);
            System.arraycopy(picture.v, y * picture.chromaWidth, v, row, width);
        }
        normalise();
        sharpness = (double) gradient / luma.length / (deviation + 6);
        histograms();
    }

    /** Four pixels at a time, of which each has 16 bits of a long: the compiler makes no vector instructions of pairs. */
    private void halve(byte[] pixels, int upper, int lower, int right, int row) {
        int x = 0;
        for (; right == 1 && x + 4 <= width; x += 4) {
            long above = (long) EIGHT_BYTES.get(pixels, upper + 2 * x);
            long under = (long) EIGHT_BYTES.get(pixels, lower + 2 * x);
            long sum = (above & EVEN) + (above >>> 8 & EVEN) + (under & EVEN) + (under >>> 8 & EVEN);
            long mean = sum + TWOS >>> 2 & EVEN;
            long pairs = (mean | mean >>> 8) & 0x0000ffff0000ffffL;
            FOUR_BYTES.set(luma, row + x, (int) (pairs | pairs >>> 16));
        }
        for (; x < width; x++) {
            int at = upper + 2 * x;
            int under = lower + 2 * x;
            int sum = (pixels[at] & 0xff)
                    + (pixels[at + right] & 0xff)
                    + (pixels[under] & 0xff)
                    + (pixels[under + right] & 0xff);
            luma[row + x] = (byte) (sum + 2 >> 2);
        }
    }

    private void histograms() {
        Arrays.fill(lumaHistogram, 0);
        Arrays.fill(chromaHistogram, 0);
        int middle = (width + 1) / 2;
        for (int y = 0; y < height; y++) {
            int quarter = y * 2 < height ? 0 : 2;
            count(quarter, y * width, y * width + middle);
            count(quarter + 1, y * width + middle, (y + 1) * width);
        }
        move(oddLuma, lumaHistogram);
        move(oddChroma, chromaHistogram);
    }

    /**
     * Counts neighbors in two histograms: they are mostly of one color, and a bin counted up twice in a row waits for itself. Bins of eight
     * pixels are found at once.
     */
    private void count(int quarter, int from, int to) {
        int lumaBins = quarter * LUMA_BINS;
        int chromaBins = quarter * CHROMA_BINS * CHROMA_BINS;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long lights = (long) EIGHT_BYTES.get(luma, at) >>> 3;
            long blues = (long) EIGHT_BYTES.get(u, at) >>> 3;
            long reds = (long) EIGHT_BYTES.get(v, at) >>> 3;
            long even = (blues & FIVE_BITS) << 5 | reds & FIVE_BITS;
            long odd = (blues >>> 8 & FIVE_BITS) << 5 | reds >>> 8 & FIVE_BITS;
            for (int i = 0; i < 64; i += 16) {
                lumaHistogram[lumaBins + ((int) (lights >>> i) & 31)]++;
                oddLuma[lumaBins + ((int) (lights >>> i + 8) & 31)]++;
                chromaHistogram[chromaBins + ((int) (even >>> i) & 1023)]++;
                oddChroma[chromaBins + ((int) (odd >>> i) & 1023)]++;
            }
        }
        for (; at < to; at++) {
            lumaHistogram[lumaBins + ((luma[at] & 0xff) >> 3)]++;
            chromaHistogram[chromaBins + chromaBin(at)]++;
        }
    }

    private int chromaBin(int at) {
        return ((u[at] & 0xff) >> 3) * CHROMA_BINS + ((v[at] & 0xff) >> 3);
    }

    private static void move(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] += from[i];
        }
        Arrays.fill(from, 0);
    }

    /**
     * Writes the luma of this frame, enlarged about its middle, into {@code to} and normalises it anew: what stays in the picture
     * has another mean and contrast than the whole. Leaves colours and histograms of {@code to} alone.
     */
    void enlarge(double factor, BoundaryFrame to) {
        int[] left = new int[width];
        double[] across = new double[width];
        for (int x = 0; x < width; x++) {
            double fromX = Math.clamp((x + 0.5 - width / 2.0) / factor + width / 2.0 - 0.5, 0, width - 1);
            left[x] = (int) fromX;
            across[x] = fromX - left[x];
        }
        double[] upper = new double[width];
        double[] lower = new double[width];
        int held = -2; // the row that was stretched into upper
        for (int y = 0; y < height; y++) {
            double fromY = Math.clamp((y + 0.5 - height / 2.0) / factor + height / 2.0 - 0.5, 0, height - 1);
            int top = (int) fromY;
            int bottom = Math.min(top + 1, height - 1);
            if (top != held) {
                if (top == held + 1) {
                    double[] passed = upper;
                    upper = lower;
                    lower = passed;
                } else {
                    stretch(top * width, left, across, upper);
                }
                stretch(bottom * width, left, across, lower);
                held = top;
            }
            blend(upper, lower, fromY - top, to.luma, y * width);
        }
        to.normalise();
    }

    private void stretch(int row, int[] left, double[] across, double[] to) {
        for (int x = 0; x < width; x++) {
            int right = Math.min(left[x] + 1, width - 1);
            to[x] = (1 - across[x]) * (luma[row + left[x]] & 0xff) + across[x] * (luma[row + right] & 0xff);
        }
    }

    private static void blend(double[] upper, double[] lower, double down, byte[] to, int row) {
        for (int x = 0; x < upper.length; x++) {
            to[row + x] = (byte) (int) ((1 - down) * upper[x] + down * lower[x] + 0.5);
        }
    }

    private void normalise() {
        long sum = 0;
        long squares = 0;
        for (int y = 0; y < height; y++) {
            int rowSum = 0;
            int rowSquares = 0;
            for (int at = y * width; at < (y + 1) * width; at++) {
                int value = luma[at] & 0xff;
                rowSum += value;
                rowSquares += value * value;
            }
            sum += rowSum;
            squares += rowSquares;
        }
        double count = luma.length;
        mean = sum / count;
        deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        double scale = UNIT / (deviation + 6);
        short[] levels = new short[256];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = (short) Math.round((level - mean) * scale);
        }
        for (int i = 0; i < luma.length; i++) {
            normal[i] = levels[luma[i] & 0xff];
        }
        isSummed = false;
        isQuartered = false;
        isVaried = false;
    }

    /**
     * Returns what lies above and left of each corner of a pixel, summed over {@link #normal}: a row and a column more than pixels.
     * Valid until the frame is filled again; nobody changes it.
     */
    int[] sums() {
        if (!isSummed) {
            int stride = width + 1;
            for (int y = 0; y < height; y++) {
                int row = 0;
                for (int x = 0; x < width; x++) {
                    row += normal[y * width + x];
                    sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
                }
            }
            isSummed = true;
        }
        return sums;
    }

    /**
     * Returns sums of {@link #normal} over as much as a quarter of a block, by the upper left pixel; 0 where a quarter does not fit in. Valid
     * until the frame is filled again; nobody changes it.
     */
    int[] quarterSums() {
        if (!isQuartered) {
            int[] of = sums();
            int stride = width + 1;
            for (int y = 0; y + quarterHeight <= height; y++) {
                int top = y * stride;
                int bottom = top + quarterHeight * stride;
                for (int x = 0; x + quarterWidth <= width; x++) {
                    quarterSums[y * width + x] =
                            of[bottom + x + quarterWidth] - of[bottom + x] - of[top + x + quarterWidth] + of[top + x];
                }
            }
            isQuartered = true;
        }
        return quarterSums;
    }

    /**
     * Returns the variance of {@link #normal} in each block, row by row, in squared standard deviations of the picture and a little more than 0
     * where there is none. Valid until the frame is filled again; nobody changes it.
     */
    double[] variances() {
        if (!isVaried) {
            int[] sum = new int[width];
            int[] squares = new int[width];
            for (int row = 0; row < rows; row++) {
                Arrays.fill(sum, 0);
                Arrays.fill(squares, 0);
                for (int y = row * blockHeight; y < (row + 1) * blockHeight; y++) {
                    int at = y * width;
                    for (int x = 0; x < width; x++) {
                        int value = normal[at + x];
                        sum[x] += value;
                        squares[x] += value * value;
                    }
                }
                for (int column = 0; column < columns; column++) {
                    variances[row * columns + column] = variance(sum, squares, column * blockWidth);
                }
            }
            isVaried = true;
        }
        return variances;
    }

    private double variance(int[] sums, int[] squares, int from) {
        long sum = 0;
        long square = 0;
        for (int x = from; x < from + blockWidth; x++) {
            sum += sums[x];
            square += squares[x];
        }
        double count = (double) blockWidth * blockHeight;
        double variance = Math.max(0, square / count - (sum / count) * (sum / count));
        return variance / ((double) UNIT * UNIT) + LEAST_VARIANCE;
    }

    /** Mean absolute difference over luma and chroma, 0..255. */
    double difference(BoundaryFrame other) {
        int sum = difference(luma, other.luma) + difference(u, other.u) + difference(v, other.v);
        return sum / (3.0 * luma.length);
    }

    /** Eight pixels at a time: half of them in the even bytes of a long, half in the odd ones. */
    private static int difference(byte[] a, byte[] b) {
        int sum = 0;
        int i = 0;
        while (i + 8 <= a.length) {
            long sums = 0; // of 16 bits each, which 64 times twice 255 leave room for
            for (int end = Math.min(a.length - 7, i + 8 * 64); i < end; i += 8) {
                long here = (long) EIGHT_BYTES.get(a, i);
                long there = (long) EIGHT_BYTES.get(b, i);
                sums += differences(here & EVEN, there & EVEN);
                sums += differences(here >>> 8 & EVEN, there >>> 8 & EVEN);
            }
            sum += sumOfFour(sums);
        }
        for (; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return sum;
    }

    /** Returns four absolute differences of numbers of 0..255. */
    private static long differences(long a, long b) {
        long above = (a | HIGH) - b; // 256 and the difference
        long negative = ONES - (above >>> 8 & ONES);
        return (above & EVEN ^ (negative << 8) - negative) + negative;
    }

    private static int sumOfFour(long sums) {
        return (int) ((sums & 0xffff) + (sums >>> 16 & 0xffff) + (sums >>> 32 & 0xffff) + (sums >>> 48));
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
        byte[][] planes = {luma, u, v};
        int[] sums = new int[width];
        for (int row = 0; row < rows; row++) {
            int y0 = row * height / rows;
            int y1 = Math.max(y0 + 1, (row + 1) * height / rows);
            for (int plane = 0; plane < planes.length; plane++) {
                sumColumns(planes[plane], y0, Math.min(y1, height), sums);
                for (int column = 0; column < columns; column++) {
                    int x0 = column * width / columns;
                    int x1 = Math.max(x0 + 1, (column + 1) * width / columns);
                    int sum = 0;
                    for (int x = x0; x < Math.min(x1, width); x++) {
                        sum += sums[x];
                    }
                    float count = (y1 - y0) * (x1 - x0);
                    means[(row * columns + column) * planes.length + plane] = sum / count;
                }
            }
        }
        return means;
    }

    /** Writes the sums of each column's pixels in some rows, of which there are at most 257. */
    private void sumColumns(byte[] pixels, int top, int bottom, int[] to) {
        int x = 0;
        for (; x + 8 <= width; x += 8) {
            long even = 0;
            long odd = 0;
            for (int at = top * width + x; at < bottom * width; at += width) {
                long eight = (long) EIGHT_BYTES.get(pixels, at);
                even += eight & EVEN;
                odd += eight >>> 8 & EVEN;
            }
            for (int i = 0; i < 4; i++) {
                to[x + 2 * i] = (int) (even >>> 16 * i) & 0xffff;
                to[x + 2 * i + 1] = (int) (odd >>> 16 * i) & 0xffff;
            }
        }
        for (; x < width; x++) {
            int sum = 0;
            for (int y = top; y < bottom; y++) {
                sum += pixels[y * width + x] & 0xff;
            }
            to[x] = sum;
        }
    }
}
