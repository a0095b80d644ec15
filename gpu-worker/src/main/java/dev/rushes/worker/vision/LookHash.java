// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.worker.vision.picture.Picture;

/** The 64-bit difference hash of a picture: one bit for each of 8x8 neighbour pairs, set where the right one is lighter. */
final class LookHash {

    private LookHash() {}

    static long of(Picture picture) {
        long hash = 0;
        for (int row = 0; row < 8; row++) {
            double left = mean(picture, 0, row);
            for (int column = 1; column <= 8; column++) {
                double right = mean(picture, column, row);
                hash = hash << 1 | (right > left ? 1 : 0);
                left = right;
            }
        }
        return hash;
    }

    private static double mean(Picture picture, int column, int row) {
        int x0 = column * picture.width / 9;
        int x1 = Math.max(x0 + 1, (column + 1) * picture.width / 9);
        int y0 = row * picture.height / 8;
        int y1 = Math.max(y0 + 1, (row + 1) * picture.height / 8);
        long sum = 0;
        for (int y = y0; y < Math.min(y1, picture.height); y++) {
            for (int x = x0; x < Math.min(x1, picture.width); x++) {
                sum += picture.lumaAt(x, y);
            }
        }
        return (double) sum / ((x1 - x0) * (y1 - y0));
    }
}
