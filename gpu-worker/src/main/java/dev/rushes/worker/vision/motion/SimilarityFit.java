// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.worker.vision.picture.CellGrid;
import dev.rushes.worker.vision.picture.Picture;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Fits shift, scale and roll to a flow field by iteratively reweighted least squares with Cauchy weights. Cells that did not
 * change stood still, whatever the flow says. Reuses its buffers; not for use by several threads.
 */
final class SimilarityFit {

    private static final int ITERATIONS = 6;
    /** Texture below this mean absolute gradient carries no motion. Measured on walls and sky. */
    private static final double LEAST_TEXTURE = 1.5;

    /** A fifth of what the slowest pan shifts a picture in a fifteenth of a second, 0.6 of what the slowest zoom shifts its rim. */
    private static final double RESTING_PIXELS = 0.15;

    private static final double LEAST_RESTING_TEXTURE = 0.6;
    /** From this gradient on a cell has its whole say: which cells go with the camera is a matter of area, not of contrast. */
    private static final double FULL_TRUST_TEXTURE = 3;

    /** Grain alone makes gradients of 0.8 (a sensor with a deviation of 5 after scaling from 1920 to 256 pixels by area). */
    private static final double LEAST_TRUST_TEXTURE = 1;

    /** The calmest tenth of the cells shows what noise alone changes. */
    private static final double NOISE_QUANTILE = 0.1;

    private static final double MOST_NOISE = 2;
    /** A picture that is blank to this share shows the camera's motion only if so much of the rest follows it. */
    private static final double MOSTLY_BLANK = 0.5;

    private static final double SEEN_SHARE = 0.75;
    private static final double LEAST_SCALE_PIXELS = 0.15;

    /** What moves on its own: this fast in longer sides a second, more when the camera moves too, and beyond the flow's noise. */
    private static final double MOVING_SPEED = 0.04;

    private static final double MOVING_SHARE = 0.25;
    private static final double LEAST_MOVING_PIXELS = 0.5;

    private final int width;
    private final int height;
    private final CellGrid grid;
    private final double[] x;
    private final double[] y;
    private final double[] u;
    private final double[] v;
    /** How much there is to see in each cell, 0..1. */
    private final double[] texture;
    /** How surely each cell alone shows its motion: its texture, more where it surely stood still. */
    private final double[] sure;
    /** How much each cell's motion counts for the camera's, soon the same for all that show something. */
    private final double[] trust;

    private final double[] gradient;
    private final double[] change;
    private final double[] weight;
    private final double[] error;
    private final double[] sorted;

    SimilarityFit(int width, int height) {
        this.width = width;
        this.height = height;
        this.grid = CellGrid.of(width, height);
        int cells = grid.cells();
        this.x = new double[cells];
        this.y = new double[cells];
        this.u = new double[cells];
        this.v = new double[cells];
        this.texture = new double[cells];
        this.sure = new double[cells];
        this.trust = new double[cells];
        this.gradient = new double[cells];
        this.change = new double[cells];
        this.weight = new double[cells];
        this.error = new double[cells];
        this.sorted = new double[cells];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Returns the motion that explains {@code vectors}: dx and dy in pixels for every pixel of {@code from}. */
    Motion fit(Picture from, Picture to, float[] vectors, double elapsed) {
        double total = sample(from, to, vectors);
        if (total <= 0) {
            return Motion.none(elapsed);
        }
        double tx = weightedMedian(u, total);
        double ty = weightedMedian(v, total);
        double a = 0;
        double b = 0;
        for (int pass = 0; pass < ITERATIONS; pass++) {
            reweigh(tx, ty, a, b);
            double sw = 0, mx = 0, my = 0, mu = 0, mv = 0;
            for (int i = 0; i < x.length; i++) {
                double w = weight[i];
                sw += w;
                mx += w * x[i];
                my += w * y[i];
                mu += w * u[i];
                mv += w * v[i];
            }
            mx /= sw;
            my /= sw;
            mu /= sw;
            mv /= sw;
            double rr = 1e-9, ra = 0, rb = 0;
            for (int i = 0; i < x.length; i++) {
                double w = weight[i];
                double px = x[i] - mx;
                double py = y[i] - my;
                rr += w * (px * px + py * py);
                ra += w * (px * (u[i] - mu) + py * (v[i] - mv));
                rb += w * (px * (v[i] - mv) - py * (u[i] - mu));
            }
            a = ra / rr;
            b = rb / rr;
            tx = mu - a * mx + b * my;
            ty = mv - b * mx - a * my;
        }
        if (isSubjectOnly(tx, ty, a, b)) {
            tx = 0;
            ty = 0;
            a = 0;
            b = 0;
        }
        double longSide = Math.max(width, height);
        double scale = Math.max(0.2, Math.hypot(1 + a, b));
        return new Motion(
                elapsed,
                tx / longSide,
                ty / longSide,
                Math.log(scale),
                Math.atan2(b, 1 + a),
                residual(tx, ty, a, b) / longSide,
                moving(tx, ty, a, b, elapsed * longSide));
    }

    /**
     * Tells whether nothing shows how the camera moves: most of the picture is blank and what is not moves in no common way,
     * as a dancer before a plain backdrop does. A move that cannot be seen is none.
     */
    private boolean isSubjectOnly(double tx, double ty, double a, double b) {
        double follows = Math.max(LEAST_MOVING_PIXELS, MOVING_SHARE * Math.hypot(tx, ty));
        int blank = 0;
        double following = 0;
        double all = 0;
        for (int i = 0; i < x.length; i++) {
            blank += gradient[i] < LEAST_RESTING_TEXTURE && change[i] < MOST_NOISE ? 1 : 0;
            following += error(i, tx, ty, a, b) < follows ? sure[i] : 0;
            all += sure[i];
        }
        return blank > MOSTLY_BLANK * x.length && following < SEEN_SHARE * all;
    }

    private MovingArea moving(double tx, double ty, double a, double b, double unit) {
        double least = Math.max(LEAST_MOVING_PIXELS, unit * (MOVING_SPEED + MOVING_SHARE * Math.hypot(tx, ty) / unit));
        BitSet moving = new BitSet(x.length);
        for (int i = 0; i < x.length; i++) {
            if (texture[i] > 0 && error(i, tx, ty, a, b) > least) {
                moving.set(i);
            }
        }
        return MovingArea.of(grid, moving);
    }

    private double sample(Picture from, Picture to, float[] vectors) {
        for (int cell = 0; cell < x.length; cell++) {
            int cx = Math.clamp((long) (grid.x(cell) * width), 2, width - 3);
            int cy = Math.clamp((long) (grid.y(cell) * height), 2, height - 3);
            double gradients = 0;
            double changes = 0;
            for (int py = cy - 2; py < cy + 2; py++) {
                for (int px = cx - 2; px < cx + 2; px++) {
                    int here = from.lumaAt(px, py);
                    gradients += Math.abs(from.lumaAt(px + 1, py) - here) + Math.abs(from.lumaAt(px, py + 1) - here);
                    changes += Math.abs(to.lumaAt(px, py) - here);
                }
            }
            gradient[cell] = gradients / 32;
            change[cell] = changes / 16;
            x[cell] = cx - width / 2.0;
            y[cell] = cy - height / 2.0;
            int at = (cy * width + cx) * 2;
            u[cell] = vectors[at];
            v[cell] = vectors[at + 1];
        }
        System.arraycopy(change, 0, sorted, 0, change.length);
        Arrays.sort(sorted);
        double noise = Math.min(MOST_NOISE, sorted[(int) (NOISE_QUANTILE * sorted.length)]);
        double total = 0;
        for (int cell = 0; cell < x.length; cell++) {
            boolean middle = Math.abs(x[cell]) < width * 0.25 && Math.abs(y[cell]) < height * 0.3;
            double place = middle ? 0.5 : 1;
            texture[cell] = place * Math.clamp((gradient[cell] - LEAST_TEXTURE) / 6, 0, 1);
            sure[cell] = texture[cell];
            trust[cell] = place
                    * Math.clamp(
                            (gradient[cell] - LEAST_TRUST_TEXTURE) / (FULL_TRUST_TEXTURE - LEAST_TRUST_TEXTURE), 0, 1);
            if (rests(cell, noise)) {
                u[cell] = 0;
                v[cell] = 0;
                sure[cell] = place * Math.min(1, gradient[cell] / FULL_TRUST_TEXTURE);
                trust[cell] = sure[cell];
            }
            total += trust[cell];
        }
        return total;
    }

    /**
     * Tells whether a cell stood still, whatever the flow says of it: a shift by d pixels changes it by d gradients, and it
     * changed by less than {@link #RESTING_PIXELS} of one beyond the noise. Says more of plain walls than flow can.
     */
    private boolean rests(int cell, double noise) {
        double g = gradient[cell];
        double beyond = change[cell] * change[cell] - noise * noise;
        return g >= Math.max(LEAST_RESTING_TEXTURE, 3 * noise) && beyond < RESTING_PIXELS * RESTING_PIXELS * g * g;
    }

    private void reweigh(double tx, double ty, double a, double b) {
        int counted = 0;
        for (int i = 0; i < x.length; i++) {
            error[i] = error(i, tx, ty, a, b);
            if (trust[i] > 0) {
                sorted[counted++] = error[i];
            }
        }
        double scale = Math.max(LEAST_SCALE_PIXELS, middle(sorted, counted));
        for (int i = 0; i < x.length; i++) {
            double share = error[i] / scale;
            weight[i] = trust[i] / (1 + share * share);
        }
    }

    /** Math.hypot guards against overflow that cannot happen here, and takes ten times as long. */
    private double error(int i, double tx, double ty, double a, double b) {
        double dx = u[i] - tx - a * x[i] + b * y[i];
        double dy = v[i] - ty - b * x[i] - a * y[i];
        return Math.sqrt(dx * dx + dy * dy);
    }

    private double residual(double tx, double ty, double a, double b) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            sum += texture[i] * error(i, tx, ty, a, b);
            total += texture[i];
        }
        return total == 0 ? 0 : sum / total;
    }

    private double weightedMedian(double[] values, double total) {
        int counted = 0;
        for (int i = 0; i < values.length; i++) {
            if (trust[i] > 0.2 * total / values.length) {
                sorted[counted++] = values[i];
            }
        }
        return counted == 0 ? 0 : middle(sorted, counted);
    }

    /** Returns the value that sorting would put in the middle of the first {@code count}; reorders them (Hoare 1961). */
    private static double middle(double[] values, int count) {
        int wanted = count / 2;
        int low = 0;
        int high = count - 1;
        while (low < high) {
            double pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[wanted];
    }
}
