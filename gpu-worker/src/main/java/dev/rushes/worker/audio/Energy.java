// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import java.util.ArrayList;
import java.util.List;

/** Root mean square of the sound, ten times a second over 0.2 s, scaled by the song's minimum and maximum to 0..1. */
final class Energy {

    static final double HOP_SECONDS = .1;

    private static final double SPAN_SECONDS = .2;

    private Energy() {}

    static EnergyCurve of(float[] samples, int sampleRate) {
        int hops = (int) Math.ceil(samples.length / (HOP_SECONDS * sampleRate));
        double[] levels = new double[hops];
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int hop = 0; hop < hops; hop++) {
            long center = Math.round(hop * HOP_SECONDS * sampleRate);
            long reach = Math.round(SPAN_SECONDS * sampleRate / 2);
            levels[hop] = rms(samples, Math.max(0, center - reach), Math.min(samples.length, center + reach));
            lowest = Math.min(lowest, levels[hop]);
            highest = Math.max(highest, levels[hop]);
        }
        List<Double> values = new ArrayList<>(hops);
        for (double level : levels) {
            values.add(highest > lowest ? (level - lowest) / (highest - lowest) : 0);
        }
        return new EnergyCurve(HOP_SECONDS, values);
    }

    /** Returns the level over [from, to), 0 if that is empty. */
    static double rms(float[] samples, long from, long to) {
        double sum = 0;
        for (long i = from; i < to; i++) {
            sum += (double) samples[(int) i] * samples[(int) i];
        }
        return to > from ? Math.sqrt(sum / (to - from)) : 0;
    }
}
