// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

/**
 * How unlike two pictures are after every block was moved to where it fits best: about 0 inside a shot, however it moves,
 * and about 1 across a cut. Full search over gain-normalised luma, squared difference over the block's variance. Places are
 * passed over whose quarters' sums alone show that they fit no better than the best (Li and Salari, IEEE Trans. Image
 * Processing 4, 1995), which changes no result.
 */
final class BlockMatch {

    private static final int REACH = 8;
    private static final double CLIP = 4;
    /** More than what the order of a sum of some dozens changes in it. */
    private static final double ROUNDING = 1 + 1e-9;

    private final BoundaryFrame from;
    private final BoundaryFrame to;
    private final int blockWidth;
    private final int blockHeight;
    /** No place of a block has a smaller error than its bound. */
    private final float[] bounds = new float[(2 * REACH + 1) * (2 * REACH + 1)];

    private BlockMatch(BoundaryFrame from, BoundaryFrame to) {
        this.from = from;
        this.to = to;
        this.blockWidth = to.blockWidth;
        this.blockHeight = to.blockHeight;
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
        if (to.blockWidth < 2 || to.blockHeight < 2) {
            return from.difference(to) / 32;
        }
        return new BlockMatch(from, to).distance(limit);
    }

    private double distance(double limit) {
        double[] variances = to.variances();
        double weights = 0;
        for (double variance : variances) {
            weights += variance;
        }
        int[] order = heavyFirst(variances, weights);
        double enough = limit * weights * ROUNDING;
        double reached = 0;
        double[] errors = new double[variances.length];
        if (limit <= CLIP) {
            for (int i : order) { // what no place can do better than is often enough
                errors[i] = leastError(x(i), y(i), variances[i]);
                reached += errors[i];
                if (reached >= enough) {
                    return reached / weights;
                }
            }
        }
        for (int i : order) {
            reached -= errors[i];
            errors[i] = error(x(i), y(i), variances[i]);
            reached += errors[i];
            if (reached >= enough) {
                return reached / weights;
            }
        }
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return sum / weights;
    }

    private int x(int block) {
        return block % to.columns * blockWidth;
    }

    private int y(int block) {
        return Math.floorDiv(block, to.columns) * blockHeight;
    }

    /** Returns the blocks, those that decide before the others. */
    private static int[] heavyFirst(double[] variances, double weights) {
        int[] order = new int[variances.length];
        int n = 0;
        for (boolean heavy : new boolean[] {true, false}) {
            for (int i = 0; i < variances.length; i++) {
                if (variances[i] * variances.length > weights == heavy) {
                    order[n++] = i;
                }
            }
        }
        return order;
    }

    /** Returns the error of a block where it fits best, at most {@link #CLIP} times its variance. */
    private double error(int x, int y, double variance) {
        return clipped(search(x, y, most(variance)), variance);
    }

    /** Returns an error that a block has at every place, at most {@link #CLIP} times its variance. */
    private double leastError(int x, int y, double variance) {
        int places = bound(x, y);
        float least = bounds[0];
        for (int i = 1; i < places; i++) {
            if (bounds[i] < least) {
                least = bounds[i];
            }
        }
        return clipped(Math.min(least, most(variance)), variance);
    }

    /** Returns the squared error from which on a block counts as not found. */
    private int most(double variance) {
        double unit = (double) BoundaryFrame.UNIT * BoundaryFrame.UNIT;
        return (int) (CLIP * variance * unit * blockWidth * blockHeight);
    }

    private double clipped(double best, double variance) {
        double unit = (double) BoundaryFrame.UNIT * BoundaryFrame.UNIT;
        double error = best / unit / (blockWidth * blockHeight);
        return variance * Math.min(CLIP, error / variance);
    }

    private int left(int x) {
        return Math.max(-REACH, -x);
    }

    private int top(int y) {
        return Math.max(-REACH, -y);
    }

    private int across(int x) {
        return Math.min(REACH, from.width - blockWidth - x) - left(x) + 1;
    }

    /** Writes the bounds of all places of a block, row by row, and returns how many there are. */
    private int bound(int x, int y) {
        int across = across(x);
        int down = Math.min(REACH, from.height - blockHeight - y) - top(y) + 1;
        Quarters quarters = new Quarters(x, y);
        for (int row = 0; row < down; row++) {
            quarters.compare(x + left(x), y + top(y) + row, row * across, across);
        }
        return across * down;
    }

    private int search(int x, int y, int limit) {
        int places = bound(x, y);
        int left = left(x);
        int top = top(y);
        int across = across(x);
        int likeliest = 0;
        float least = bounds[0];
        for (int i = 1; i < places; i++) {
            if (bounds[i] < least) {
                least = bounds[i];
                likeliest = i;
            }
        }
        int[] rest = new int[Sixteenths.PARTS];
        int best = error(x, y, left + likeliest % across, top + Math.floorDiv(likeliest, across), limit, rest);
        Sixteenths sixteenths = new Sixteenths(x, y);
        for (int i = 0; i < places; i++) {
            if (bounds[i] >= best) {
                continue;
            }
            int dx = left + i % across;
            int dy = top + Math.floorDiv(i, across);
            if (!sixteenths.isNoBetter(x + dx, y + dy, best, rest)) {
                best = Math.min(best, error(x, y, dx, dy, best, rest));
            }
        }
        return best;
    }

    /**
     * Stops early, with any value of {@code limit} or more, once the error is known to reach the limit.
     *
     * @param rest what at least is to come below each of the four parts of the block's height
     */
    private int error(int x0, int y0, int dx, int dy, int limit, int[] rest) {
        short[] a = from.normal;
        short[] b = to.normal;
        int sum = 0;
        int y = y0;
        for (int part = 0; part < rest.length; part++) {
            int enough = limit - rest[part];
            int end = y0 + (part + 1) * blockHeight / rest.length;
            for (; y < end; y++) {
                int rowA = (y + dy) * from.width + x0 + dx;
                int rowB = y * to.width + x0;
                for (int x = 0; x < blockWidth; x++) {
                    int d = a[rowA + x] - b[rowB + x];
                    sum += d * d;
                }
                if (sum >= enough) {
                    return limit;
                }
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
        /** A part's squared error is no less than that of its sum through its pixels; a little less, for what rounding adds. */
        private final double share = (1 - 1e-12) / largest;

        private final long[] squares = new long[PARTS];

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

        /**
         * Tells whether the sums alone show that the error of a place is {@code best} or more; no may mean yes. After a no {@code rest} says
         * how large the error is at least below each row of parts.
         */
        boolean isNoBetter(int x, int y, int best, int[] rest) {
            int[] sums = from.sums();
            int at = y * (from.width + 1) + x;
            long enough = (long) best * largest;
            long reached = 0;
            for (int row = 0; row < PARTS; row++) {
                int top = at + rows[row];
                int bottom = at + rows[row + 1];
                int before = sums[bottom] - sums[top];
                long square = 0;
                for (int column = 0; column < PARTS; column++) {
                    int next = sums[bottom + columns[column + 1]] - sums[top + columns[column + 1]];
                    long d = wanted[row * PARTS + column] - next + before;
                    square += d * d;
                    before = next;
                }
                squares[row] = square;
                reached += square;
                if (reached >= enough) {
                    return true;
                }
            }
            long below = 0;
            for (int row = PARTS - 1; row >= 0; row--) {
                rest[row] = (int) (below * share);
                below += squares[row];
            }
            return false;
        }
    }
}
