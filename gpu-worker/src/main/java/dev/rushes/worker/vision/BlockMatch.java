// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

/**
 * How unlike two pictures are after every block was moved to where it fits best: about 0 inside a shot, however it moves,
 * and about 1 across a cut. Full search over gain-normalised luma, squared difference over the block's variance. Places are
 * passed over whose quarters' sums alone show that they fit no better than the best (Li and Salari, IEEE Trans. Image
 * Processing 4, 1995), which changes no result.
 */
final class BlockMatch {

    private static final int LONG_BLOCKS = 8;
    private static final int SHORT_BLOCKS = 6;
    private static final int REACH = 8;
    private static final double LEAST_VARIANCE = 0.02;
    private static final double CLIP = 4;
    /** More than what the order of a sum of some dozens changes in it. */
    private static final double ROUNDING = 1 + 1e-9;

    private final BoundaryFrame from;
    private final BoundaryFrame to;
    private final int blockWidth;
    private final int blockHeight;
    /** No place of a block has a smaller error than its bound. */
    private final float[] bounds = new float[(2 * REACH + 1) * (2 * REACH + 1)];

    private BlockMatch(BoundaryFrame from, BoundaryFrame to, int blockWidth, int blockHeight) {
        this.from = from;
        this.to = to;
        this.blockWidth = blockWidth;
        this.blockHeight = blockHeight;
    }

    /** Returns 0..4, weighted by the blocks' variance. */
    static double distance(BoundaryFrame from, BoundaryFrame to) {
        return distance(from, to, Double.POSITIVE_INFINITY);
    }

    /** Tells whether {@link #distance} is below a limit; much quicker where it is far above. */
    static boolean isBelow(double limit, BoundaryFrame from, BoundaryFrame to) {
        return distance(from, to, limit) < limit;
    }

    /** Stops early, with any value of {@code limit} or more, once the distance is known to reach the limit. */
    private static double distance(BoundaryFrame from, BoundaryFrame to, double limit) {
        int columns = to.width >= to.height ? LONG_BLOCKS : SHORT_BLOCKS;
        int rows = to.width >= to.height ? SHORT_BLOCKS : LONG_BLOCKS;
        int blockWidth = to.width / columns;
        int blockHeight = to.height / rows;
        if (blockWidth < 2 || blockHeight < 2) {
            return from.difference(to) / 32;
        }
        return new BlockMatch(from, to, blockWidth, blockHeight).distance(columns, rows, limit);
    }

    private double distance(int columns, int rows, double limit) {
        double[] variances = new double[columns * rows];
        double weights = 0;
        for (int i = 0; i < variances.length; i++) {
            variances[i] = variance(i % columns * blockWidth, Math.floorDiv(i, columns) * blockHeight);
            weights += variances[i];
        }
        double enough = limit * weights * ROUNDING;
        double reached = 0;
        double[] errors = new double[variances.length];
        for (boolean heavy : new boolean[] {true, false}) { // those that decide come first
            for (int i = 0; i < variances.length; i++) {
                if (variances[i] * variances.length > weights != heavy) {
                    continue;
                }
                errors[i] = error(i % columns * blockWidth, Math.floorDiv(i, columns) * blockHeight, variances[i]);
                reached += errors[i];
                if (reached >= enough) {
                    return reached / weights;
                }
            }
        }
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return sum / weights;
    }

    private double variance(int x0, int y0) {
        long sum = 0;
        long squares = 0;
        for (int y = y0; y < y0 + blockHeight; y++) {
            for (int x = x0; x < x0 + blockWidth; x++) {
                int value = to.normal[y * to.width + x];
                sum += value;
                squares += value * value;
            }
        }
        double count = (double) blockWidth * blockHeight;
        double variance = Math.max(0, squares / count - (sum / count) * (sum / count));
        return variance / ((double) BoundaryFrame.UNIT * BoundaryFrame.UNIT) + LEAST_VARIANCE;
    }

    /** Returns the error of a block where it fits best, at most {@link #CLIP} times its variance. */
    private double error(int x, int y, double variance) {
        double unit = (double) BoundaryFrame.UNIT * BoundaryFrame.UNIT;
        int best = search(x, y, (int) (CLIP * variance * unit * blockWidth * blockHeight));
        double error = best / unit / (blockWidth * blockHeight);
        return variance * Math.min(CLIP, error / variance);
    }

    private int search(int x, int y, int limit) {
        int left = Math.max(-REACH, -x);
        int top = Math.max(-REACH, -y);
        int across = Math.min(REACH, from.width - blockWidth - x) - left + 1;
        int down = Math.min(REACH, from.height - blockHeight - y) - top + 1;
        Quarters quarters = new Quarters(x, y);
        for (int row = 0; row < down; row++) {
            quarters.compare(x + left, y + top + row, row * across, across);
        }
        int places = across * down;
        int likeliest = 0;
        for (int i = 1; i < places; i++) {
            likeliest = bounds[i] < bounds[likeliest] ? i : likeliest;
        }
        int best = error(x, y, left + likeliest % across, top + Math.floorDiv(likeliest, across), limit);
        Sixteenths sixteenths = new Sixteenths(x, y);
        for (int i = 0; i < places; i++) {
            if (bounds[i] >= best) {
                continue;
            }
            int dx = left + i % across;
            int dy = top + Math.floorDiv(i, across);
            if (!sixteenths.isNoBetter(x + dx, y + dy, best)) {
                best = Math.min(best, error(x, y, dx, dy, best));
            }
        }
        return best;
    }

    /** Stops early, with any value of {@code limit} or more, once the error reaches the limit. */
    private int error(int x0, int y0, int dx, int dy, int limit) {
        short[] a = from.normal;
        short[] b = to.normal;
        int sum = 0;
        for (int y = y0; y < y0 + blockHeight; y++) {
            int rowA = (y + dy) * from.width + x0 + dx;
            int rowB = y * to.width + x0;
            for (int x = 0; x < blockWidth; x++) {
                int d = a[rowA + x] - b[rowB + x];
                sum += d * d;
            }
            if (sum >= limit) {
                return limit;
            }
        }
        return sum;
    }

    /** The sums of a block's four quarters. */
    private final class Quarters {
        /** More than the seven roundings of a bound can add to it. */
        private static final float EXACT = 1 - 1e-6f;

        private final int halfWidth = blockWidth / 2;
        private final int halfHeight = blockHeight / 2;
        /** A quarter's squared error is no less than that of its sum through its pixels, of which the last has the most. */
        private final float share = EXACT / ((blockWidth - halfWidth) * (blockHeight - halfHeight));

        private final int topLeft;
        private final int topRight;
        private final int bottomLeft;
        private final int bottomRight;

        Quarters(int x, int y) {
            int[] of = to.sums();
            int row = to.width + 1;
            int at = y * row + x;
            int middle = at + halfHeight * row;
            int end = at + blockHeight * row;
            topLeft = sum(of, at, middle, halfWidth);
            topRight = sum(of, at + halfWidth, middle + halfWidth, blockWidth - halfWidth);
            bottomLeft = sum(of, middle, end, halfWidth);
            bottomRight = sum(of, middle + halfWidth, end + halfWidth, blockWidth - halfWidth);
        }

        private static int sum(int[] sums, int top, int bottom, int width) {
            return sums[bottom + width] - sums[bottom] - sums[top + width] + sums[top];
        }

        /** Writes {@code count} bounds, of places of {@code from} side by side. */
        void compare(int x, int y, int first, int count) {
            int[] sums = from.sums();
            float[] lower = bounds;
            int half = halfWidth;
            int whole = blockWidth;
            int at = y * (from.width + 1) + x;
            int middle = at + halfHeight * (from.width + 1);
            int end = at + blockHeight * (from.width + 1);
            // kept so plain, and floats apart from ints, that the compiler makes vector instructions of it
            for (int i = 0; i < count; i++) {
                int upper = sums[middle + half + i] - sums[at + half + i];
                int under = sums[end + half + i] - sums[middle + half + i];
                float a = topLeft - upper + sums[middle + i] - sums[at + i];
                float b = topRight + upper - sums[middle + whole + i] + sums[at + whole + i];
                float c = bottomLeft - under + sums[end + i] - sums[middle + i];
                float d = bottomRight + under - sums[end + whole + i] + sums[middle + whole + i];
                lower[first + i] = (a * a + b * b + c * c + d * d) * share;
            }
        }
    }

    /** The sums of a block's sixteen parts, for the places that its quarters leave. */
    private final class Sixteenths {
        private static final int PARTS = 4;

        private final int[] columns = new int[PARTS + 1];
        private final int[] rows = new int[PARTS + 1];
        private final int[] wanted = new int[PARTS * PARTS];
        private final int largest = Math.ceilDiv(blockWidth, PARTS) * Math.ceilDiv(blockHeight, PARTS);

        Sixteenths(int x, int y) {
            for (int i = 0; i <= PARTS; i++) {
                columns[i] = i * blockWidth / PARTS;
                rows[i] = i * blockHeight / PARTS * (to.width + 1);
            }
            int[] sums = to.sums();
            for (int i = 0; i < wanted.length; i++) {
                int at = y * (to.width + 1) + x + columns[i % PARTS];
                int width = columns[i % PARTS + 1] - columns[i % PARTS];
                int top = at + rows[Math.floorDiv(i, PARTS)];
                int bottom = at + rows[Math.floorDiv(i, PARTS) + 1];
                wanted[i] = sums[bottom + width] - sums[bottom] - sums[top + width] + sums[top];
            }
        }

        /** Tells whether the sums alone show that the error of a place is {@code best} or more; no may mean yes. */
        boolean isNoBetter(int x, int y, int best) {
            int[] sums = from.sums();
            int at = y * (from.width + 1) + x;
            long enough = (long) best * largest;
            long squares = 0;
            for (int row = 0; row < PARTS; row++) {
                int top = at + rows[row];
                int bottom = at + rows[row + 1];
                int before = sums[bottom] - sums[top];
                for (int column = 0; column < PARTS; column++) {
                    int next = sums[bottom + columns[column + 1]] - sums[top + columns[column + 1]];
                    long d = wanted[row * PARTS + column] - next + before;
                    squares += d * d;
                    before = next;
                }
                if (squares >= enough) {
                    return true;
                }
            }
            return false;
        }
    }
}
