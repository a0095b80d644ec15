// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import org.jspecify.annotations.Nullable;

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

    private Relighting() {}

    /** Returns how many blocks of a frame show more than noise. */
    static int telling(BoundaryFrame frame) {
        Blocks blocks = new Blocks(frame);
        int telling = 0;
        for (int i = 0; i < blocks.count(); i++) {
            telling += blocks.isTelling(i) ? 1 : 0;
        }
        return telling;
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

    /** Returns how alike the structure of two frames is: above 0.9 for the same scene, about a third for two scenes. */
    static double likeness(BoundaryFrame a, BoundaryFrame b) {
        Blocks blocks = new Blocks(b);
        int bestX = 0;
        int bestY = 0;
        double best = -1;
        for (int dy = -REACH; dy <= REACH; dy += STEP) {
            for (int dx = -REACH; dx <= REACH; dx += STEP) {
                double like = likeness(a, blocks, dx, dy, 0);
                if (like > best) {
                    best = like;
                    bestX = dx;
                    bestY = dy;
                }
            }
        }
        return likeness(a, blocks, bestX, bestY, FINE);
    }

    private static double likeness(BoundaryFrame a, Blocks blocks, int dx, int dy, int fine) {
        double sum = 0;
        int telling = 0;
        for (int i = 0; i < blocks.count(); i++) {
            if (!blocks.isTelling(i)) {
                continue;
            }
            double best = Double.NaN;
            for (int y = -fine; y <= fine; y++) {
                for (int x = -fine; x <= fine; x++) {
                    double like = blocks.correlation(a, i, dx + x, dy + y, fine > 0 ? 1 : 2);
                    best = Double.isNaN(best) || like > best ? like : best;
                }
            }
            if (!Double.isNaN(best)) {
                sum += Math.max(0, best);
                telling++;
            }
        }
        return telling < LEAST_BLOCKS ? 0 : sum / telling;
    }

    /** A frame cut into blocks with their light. */
    private static final class Blocks {
        final BoundaryFrame frame;
        final int columns;
        final int rows;
        final int width;
        final int height;
        private final Sums[] whole;
        /** Every second pixel in both directions; null as long as nobody asked. */
        private Sums @Nullable [] coarse;

        Blocks(BoundaryFrame frame) {
            this.frame = frame;
            columns = Math.min(frame.width, frame.width >= frame.height ? LONG_BLOCKS : SHORT_BLOCKS);
            rows = Math.min(frame.height, frame.width >= frame.height ? SHORT_BLOCKS : LONG_BLOCKS);
            width = frame.width / columns;
            height = frame.height / rows;
            whole = sums(1);
        }

        int count() {
            return whole.length;
        }

        boolean isTelling(int block) {
            Sums sums = whole[block];
            return Math.sqrt(Math.max(0, sums.left()) / sums.shape.n) >= LEAST_DEVIATION && !sums.isLost();
        }

        /** Returns -1..1 against the place in {@code a} that is shifted so; NaN if it is outside or its light is lost. */
        double correlation(BoundaryFrame a, int block, int dx, int dy, int every) {
            int x = block % columns * width + dx;
            int y = Math.floorDiv(block, columns) * height + dy;
            if (x < 0 || y < 0 || x + width > a.width || y + height > a.height) {
                return Double.NaN;
            }
            Sums here = of(every)[block];
            Sums there = new Sums(here.shape, y * a.width + x);
            long products = there.add(a, frame, here.at);
            if (there.isLost()) {
                return Double.NaN;
            }
            double aa = there.left();
            double bb = here.left();
            double least = LEAST_DEVIATION * LEAST_DEVIATION * here.shape.n / 4;
            if (aa < least || bb < least) {
                return 0;
            }
            return there.left(products, here) / Math.sqrt(aa * bb);
        }

        private Sums[] of(int every) {
            if (every == 1) {
                return whole;
            }
            Sums[] known = coarse;
            if (known == null) {
                known = sums(every);
                coarse = known;
            }
            return known;
        }

        private Sums[] sums(int every) {
            Shape shape = Shape.of(width, height, every);
            Sums[] sums = new Sums[columns * rows];
            for (int i = 0; i < sums.length; i++) {
                int at = Math.floorDiv(i, columns) * height * frame.width + i % columns * width;
                sums[i] = new Sums(shape, at);
                sums[i].add(frame, frame, at);
            }
            return sums;
        }
    }

    /** Sums over a block of a frame. */
    private static final class Sums {
        private final Shape shape;
        /** The block's first pixel. */
        private final int at;

        private long sum;
        private long squares;
        private long alongX;
        private long alongY;

        Sums(Shape shape, int at) {
            this.shape = shape;
            this.at = at;
        }

        /** Adds the pixels of a block and returns the sum of their products with those of another. */
        long add(BoundaryFrame frame, BoundaryFrame other, int otherAt) {
            byte[] a = frame.luma;
            byte[] b = other.luma;
            int every = shape.every;
            int last = shape.lastX;
            long products = 0;
            for (int y = 0; y <= shape.lastY; y += every) {
                int row = at + y * frame.width;
                int otherRow = otherAt + y * other.width;
                int rowSum = 0;
                int rowSquares = 0;
                int rowAlong = 0;
                int rowProducts = 0;
                for (int x = 0; x <= last; x += every) {
                    int value = a[row + x] & 0xff;
                    rowSum += value;
                    rowSquares += value * value;
                    rowAlong += x * value;
                    rowProducts += value * (b[otherRow + x] & 0xff);
                }
                sum += rowSum;
                squares += rowSquares;
                alongX += 2 * rowAlong - last * rowSum;
                alongY += (long) (2 * y - shape.lastY) * rowSum;
                products += rowProducts;
            }
            return products;
        }

        boolean isLost() {
            double mean = (double) sum / shape.n;
            return mean > BURNT || mean < BLACK;
        }

        double left() {
            return left(squares, this);
        }

        /** Returns what brightness and slope leave of a sum of products with another block of the same shape. */
        double left(double products, Sums other) {
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
    }
}
