// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

/**
 * How unlike two pictures are after every block was moved to where it fits best: about 0 inside a shot, however it moves,
 * and about 1 across a cut. Full search over gain-normalised luma, squared difference over the block's variance. Places are
 * passed over whose quarters' sums alone show that they fit no better than the best (Li and Salari, IEEE Trans. Image
 * Processing 4, 1995), and blocks are searched only as far as a question needs, which changes no result. Valid until one of
 * the frames is filled again; not for use by several threads.
 */
final class BlockMatch {

    private static final int REACH = 8;
    private static final int PLACES = 2 * REACH + 1;
    private static final double CLIP = 4;
    /** More than what the order of a sum of some hundreds changes in it. */
    private static final double ROUNDING = 1e-9;

    private final BoundaryFrame from;
    private final BoundaryFrame to;
    private final int blockWidth;
    private final int blockHeight;
    private final double[] variances;
    private final double weights;
    /** Blocks, those that decide before the others. */
    private final int[] order;

    /** What was tried on how many blocks of {@link #order}; all later blocks had the try before. */
    private Try lastTry = Try.WHERE_IT_WAS;

    private int tried;
    /** Squared error of each block where it fits best among the places tried. */
    private final int[] best;
    /** Between these lies the sum of the blocks' errors, each at most {@link #CLIP} times its variance. */
    private double least;

    private double most;
    private final double[] leastOf;
    private double distance = Double.NaN;
    private final Quarters quarters;

    /** Places where a block is looked for, the cheapest first. */
    private enum Try {
        WHERE_IT_WAS,
        LIKELIEST,
        EVERYWHERE
    }

    /** Prepares a comparison; what it takes is done when something is asked. */
    BlockMatch(BoundaryFrame from, BoundaryFrame to) {
        this.from = from;
        this.to = to;
        this.blockWidth = to.blockWidth;
        this.blockHeight = to.blockHeight;
        variances = to.variances();
        double sum = 0;
        for (double variance : variances) {
            sum += variance;
        }
        weights = sum;
        order = heavyFirst(variances, weights);
        best = new int[variances.length];
        leastOf = new double[variances.length];
        quarters = new Quarters();
        for (int i = 0; i < best.length; i++) {
            best[i] = most(variances[i]);
            most += clipped(best[i], variances[i]);
        }
        if (blockWidth < 2 || blockHeight < 2) {
            distance = from.difference(to) / 32;
        }
    }

    /** Returns 0..4, weighted by the blocks' variance. */
    static double distance(BoundaryFrame from, BoundaryFrame to) {
        return new BlockMatch(from, to).distance();
    }

    /** Tells whether {@link #distance} is below a limit; much quicker where it is far from it. */
    static boolean isBelow(double limit, BoundaryFrame from, BoundaryFrame to) {
        return !new BlockMatch(from, to).isAtLeast(limit);
    }

    /** Returns 0..4, weighted by the blocks' variance. */
    double distance() {
        while (Double.isNaN(distance)) {
            tryNext();
        }
        return distance;
    }

    /** Tells whether {@link #distance} is a limit or more, and searches no further than it takes to know. */
    boolean isAtLeast(double limit) {
        while (Double.isNaN(distance)) {
            if (most < limit * weights * (1 - ROUNDING)) {
                return false;
            }
            if (least >= limit * weights * (1 + ROUNDING)) {
                return true;
            }
            tryNext();
        }
        return distance >= limit;
    }

    /** Takes one more step: looks for one more block at some more places. */
    private void tryNext() {
        int block = order[tried++];
        double before = clipped(best[block], variances[block]);
        least -= leastOf[block];
        switch (lastTry) {
            case WHERE_IT_WAS -> best[block] = error(x(block), y(block), 0, 0, best[block], new int[Sixteenths.PARTS]);
            case LIKELIEST -> leastOf[block] = tryLikeliest(block);
            case EVERYWHERE -> {
                best[block] = search(block);
                leastOf[block] = clipped(best[block], variances[block]);
            }
        }
        least += leastOf[block];
        most += clipped(best[block], variances[block]) - before;
        if (tried == order.length) {
            tried = 0;
            if (lastTry == Try.EVERYWHERE) {
                double sum = 0;
                for (double error : leastOf) {
                    sum += error;
                }
                distance = sum / weights;
            } else {
                lastTry = lastTry == Try.WHERE_IT_WAS ? Try.LIKELIEST : Try.EVERYWHERE;
            }
        }
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

    /** Looks for a block where its quarters fit best, and returns an error that it has at every place, at most {@link #CLIP} times its variance. */
    private double tryLikeliest(int block) {
        int x = x(block);
        int y = y(block);
        quarters.bound(x, y);
        int place = quarters.likeliest();
        float least = quarters.bounds[place];
        if (least < best[block]) {
            int dx = left(x) + place % quarters.stride;
            int dy = top(y) + Math.floorDiv(place, quarters.stride);
            best[block] = error(x, y, dx, dy, best[block], new int[Sixteenths.PARTS]);
        }
        return clipped(Math.min(least, (double) best[block]), variances[block]);
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

    /** Returns a block's squared error where it fits best. */
    private int search(int block) {
        int x = x(block);
        int y = y(block);
        quarters.bound(x, y);
        float[] bounds = quarters.bounds;
        int[] rest = new int[Sixteenths.PARTS];
        int least = best[block];
        Sixteenths sixteenths = new Sixteenths(x, y);
        for (int row = 0; row < quarters.down; row++) {
            int at = row * quarters.stride;
            int dy = top(y) + row;
            for (int i = 0; i < quarters.across; i++) {
                if (bounds[at + i] >= least) {
                    continue;
                }
                int dx = left(x) + i;
                if (!sixteenths.isNoBetter(x + dx, y + dy, least, rest)) {
                    least = Math.min(least, error(x, y, dx, dy, least, rest));
                }
            }
        }
        return least;
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

    /**
     * What a block's four quarters say of its places: a quarter's squared error is no less than that of its sum through its pixels.
     * Where a side is odd the quarters leave its middle out.
     */
    private final class Quarters {
        /** More than the seven roundings of a bound can add to it. */
        private static final float EXACT = 1 - 1e-6f;

        /** How far right and down the quarters lie from each other. */
        private final int right = blockWidth - to.quarterWidth;

        private final int below = blockHeight - to.quarterHeight;
        private final float share = EXACT / (to.quarterWidth * to.quarterHeight);
        private final int[] window = new int[(PLACES + right) * (PLACES + below)];
        /** By places, the rows of which are {@link #stride} long. No place of the block has a smaller error. */
        private final float[] bounds = new float[PLACES * (PLACES + right)];

        private int across;
        private int down;
        private int stride;

        /** Writes the bounds of all places of a block. */
        void bound(int x, int y) {
            across = across(x);
            down = Math.min(REACH, from.height - blockHeight - y) - top(y) + 1;
            stride = across + right;
            for (int row = 0; row < down + below; row++) {
                int at = (y + top(y) + row) * from.width + x + left(x);
                System.arraycopy(from.quarterSums(), at, window, row * stride, stride);
            }
            int at = y * to.width + x;
            int under = at + below * to.width;
            int[] wanted = to.quarterSums();
            bound(wanted[at], wanted[at + right], wanted[under], wanted[under + right]);
        }

        /** Kept so plain, with ints and floats in arrays of their own and without an end of a row, that it becomes vector instructions. */
        private void bound(int topLeft, int topRight, int bottomLeft, int bottomRight) {
            int[] sums = window;
            float[] lower = bounds;
            int toRight = right;
            int toBelow = below * stride;
            int toBoth = toBelow + toRight;
            int count = (down - 1) * stride + across;
            float perPixel = share;
            for (int i = 0; i < count; i++) {
                float a = topLeft - sums[i];
                float b = topRight - sums[i + toRight];
                float c = bottomLeft - sums[i + toBelow];
                float d = bottomRight - sums[i + toBoth];
                lower[i] = (a * a + b * b + c * c + d * d) * perPixel;
            }
        }

        /** Returns where the quarters fit best. */
        int likeliest() {
            int likeliest = 0;
            for (int row = 0; row < down; row++) {
                for (int i = row * stride; i < row * stride + across; i++) {
                    likeliest = bounds[i] < bounds[likeliest] ? i : likeliest;
                }
            }
            return likeliest;
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
