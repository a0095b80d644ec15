// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/** Running sums, so that the mean over any window costs two reads. Windows are half-open and clipped to the values. */
final class Prefix {

    private Prefix() {}

    static double[] sums(float[] values) {
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        return sums;
    }

    static double[] sumsOfSquares(float[] values) {
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + (double) values[i] * values[i];
        }
        return sums;
    }

    /** Returns the mean over [from, to), 0 if nothing of it lies inside. */
    static double mean(double[] sums, int from, int to) {
        int first = Math.max(0, from);
        int last = Math.min(sums.length - 1, to);
        return last <= first ? 0 : Math.max(0, sums[last] - sums[first]) / (last - first);
    }
}
