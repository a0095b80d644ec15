// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/** How widely the colours of a picture spread: half the deviation of chroma, half the entropy of hues. */
public final class ColorSpread {

    private static final int HUES = 24;
    /** Chroma deviation of a very colourful picture. Measured: 95th percentile of real clips. */
    private static final double WIDE = 28;

    private static final double LEAST_CHROMA = 6;

    private ColorSpread() {}

    /** Returns 0 (one colour) .. 1. */
    public static double of(Picture picture) {
        double su = 0, sv = 0, square = 0, coloured = 0;
        double[] hues = new double[HUES];
        int count = picture.u.length;
        for (int i = 0; i < count; i++) {
            double u = (picture.u[i] & 0xff) - 128.0;
            double v = (picture.v[i] & 0xff) - 128.0;
            su += u;
            sv += v;
            double chroma = u * u + v * v;
            square += chroma;
            if (chroma > LEAST_CHROMA * LEAST_CHROMA) {
                double amount = Math.sqrt(chroma);
                hues[(int) ((Math.atan2(v, u) / (2 * Math.PI) + 0.5) * HUES) % HUES] += amount;
                coloured += amount;
            }
        }
        double variance = Math.max(0, square / count - (su * su + sv * sv) / ((double) count * count));
        double entropy = 0;
        for (double hue : hues) {
            if (hue > 0) {
                entropy -= hue / coloured * Math.log(hue / coloured);
            }
        }
        double vivid = Math.min(1, coloured / count / 12);
        return 0.5 * Math.min(1, Math.sqrt(variance) / WIDE) + 0.5 * vivid * entropy / Math.log(HUES);
    }
}
