// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well each beat interval explains the song as a whole: a comb over the autocorrelation of the onsets times a
 * log-normal taste for tempi people tap to.
 *
 * @param weights by interval, from {@link #SHORTEST} frames on; the largest is 1 unless all are 0
 * @param periodicity share of the onsets' variance that repeats after one interval, by interval; noise gives about 0
 * @param repeats the autocorrelation it was taken from, {@link #LAGS} lags
 */
record TempoPrior(double[] weights, double[] periodicity, double[] repeats) {

    /** 214 BPM. */
    static final int SHORTEST = 28;

    /** 55 BPM. */
    static final int LONGEST = 109;

    /** A bar of the longest beats and a little. */
    static final int LAGS = 4 * LONGEST + 8;

    private static final double[] COMB = {1, 1, .3, 1};
    private static final double CENTER_BPM = 100;
    private static final double SPREAD_OCTAVES = .4;

    static TempoPrior of(Onsets onsets) {
        float[] strength = onsets.strength();
        double[] repeat = autocorrelation(strength, onsets.mean(), LAGS);
        double[] weights = new double[LONGEST - SHORTEST + 1];
        double[] periodicity = new double[weights.length];
        double largest = 0;
        for (int k = 0; k < weights.length; k++) {
            int interval = SHORTEST + k;
            double sum = 0;
            for (int tooth = 1; tooth <= COMB.length; tooth++) {
                sum += COMB[tooth - 1] * near(repeat, interval * tooth, tooth);
            }
            double octaves = Math.log(bpm(interval) / CENTER_BPM) / Math.log(2) / SPREAD_OCTAVES;
            weights[k] = sum * Math.exp(-.5 * octaves * octaves);
            periodicity[k] = Math.max(near(repeat, interval, 1), near(repeat, 4 * interval, 4));
            largest = Math.max(largest, weights[k]);
        }
        for (int k = 0; k < weights.length && largest > 0; k++) {
            weights[k] /= largest;
        }
        return new TempoPrior(weights, periodicity, repeat);
    }

    static double bpm(double intervalFrames) {
        return 60.0 * Flux.FRAMES_PER_SECOND / intervalFrames;
    }

    /** Returns the periodicity of an interval, the best within a frame; 0 outside the range. */
    double periodicityAt(double interval) {
        double best = 0;
        int center = (int) Math.round(interval) - SHORTEST;
        for (int k = Math.max(0, center - 1); k <= Math.min(periodicity.length - 1, center + 1); k++) {
            best = Math.max(best, periodicity[k]);
        }
        return best;
    }

    /** Returns this prior held to the intervals within a factor of one. */
    TempoPrior around(double interval, double factor) {
        double[] held = new double[weights.length];
        for (int k = 0; k < held.length; k++) {
            double ratio = (SHORTEST + k) / interval;
            held[k] = ratio <= factor && ratio >= 1 / factor ? Math.max(1e-6, weights[k]) : 0;
        }
        return new TempoPrior(held, periodicity, repeats);
    }

    /** Returns the indexes of the strongest peaks, strongest first. */
    List<Integer> peaks(int count) {
        return IntStream.range(0, weights.length)
                .filter(k -> (k == 0 || weights[k] >= weights[k - 1])
                        && (k == weights.length - 1 || weights[k] > weights[k + 1]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -weights[k]))
                .limit(count)
                .toList();
    }

    /** Indexes [from, to) of the intervals that have weight at all. */
    int[] range() {
        int from = 0;
        while (from < weights.length - 1 && weights[from] == 0) {
            from++;
        }
        int to = weights.length;
        while (to > from + 1 && weights[to - 1] == 0) {
            to--;
        }
        return new int[] {from, to};
    }

    private static double near(double[] repeat, int lag, int reach) {
        double best = 0;
        for (int at = lag - reach; at <= lag + reach; at++) {
            if (at > 0 && at < repeat.length) {
                best = Math.max(best, repeat[at]);
            }
        }
        return best;
    }

    /** Autocorrelation without the mean, 1 at lag 0. */
    static double[] autocorrelation(float[] strength, double mean, int lags) {
        double[] repeat = new double[Math.min(lags, strength.length)];
        // Zeros behind the end, so that every frame meets every lag in one loop over neighbors.
        float[] centered = new float[strength.length + repeat.length + 4];
        for (int t = 0; t < strength.length; t++) {
            centered[t] = (float) (strength[t] - mean);
        }
        for (int t = 0; t < strength.length; t += 4) {
            addProducts(centered, t, repeat);
        }
        double power = repeat.length == 0 ? 0 : repeat[0];
        for (int lag = 0; lag < repeat.length; lag++) {
            repeat[lag] = power > 0 ? repeat[lag] / power : 0;
        }
        return repeat;
    }

    /** Four frames at a time, so that each sum is fetched once for four products. */
    private static void addProducts(float[] centered, int t, double[] sums) {
        float value0 = centered[t];
        float value1 = centered[t + 1];
        float value2 = centered[t + 2];
        float value3 = centered[t + 3];
        for (int lag = 0; lag < sums.length; lag++) {
            int at = t + lag;
            sums[lag] += value0 * centered[at]
                    + value1 * centered[at + 1]
                    + value2 * centered[at + 2]
                    + value3 * centered[at + 3];
        }
    }
}
