// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.Picture;

/**
 * Guesses where the subject is when no person was found: cells whose colour differs from the picture's border stand out,
 * those with detail more so. The box holds the middle two standard deviations of that weight.
 */
public final class Saliency {

    private static final int CELLS = 18;

    private Saliency() {}

    /** Returns the subject's box; the middle of the picture if nothing stands out. */
    public static Box box(Picture picture) {
        double[] weights = weights(picture);
        double total = 0, sx = 0, sy = 0;
        for (int i = 0; i < weights.length; i++) {
            total += weights[i];
            sx += weights[i] * (i % CELLS + 0.5) / CELLS;
            sy += weights[i] * (Math.floorDiv(i, CELLS) + 0.5) / CELLS;
        }
        if (total <= 1e-9) {
            return new Box(0.25, 0.25, 0.5, 0.5);
        }
        double mx = sx / total;
        double my = sy / total;
        double vx = 0, vy = 0;
        for (int i = 0; i < weights.length; i++) {
            double dx = (i % CELLS + 0.5) / CELLS - mx;
            double dy = (Math.floorDiv(i, CELLS) + 0.5) / CELLS - my;
            vx += weights[i] * dx * dx;
            vy += weights[i] * dy * dy;
        }
        double halfWidth = Math.clamp(1.3 * Math.sqrt(vx / total), 0.08, 0.5);
        double halfHeight = Math.clamp(1.3 * Math.sqrt(vy / total), 0.08, 0.5);
        return new Box(mx - halfWidth, my - halfHeight, 2 * halfWidth, 2 * halfHeight).clipped();
    }

    private static double[] weights(Picture picture) {
        double[][] cells = new double[CELLS * CELLS][4];
        double[] border = new double[3];
        int borderCells = 0;
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                double[] cell = cells[row * CELLS + column];
                measure(picture, column, row, cell);
                if (row == 0 || column == 0 || column == CELLS - 1) {
                    for (int k = 0; k < 3; k++) {
                        border[k] += cell[k];
                    }
                    borderCells++;
                }
            }
        }
        double[] weights = new double[CELLS * CELLS];
        double largest = 1e-9;
        for (int i = 0; i < weights.length; i++) {
            double distance = 0;
            for (int k = 0; k < 3; k++) {
                double d = cells[i][k] - border[k] / borderCells;
                distance += (k == 0 ? 0.5 : 2) * d * d;
            }
            double x = (i % CELLS + 0.5) / CELLS - 0.5;
            double y = (Math.floorDiv(i, CELLS) + 0.5) / CELLS - 0.5;
            double middle = Math.exp(-(x * x + y * y) / 0.18);
            weights[i] = (Math.sqrt(distance) + cells[i][3]) * middle;
            largest = Math.max(largest, weights[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            double share = weights[i] / largest;
            weights[i] = largest < 3 ? 0 : share * share * share;
        }
        return weights;
    }

    private static void measure(Picture picture, int column, int row, double[] cell) {
        int x0 = column * picture.chromaWidth / CELLS;
        int x1 = Math.min(picture.chromaWidth, Math.max(x0 + 1, (column + 1) * picture.chromaWidth / CELLS));
        int y0 = row * picture.chromaHeight / CELLS;
        int y1 = Math.min(picture.chromaHeight, Math.max(y0 + 1, (row + 1) * picture.chromaHeight / CELLS));
        int count = Math.max(1, (x1 - x0) * (y1 - y0));
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                int px = Math.min(2 * x, picture.width - 2);
                int py = Math.min(2 * y, picture.height - 1);
                int luma = picture.lumaAt(Math.max(0, px), py);
                cell[0] += luma;
                cell[1] += picture.u[y * picture.chromaWidth + x] & 0xff;
                cell[2] += picture.v[y * picture.chromaWidth + x] & 0xff;
                cell[3] += Math.abs(picture.lumaAt(Math.min(picture.width - 1, px + 1), py) - luma);
            }
        }
        for (int k = 0; k < 4; k++) {
            cell[k] /= count;
        }
    }
}
