// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.List;

/**
 * A value over the time of a clip.
 *
 * @param hopSeconds seconds between two values; greater than zero
 * @param values one value each hop, each 0..1; the first is at the first shown frame
 */
public record Curve(double hopSeconds, List<Double> values) {

    /** A curve without values. */
    public static final Curve EMPTY = new Curve(1, List.of());

    public Curve {
        if (!(hopSeconds > 0)) {
            throw new IllegalArgumentException("hopSeconds: " + hopSeconds + " (expected: > 0)");
        }
        values = List.copyOf(values);
    }

    /** Returns the mean over a span of seconds, or {@code fallback} for an empty curve. */
    public double mean(double start, double end, double fallback) {
        if (values.isEmpty()) {
            return fallback;
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
