// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.TempoCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well each beat interval explains the song as a whole: a comb over the autocorrelation of the onsets times a
 * log-normal taste for tempi people tap to.
 *
 * @param weights by interval, from {@link #SHORTEST} frames on; the largest is 1 unless all are 0
 * @param periodicity share of the onsets' variance that repeats after one interval, by interval; noise gives about 0
 */
record TempoPrior(double[] weights, double[] periodicity) {

    /** 214 BPM. */
    static final int SHORTEST = 28;

    /** 55 BPM. */
    static final int LONGEST = 109;

    private static final double[] COMB = {1, 1, .3, 1};
    private static final double CENTER_BPM = 100;
    private static final double SPREAD_OCTAVES = .4;
    private static final double SLOWEST_OFFERED_BPM = 40;
    private static final double FASTEST_OFFERED_BPM = 240;

    /** How much better another octave must explain the song before the decoder's choice is overruled. */
    private static final double OCTAVE_MARGIN = 1.3;

    private static final double OCTAVE_REACH = .2;

    static TempoPrior of(Onsets onsets) {
        float[] strength = onsets.strength();
        double[] repeat = autocorrelation(strength, onsets.mean(), LONGEST * COMB.length + COMB.length + 1);
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
        return new TempoPrior(weights, periodicity);
    }

    static double bpm(double intervalFrames) {
        return 60.0 * Flux.FRAMES_PER_SECOND / intervalFrames;
    }

    /** Returns the weight of an interval between whole frames; 0 outside the range. */
    double at(double interval) {
        double position = interval - SHORTEST;
        if (position < 0 || position > weights.length - 1.0) {
            return 0;
        }
        int left = Math.min((int) position, weights.length - 2);
        double share = position - left;
        return weights[left] * (1 - share) + weights[left + 1] * share;
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

    /** Returns this prior held to half or double an interval if that octave explains the song clearly better. */
    Optional<TempoPrior> betterOctave(double interval) {
        double other = at(interval / 2) >= at(interval * 2) ? interval / 2 : interval * 2;
        if (at(other) <= OCTAVE_MARGIN * at(interval)) {
            return Optional.empty();
        }
        double[] held = weights.clone();
        for (int k = 0; k < held.length; k++) {
            held[k] = Math.abs((SHORTEST + k) / other - 1) <= OCTAVE_REACH ? held[k] : 0;
        }
        return Optional.of(new TempoPrior(held, periodicity));
    }

    /**
     * Returns up to four readings of the tempo: the chosen one first, then half, double and the best other peak by
     * weight. The chosen one has the beats on its side as well, so it counts one more than its weight.
     */
    List<TempoCandidate> candidates(double chosenInterval) {
        List<double[]> others = new ArrayList<>();
        for (double factor : new double[] {.5, 2}) {
            double bpm = bpm(chosenInterval * factor);
            if (bpm >= SLOWEST_OFFERED_BPM && bpm <= FASTEST_OFFERED_BPM) {
                others.add(new double[] {chosenInterval * factor, Math.max(.05, at(chosenInterval * factor))});
            }
        }
        bestPeak(chosenInterval).ifPresent(k -> others.add(new double[] {SHORTEST + k, weights[k]}));
        others.sort(Comparator.comparingDouble((double[] other) -> -other[1]));
        others.addFirst(new double[] {chosenInterval, 1 + at(chosenInterval)});
        double sum = others.stream().mapToDouble(other -> other[1]).sum();
        return others.stream()
                .map(other -> new TempoCandidate(bpm(other[0]), other[1] / sum))
                .toList();
    }

    /** Index of the strongest peak that is neither the chosen tempo nor its half or double. */
    private OptionalInt bestPeak(double chosenInterval) {
        return IntStream.range(1, weights.length - 1)
                .filter(k -> weights[k] > .1 && weights[k] >= weights[k - 1] && weights[k] > weights[k + 1])
                .filter(k -> DoubleStream.of(.5, 1, 2)
                        .allMatch(factor -> Math.abs(chosenInterval * factor / (SHORTEST + k) - 1) > .06))
                .reduce((a, b) -> weights[a] >= weights[b] ? a : b);
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
    private static double[] autocorrelation(float[] strength, double mean, int lags) {
        float[] centered = new float[strength.length];
        for (int t = 0; t < strength.length; t++) {
            centered[t] = (float) (strength[t] - mean);
        }
        double[] repeat = new double[Math.min(lags, strength.length)];
        for (int lag = 0; lag < repeat.length; lag++) {
            double sum = 0;
            for (int t = lag; t < centered.length; t++) {
                sum += centered[t] * centered[t - lag];
            }
            repeat[lag] = sum;
        }
        double power = repeat.length == 0 ? 0 : repeat[0];
        for (int lag = 0; lag < repeat.length; lag++) {
            repeat[lag] = power > 0 ? repeat[lag] / power : 0;
        }
        return repeat;
    }
}
