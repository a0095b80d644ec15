// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.CellGrid;
import dev.rushes.worker.vision.picture.Picture;
import java.util.Arrays;

/**
 * What stands out in the cells of one picture, each 0..255 a cell.
 *
 * <p>Not a record because arrays are no values; nobody changes them.
 */
final class SubjectCells {

    final double seconds;
    /** Share of skin-coloured pixels. */
    final byte[] skin;
    /** Colour distance to the picture's border, against the largest. */
    final byte[] colour;
    /** Detail, against the busiest tenth. */
    final byte[] detail;

    private SubjectCells(double seconds, int cells) {
        this.seconds = seconds;
        this.skin = new byte[cells];
        this.colour = new byte[cells];
        this.detail = new byte[cells];
    }

    static SubjectCells of(Picture picture, CellGrid grid) {
        SubjectCells cells = new SubjectCells(picture.seconds, grid.cells());
        cells.colours(picture, grid);
        cells.details(picture, grid);
        return cells;
    }

    private void colours(Picture picture, CellGrid grid) {
        int n = grid.cells();
        float[] luma = new float[n];
        float[] u = new float[n];
        float[] v = new float[n];
        int[] flesh = new int[n];
        int[] count = new int[n];
        for (int y = 0; y < picture.chromaHeight; y++) {
            int row = y * grid.rows() / picture.chromaHeight * grid.columns();
            int py = Math.min(2 * y, picture.height - 1);
            for (int x = 0; x < picture.chromaWidth; x++) {
                int cell = row + x * grid.columns() / picture.chromaWidth;
                int at = y * picture.chromaWidth + x;
                int light = picture.lumaAt(Math.min(2 * x, picture.width - 1), py);
                int cb = (picture.u[at] & 0xff) - 128;
                int cr = (picture.v[at] & 0xff) - 128;
                luma[cell] += light;
                u[cell] += cb;
                v[cell] += cr;
                flesh[cell] += isSkin(light, cb, cr) ? 1 : 0;
                count[cell]++;
            }
        }
        double[] border = new double[3];
        int edges = 0;
        for (int i = 0; i < n; i++) {
            luma[i] /= Math.max(1, count[i]);
            u[i] /= Math.max(1, count[i]);
            v[i] /= Math.max(1, count[i]);
            int column = i % grid.columns();
            if (i < grid.columns() || column == 0 || column == grid.columns() - 1) {
                border[0] += luma[i];
                border[1] += u[i];
                border[2] += v[i];
                edges++;
            }
        }
        double[] distance = new double[n];
        double largest = 3;
        for (int i = 0; i < n; i++) {
            double dy = luma[i] - border[0] / edges;
            double du = u[i] - border[1] / edges;
            double dv = v[i] - border[2] / edges;
            distance[i] = Math.sqrt(0.5 * dy * dy + 2 * (du * du + dv * dv));
            largest = Math.max(largest, distance[i]);
            skin[i] = level((double) flesh[i] / Math.max(1, count[i]));
        }
        for (int i = 0; i < n; i++) {
            colour[i] = level(distance[i] / largest);
        }
    }

    /** Chai and Ngan (1999) give 77 <= Cb <= 127 and 133 <= Cr <= 173; warmer light needs the slanted edge. */
    private static boolean isSkin(int luma, int cb, int cr) {
        return cr >= 6 && cr <= 45 && cb <= -3 && cb >= -48 && cr > -0.6 * cb && luma > 50;
    }

    private void details(Picture picture, CellGrid grid) {
        int n = grid.cells();
        int[] sum = new int[n];
        int[] count = new int[n];
        for (int y = 0; y + 3 < picture.height; y += 2) {
            int row = y * grid.rows() / picture.height * grid.columns();
            for (int x = 0; x + 3 < picture.width; x += 2) {
                int cell = row + x * grid.columns() / picture.width;
                int here = picture.lumaAt(x, y);
                sum[cell] += Math.abs(picture.lumaAt(x + 3, y) - here) + Math.abs(picture.lumaAt(x, y + 3) - here);
                count[cell]++;
            }
        }
        double[] busy = new double[n];
        for (int i = 0; i < n; i++) {
            busy[i] = (double) sum[i] / Math.max(1, count[i]);
        }
        double[] sorted = busy.clone();
        Arrays.sort(sorted);
        double high = Math.max(4, sorted[n * 9 / 10]);
        for (int i = 0; i < n; i++) {
            detail[i] = level(busy[i] / high);
        }
    }

    private static byte level(double share) {
        return (byte) Math.round(255 * Math.clamp(share, 0, 1));
    }
}
