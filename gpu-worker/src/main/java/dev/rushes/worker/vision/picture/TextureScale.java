// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/**
 * How coarse the structures of a picture are: a near subject shows large even areas, a far scene much fine detail.
 *
 * @param fineness share of gradient energy in the finest of three octaves, 0..1
 * @param busy share of the picture's cells that hold detail, 0..1
 */
public record TextureScale(double fineness, double busy) {

    private static final int CELL = 8;
    private static final double BUSY_GRADIENT = 4;

    /** Measures a picture. */
    public static TextureScale of(Picture picture) {
        double fine = energy(picture, 1);
        double middle = energy(picture, 2);
        double coarse = energy(picture, 4);
        double sum = fine + middle + coarse;
        int cells = 0;
        int busy = 0;
        for (int y = 0; y + CELL < picture.height; y += CELL) {
            for (int x = 0; x + CELL < picture.width; x += CELL) {
                int gradient = 0;
                for (int k = 0; k < CELL * CELL; k++) {
                    int px = x + k % CELL;
                    int py = y + Math.floorDiv(k, CELL);
                    gradient += Math.abs(picture.lumaAt(px + 1, py) - picture.lumaAt(px, py));
                }
                cells++;
                busy += gradient > BUSY_GRADIENT * CELL * CELL ? 1 : 0;
            }
        }
        return new TextureScale(sum < 1e-6 ? 0.5 : fine / sum * 2, cells == 0 ? 0 : (double) busy / cells);
    }

    private static double energy(Picture picture, int step) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y + step < picture.height; y += 2) {
            for (int x = 0; x + step < picture.width; x += 2) {
                int here = picture.lumaAt(x, y);
                sum += Math.abs(picture.lumaAt(x + step, y) - here) + Math.abs(picture.lumaAt(x, y + step) - here);
                count += 2;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
