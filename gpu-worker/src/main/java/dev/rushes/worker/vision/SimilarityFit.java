// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import java.util.BitSet;

/**
 * Fits shift, scale and roll to a flow field by iteratively reweighted least squares with Cauchy weights. Reuses its
 * buffers; not for use by several threads.
 */
final class SimilarityFit {

    private static final int ITERATIONS = 6;
    /** Texture below this mean absolute gradient carries no motion. Measured on walls and sky. */
    private static final double LEAST_TEXTURE = 1.5;

    private static final double LEAST_SCALE_PIXELS = 0.15;

    /** What moves on its own: this fast in longer sides a second, more when the camera moves too, and beyond the flow's noise. */
    private static final double MOVING_SPEED = 0.04;

    private static final double MOVING_SHARE = 0.25;
    private static final double LEAST_MOVING_PIXELS = 0.5;

    private final int width;
    private final int height;
    private final CellGrid grid;
    private final int columns;
    private final int rows;
    private final double[] x;
    private final double[] y;
    private final double[] u;
    private final double[] v;
    private final double[] texture;
    private final double[] weight;
    private final double[] error;
    private final double[] sorted;

    SimilarityFit(int width, int height) {
        this.width = width;
        this.height = height;
        this.grid = CellGrid.of(width, height);
        this.columns = grid.columns();
        this.rows = grid.rows();
        int cells = grid.cells();
        this.x = new double[cells];
        this.y = new double[cells];
        this.u = new double[cells];
        this.v = new double[cells];
        this.texture = new double[cells];
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

    /** Returns the motion that explains {@code vectors}: dx and dy in pixels for every pixel of {@code picture}. */
    Motion fit(Picture picture, float[] vectors, double elapsed) {
        double total = sample(picture, vectors);
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

    private double sample(Picture picture, float[] vectors) {
        double total = 0;
        int cell = 0;
        for (int row = 0; row < rows; row++) {
            int cy = Math.clamp((long) ((row + 0.5) * height / rows), 2, height - 3);
            for (int column = 0; column < columns; column++, cell++) {
                int cx = Math.clamp((long) ((column + 0.5) * width / columns), 2, width - 3);
                double gradient = 0;
                for (int dy = -2; dy < 2; dy++) {
                    for (int dx = -2; dx < 2; dx++) {
                        int here = picture.lumaAt(cx + dx, cy + dy);
                        gradient += Math.abs(picture.lumaAt(cx + dx + 1, cy + dy) - here)
                                + Math.abs(picture.lumaAt(cx + dx, cy + dy + 1) - here);
                    }
                }
                gradient = gradient / 32 - LEAST_TEXTURE;
                x[cell] = cx - width / 2.0;
                y[cell] = cy - height / 2.0;
                int at = (cy * width + cx) * 2;
                u[cell] = vectors[at];
                v[cell] = vectors[at + 1];
                boolean middle = Math.abs(x[cell]) < width * 0.25 && Math.abs(y[cell]) < height * 0.3;
                texture[cell] = Math.clamp(gradient / 6, 0, 1) * (middle ? 0.5 : 1);
                total += texture[cell];
            }
        }
        return total;
    }

    private void reweigh(double tx, double ty, double a, double b) {
        int counted = 0;
        for (int i = 0; i < x.length; i++) {
            error[i] = error(i, tx, ty, a, b);
            if (texture[i] > 0) {
                sorted[counted++] = error[i];
            }
        }
        double scale = Math.max(LEAST_SCALE_PIXELS, middle(sorted, counted));
        for (int i = 0; i < x.length; i++) {
            double share = error[i] / scale;
            weight[i] = texture[i] / (1 + share * share);
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
        return sum / total;
    }

    private double weightedMedian(double[] values, double total) {
        int counted = 0;
        for (int i = 0; i < values.length; i++) {
            if (texture[i] > 0.2 * total / values.length) {
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
