// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import java.util.Arrays;

/**
 * Tells whether two frames show the same scene in other light. Blocks are compared by normalised cross-correlation of what
 * a brightness and a slope leave of them, which neither a light's strength nor its falloff changes, after one shift of the
 * whole picture. Blocks that are burnt out or black in one of the frames say nothing.
 */
final class Relighting {

    private static final int LONG_BLOCKS = 8;
    private static final int SHORT_BLOCKS = 6;
    /** Pixels of a frame of 128 that the picture may have moved: half a second of a pan. */
    private static final int REACH = 24;

    private static final int STEP = 3;
    private static final int FINE = 2;
    /** Of every pixels one is taken, in both directions, to find the shift. */
    private static final int COARSE = 2;

    /** Standard deviation below which a block shows only noise. */
    private static final double LEAST_DEVIATION = 1.0;

    private static final double BURNT = 220;
    private static final double BLACK = 17.5;
    private static final int LEAST_BLOCKS = 2;
    /** Mean change of the blocks' light or colour, and how much of it must be of one sign, to call it another light. */
    private static final double LEAST_CHANGE = 4;

    private static final double ONE_SIGN = 0.8;
    private static final double LESS_CONTRAST = 0.6;
    /** Standard deviation of a picture that is mostly white, black or fog. */
    private static final double WASHED_OUT = 12;
    /** More than rounding adds to a correlation, or takes away. */
    private static final double ROUNDING = 1e-6;

    private Relighting() {}

    /** Returns how many blocks of a frame show more than noise. */
    static int telling(BoundaryFrame frame) {
        return new Blocks(frame).telling();
    }

    /** Returns how many blocks a frame has. */
    static int blocks(BoundaryFrame frame) {
        return Blocks.columns(frame) * Blocks.rows(frame);
    }

    /**
     * Tells whether the light of {@code b} is another than of {@code a}: nearly all of it rose, or nearly all of it fell, its
     * colour turned, or it took most of the contrast away or gave it back, or there is hardly any contrast.
     */
    static boolean isOtherLight(BoundaryFrame a, BoundaryFrame b) {
        double low = Math.min(a.deviation, b.deviation);
        if (low < WASHED_OUT || low < LESS_CONTRAST * Math.max(a.deviation, b.deviation)) {
            return true;
        }
        float[] before = a.blockMeans();
        float[] after = b.blockMeans();
        for (int plane = 0; plane < 3; plane++) {
            double sum = 0;
            double absolute = 0;
            for (int i = plane; i < before.length; i += 3) {
                sum += after[i] - before[i];
                absolute += Math.abs(after[i] - before[i]);
            }
            if (absolute > LEAST_CHANGE * before.length / 3 && Math.abs(sum) > ONE_SIGN * absolute) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns how alike the structure of two frames is: above 0.9 for the same scene, about a third for two scenes.
     *
     * @param enough above which any number is as good: the search ends once the likeness is known to be above
     */
    static double likeness(BoundaryFrame a, BoundaryFrame b, double enough) {
        Blocks blocks = new Blocks(b);
        if (blocks.telling() < LEAST_BLOCKS) {
            return 0;
        }
        int side = 2 * Math.floorDiv(REACH, STEP) + 1;
        int[] outwards = outwards(side);
        Comparison coarse = new Comparison(a, b, blocks.shape(COARSE), blocks);
        double highest = -1;
        int best = 0;
        for (int x : outwards) {
            coarse.shiftTo(x * STEP - REACH);
            for (int y : outwards) {
                double likeness = coarse.mean(y * STEP - REACH, highest);
                int at = y * side + x;
                if (likeness > highest || (likeness == highest && at < best)) {
                    highest = likeness;
                    best = at;
                }
            }
        }
        Comparison fine = new Comparison(a, b, blocks.shape(1), blocks);
        double[] most = new double[blocks.count()];
        Arrays.fill(most, Double.NaN);
        for (int x : outwards(2 * FINE + 1)) {
            fine.shiftTo(best % side * STEP - REACH + x - FINE);
            for (int y : outwards(2 * FINE + 1)) {
                double[] like = fine.correlations(Math.floorDiv(best, side) * STEP - REACH + y - FINE);
                for (int i = 0; i < most.length; i++) {
                    most[i] = Double.isNaN(most[i]) || like[i] > most[i] ? like[i] : most[i];
                }
                if (blocks.leastMean(most) > enough * (1 + ROUNDING)) {
                    return mean(most);
                }
            }
        }
        return mean(most);
    }

    /** Returns the numbers below an odd one, from the middle to both ends. */
    private static int[] outwards(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.floorDiv(count, 2) + (i % 2 == 0 ? -i / 2 : (i + 1) / 2);
        }
        return numbers;
    }

    /** Returns the mean of what is known; 0 where that is too little. */
    private static double mean(double[] correlations) {
        double sum = 0;
        int known = 0;
        for (double correlation : correlations) {
            if (!Double.isNaN(correlation)) {
                sum += correlation;
                known++;
            }
        }
        return known < LEAST_BLOCKS ? 0 : sum / known;
    }

    /** A frame cut into blocks, of which some show more than noise. */
    private static final class Blocks {
        final int columns;
        final int rows;
        final int width;
        final int height;
        private final boolean[] tells;

        Blocks(BoundaryFrame frame) {
            columns = columns(frame);
            rows = rows(frame);
            width = frame.width / columns;
            height = frame.height / rows;
            tells = new boolean[columns * rows];
            Shape shape = shape(1);
            for (int i = 0; i < tells.length; i++) {
                Light light = Light.of(frame, shape, x(i), y(i));
                tells[i] = Math.sqrt(Math.max(0, light.left(shape)) / shape.n) >= LEAST_DEVIATION
                        && !shape.isLost(light.sum);
            }
        }

        static int columns(BoundaryFrame frame) {
            return Math.min(frame.width, frame.width >= frame.height ? LONG_BLOCKS : SHORT_BLOCKS);
        }

        static int rows(BoundaryFrame frame) {
            return Math.min(frame.height, frame.width >= frame.height ? SHORT_BLOCKS : LONG_BLOCKS);
        }

        Shape shape(int every) {
            return Shape.of(width, height, every);
        }

        int count() {
            return tells.length;
        }

        int x(int block) {
            return block % columns * width;
        }

        int y(int block) {
            return Math.floorDiv(block, columns) * height;
        }

        int telling() {
            return tellingFrom(0);
        }

        /** Returns how many blocks from a row on show more than noise. */
        int tellingFrom(int row) {
            int telling = 0;
            for (int i = row * columns; i < tells.length; i++) {
                telling += tells[i] ? 1 : 0;
            }
            return telling;
        }

        /** Returns what the mean of the blocks will be at least, whatever those unknown so far will add: no block has less than 0. */
        double leastMean(double[] correlations) {
            double sum = 0;
            int known = 0;
            for (double correlation : correlations) {
                if (!Double.isNaN(correlation)) {
                    sum += correlation;
                    known++;
                }
            }
            return known < LEAST_BLOCKS ? 0 : sum / telling();
        }
    }

    /**
     * Correlations of all blocks of {@code b} with the places of {@code a} that one shift takes them to. The light of any place comes
     * from summed-area tables, so that only products are added up for each shift, a row of all blocks at a time.
     */
    private static final class Comparison {
        private final BoundaryFrame a;
        private final Shape shape;
        private final Blocks blocks;
        private final Light[] lights;
        private final double[] lefts;
        private final Tables tables;
        /** The taken pixels of all blocks of {@code b}, row by row without gaps. */
        private final int[] pixels;
        /** All rows of {@code a}, of each the pixels that lie where a shift takes the columns of {@link #pixels}; 0 outside. */
        private final int[] shifted;

        private final int across;
        private final int down;
        private final int stride;
        private final int[] products;
        private final double[] correlations;
        /** How many blocks below each row tell something. */
        private final int[] tellingBelow;

        private int dx;

        Comparison(BoundaryFrame a, BoundaryFrame b, Shape shape, Blocks blocks) {
            this.a = a;
            this.shape = shape;
            this.blocks = blocks;
            across = Math.floorDiv(shape.lastX, shape.every) + 1;
            down = Math.floorDiv(shape.lastY, shape.every) + 1;
            stride = blocks.columns * across;
            tables = new Tables(a, shape);
            lights = new Light[blocks.count()];
            lefts = new double[lights.length];
            for (int i = 0; i < lights.length; i++) {
                lights[i] = Light.of(b, shape, blocks.x(i), blocks.y(i));
                lefts[i] = lights[i].left(shape);
            }
            pixels = new int[blocks.rows * down * stride];
            for (int row = 0; row < blocks.rows * down; row++) {
                int y = Math.floorDiv(row, down) * blocks.height + row % down * shape.every;
                for (int i = 0; i < stride; i++) {
                    pixels[row * stride + i] = b.luma[y * b.width + column(i)] & 0xff;
                }
            }
            shifted = new int[a.height * stride];
            products = new int[stride];
            correlations = new double[lights.length];
            tellingBelow = new int[blocks.rows];
            for (int row = 0; row < blocks.rows; row++) {
                tellingBelow[row] = blocks.tellingFrom(row + 1);
            }
        }

        private int column(int taken) {
            return Math.floorDiv(taken, across) * blocks.width + taken % across * shape.every;
        }

        /** Says how far to the right {@link #correlations} look. */
        void shiftTo(int toTheRight) {
            dx = toTheRight;
            for (int i = 0; i < stride; i++) {
                int x = column(i) + dx;
                boolean isInside = x >= 0 && x < a.width;
                for (int y = 0; y < a.height; y++) {
                    shifted[y * stride + i] = isInside ? a.luma[y * a.width + x] & 0xff : 0;
                }
            }
        }

        /**
         * Returns 0..1 for each block that tells something, 0 also for less; NaN for others, and where the place is outside or its light
         * is lost. Valid until the next call.
         */
        double[] correlations(int dy) {
            for (int row = 0; row < blocks.rows; row++) {
                correlateRow(row, dy);
            }
            return correlations;
        }

        /** Returns the mean of {@link #correlations}; -1 once it is known to be below {@code least}: no block has more than 1. */
        double mean(int dy, double least) {
            double sum = 0;
            int known = 0;
            for (int row = 0; row < blocks.rows; row++) {
                correlateRow(row, dy);
                for (int i = row * blocks.columns; i < (row + 1) * blocks.columns; i++) {
                    if (!Double.isNaN(correlations[i])) {
                        sum += correlations[i];
                        known++;
                    }
                }
                double most = sum + tellingBelow[row];
                if (most < least * (known + tellingBelow[row]) * (1 - ROUNDING)) {
                    return -1;
                }
            }
            return known < LEAST_BLOCKS ? 0 : sum / known;
        }

        private void correlateRow(int row, int dy) {
            int y = row * blocks.height + dy;
            int first = row * blocks.columns;
            if (y < 0 || y + blocks.height > a.height) {
                Arrays.fill(correlations, first, first + blocks.columns, Double.NaN);
                return;
            }
            Arrays.fill(products, 0);
            for (int i = 0; i < down; i++) {
                addProducts(shifted, (y + i * shape.every) * stride, pixels, (row * down + i) * stride, products);
            }
            for (int column = 0; column < blocks.columns; column++) {
                correlations[first + column] = correlation(first + column, column * blocks.width + dx, y);
            }
        }

        private static void addProducts(int[] a, int fromA, int[] b, int fromB, int[] sums) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += a[fromA + i] * b[fromB + i];
            }
        }

        private double correlation(int block, int x, int y) {
            if (!blocks.tells[block] || x < 0 || x + blocks.width > a.width) {
                return Double.NaN;
            }
            Light there = tables.light(x, y);
            if (shape.isLost(there.sum)) {
                return Double.NaN;
            }
            long product = 0;
            int from = block % blocks.columns * across;
            for (int i = from; i < from + across; i++) {
                product += products[i];
            }
            double left = there.left(product, lights[block], shape);
            if (left <= 0) {
                return 0;
            }
            double aa = there.left(shape);
            double bb = lefts[block];
            double least = LEAST_DEVIATION * LEAST_DEVIATION * shape.n / 4;
            return aa < least || bb < least ? 0 : left / Math.sqrt(aa * bb);
        }
    }

    /**
     * Summed-area tables (Crow 1984) of a frame's light, its square and its moments. Sums of a whole frame may overflow, which leaves
     * those of a block right.
     */
    private static final class Tables {
        private static final int KINDS = 4;

        private final Shape shape;
        private final int row;
        private final int[] sums;

        Tables(BoundaryFrame frame, Shape shape) {
            this.shape = shape;
            int every = shape.every;
            row = KINDS * (frame.width + every);
            sums = new int[row * (frame.height + every)];
            for (int y = 0; y < frame.height; y++) {
                for (int x = 0; x < frame.width; x++) {
                    int value = frame.luma[y * frame.width + x] & 0xff;
                    int at = (y + every) * row + KINDS * (x + every);
                    add(at, value);
                    add(at + 1, value * value);
                    add(at + 2, value * x);
                    add(at + 3, value * y);
                }
            }
        }

        private void add(int at, int value) {
            int before = at - KINDS * shape.every;
            int above = row * shape.every;
            sums[at] = value + sums[before] + sums[at - above] - sums[before - above];
        }

        Light light(int x, int y) {
            int at = y * row + KINDS * x;
            int sum = sum(at);
            int alongX = 2 * sum(at + 2) - (2 * x + shape.lastX) * sum;
            int alongY = 2 * sum(at + 3) - (2 * y + shape.lastY) * sum;
            return new Light(sum, sum(at + 1), alongX, alongY);
        }

        private int sum(int at) {
            int right = at + KINDS * (shape.lastX + shape.every);
            int below = row * (shape.lastY + shape.every);
            return sums[right + below] - sums[at + below] - sums[right] + sums[at];
        }
    }

    /** Sums over the taken pixels of a block: of light, its square, and its products with x and y from the middle. */
    private record Light(long sum, long squares, long alongX, long alongY) {

        static Light of(BoundaryFrame frame, Shape shape, int left, int top) {
            long sum = 0;
            long squares = 0;
            long alongX = 0;
            long alongY = 0;
            for (int y = 0; y <= shape.lastY; y += shape.every) {
                int row = (top + y) * frame.width + left;
                int rowSum = 0;
                int rowSquares = 0;
                int rowAlong = 0;
                for (int x = 0; x <= shape.lastX; x += shape.every) {
                    int value = frame.luma[row + x] & 0xff;
                    rowSum += value;
                    rowSquares += value * value;
                    rowAlong += x * value;
                }
                sum += rowSum;
                squares += rowSquares;
                alongX += 2 * rowAlong - shape.lastX * rowSum;
                alongY += (long) (2 * y - shape.lastY) * rowSum;
            }
            return new Light(sum, squares, alongX, alongY);
        }

        double left(Shape shape) {
            return left(squares, this, shape);
        }

        /** Returns what brightness and slope leave of a sum of products with another block of the same shape. */
        double left(double products, Light other, Shape shape) {
            double p = sum;
            return products
                    - p * other.sum / shape.n
                    - (shape.xx == 0 ? 0 : (double) alongX * other.alongX / shape.xx)
                    - (shape.yy == 0 ? 0 : (double) alongY * other.alongY / shape.yy);
        }
    }

    /** Which pixels of a block are taken; x and y count twice from the middle, so they are whole, and orthogonal to each other and to 1. */
    private record Shape(int every, int lastX, int lastY, int n, long xx, long yy) {

        static Shape of(int width, int height, int every) {
            int lastX = (width - 1) / every * every;
            int lastY = (height - 1) / every * every;
            int across = lastX / every + 1;
            int down = lastY / every + 1;
            return new Shape(
                    every, lastX, lastY, across * down, down * squares(lastX, every), across * squares(lastY, every));
        }

        private static long squares(int last, int every) {
            long sum = 0;
            for (int i = 0; i <= last; i += every) {
                sum += (long) (2 * i - last) * (2 * i - last);
            }
            return sum;
        }

        boolean isLost(long sum) {
            return sum > BURNT * n || sum < BLACK * n;
        }
    }
}
