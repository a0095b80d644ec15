// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

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
        final double[] mean;
        final double[] deviation;

        Blocks(BoundaryFrame frame) {
            this.frame = frame;
            columns = Math.min(frame.width, frame.width >= frame.height ? LONG_BLOCKS : SHORT_BLOCKS);
            rows = Math.min(frame.height, frame.width >= frame.height ? SHORT_BLOCKS : LONG_BLOCKS);
            width = frame.width / columns;
            height = frame.height / rows;
            mean = new double[columns * rows];
            deviation = new double[mean.length];
            for (int i = 0; i < mean.length; i++) {
                Sums sums = sums(frame, i, 0, 0, 1);
                mean[i] = (double) sums.a / sums.n;
                deviation[i] = Math.sqrt(
                        Math.max(0, sums.left(sums.aa, sums.a, sums.a, sums.xa, sums.xa, sums.ya, sums.ya)) / sums.n);
            }
        }

        int count() {
            return mean.length;
        }

        boolean isTelling(int block) {
            return deviation[block] >= LEAST_DEVIATION && !isLost(mean[block]);
        }

        private static boolean isLost(double mean) {
            return mean > BURNT || mean < BLACK;
        }

        /** Returns -1..1 against the place in {@code a} that is shifted so; NaN if it is outside or its light is lost. */
        double correlation(BoundaryFrame a, int block, int dx, int dy, int every) {
            int x = block % columns * width + dx;
            int y = Math.floorDiv(block, columns) * height + dy;
            if (x < 0 || y < 0 || x + width > a.width || y + height > a.height) {
                return Double.NaN;
            }
            Sums sums = sums(a, block, dx, dy, every);
            if (isLost((double) sums.a / sums.n)) {
                return Double.NaN;
            }
            double aa = sums.left(sums.aa, sums.a, sums.a, sums.xa, sums.xa, sums.ya, sums.ya);
            double bb = sums.left(sums.bb, sums.b, sums.b, sums.xb, sums.xb, sums.yb, sums.yb);
            double least = LEAST_DEVIATION * LEAST_DEVIATION * sums.n / 4;
            if (aa < least || bb < least) {
                return 0;
            }
            return sums.left(sums.ab, sums.a, sums.b, sums.xa, sums.xb, sums.ya, sums.yb) / Math.sqrt(aa * bb);
        }

        private Sums sums(BoundaryFrame a, int block, int dx, int dy, int every) {
            int x0 = block % columns * width;
            int y0 = Math.floorDiv(block, columns) * height;
            Sums sums = new Sums();
            // twice the distance from the block's middle, so that it stays whole
            int last = (height - 1) / every * every;
            for (int y = 0; y <= last; y += every) {
                int rowA = (y0 + y + dy) * a.width + x0 + dx;
                int rowB = (y0 + y) * frame.width + x0;
                sums.row(a.luma, rowA, frame.luma, rowB, width, every, 2 * y - last);
            }
            return sums;
        }
    }

    /** Sums over a block of two frames; x and y count twice from the middle, so they are orthogonal to each other and to 1. */
    private static final class Sums {
        int n;
        long a;
        long b;
        long aa;
        long bb;
        long ab;
        long xa;
        long xb;
        long ya;
        long yb;
        long xx;
        long yy;

        void row(byte[] first, int atFirst, byte[] second, int atSecond, int width, int every, int y) {
            int last = (width - 1) / every * every;
            long rowA = 0;
            long rowB = 0;
            for (int x = 0; x <= last; x += every) {
                int va = first[atFirst + x] & 0xff;
                int vb = second[atSecond + x] & 0xff;
                int fromMiddle = 2 * x - last;
                rowA += va;
                rowB += vb;
                aa += va * va;
                bb += vb * vb;
                ab += va * vb;
                xa += fromMiddle * va;
                xb += fromMiddle * vb;
                xx += fromMiddle * fromMiddle;
                yy += y * y;
                n++;
            }
            a += rowA;
            b += rowB;
            ya += y * rowA;
            yb += y * rowB;
        }

        /** Returns what brightness and slope leave of a product. */
        double left(double product, double p, double q, double xp, double xq, double yp, double yq) {
            return product - p * q / n - (xx == 0 ? 0 : xp * xq / xx) - (yy == 0 ? 0 : yp * yq / yy);
        }
    }
}
