// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.List;

/**
 * RMS energy over time, scaled so that the song's quietest value is 0 and its loudest 1.
 *
 * @param hopSeconds seconds between two values; greater than zero
 * @param values one value each hop, each 0..1; the first is at time 0
 */
public record EnergyCurve(double hopSeconds, List<Double> values) {

    public EnergyCurve {
        if (!(hopSeconds > 0)) {
            throw new IllegalArgumentException("hopSeconds: " + hopSeconds + " (expected: > 0)");
        }
        values = List.copyOf(values);
    }

    /** Returns the value at a time, linear between hops, held beyond the ends; 0 for an empty curve. */
    public double at(double seconds) {
        if (values.isEmpty()) {
            return 0;
        }
        double position = Math.clamp(seconds / hopSeconds, 0, values.size() - 1.0);
        int left = (int) position;
        int right = Math.min(left + 1, values.size() - 1);
        double share = position - left;
        return values.get(left) * (1 - share) + values.get(right) * share;
    }

    /** Returns the mean over a span of seconds. */
    public double mean(double start, double end) {
        if (values.isEmpty()) {
            return 0;
        }
        int from = (int) Math.clamp(Math.floor(start / hopSeconds), 0, values.size() - 1.0);
        int to = (int) Math.clamp(Math.ceil(end / hopSeconds), from + 1.0, values.size());
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values.get(i);
        }
        return sum / (to - from);
    }
}
