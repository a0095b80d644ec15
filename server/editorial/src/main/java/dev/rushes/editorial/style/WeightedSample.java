// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Numbers with weights: mean, spread and quantiles. Not safe for several threads. */
final class WeightedSample {

    private record Entry(double value, double weight) {}

    private final List<Entry> entries = new ArrayList<>();
    private double weightSum;

    void add(double value, double weight) {
        entries.add(new Entry(value, weight));
        weightSum += weight;
    }

    boolean isEmpty() {
        return weightSum <= 0;
    }

    double mean() {
        return entries.stream().mapToDouble(e -> e.value * e.weight).sum() / weightSum;
    }

    /** Returns the standard deviation of the sample itself (divided by the weights' sum). */
    double standardDeviation() {
        double mean = mean();
        return Math.sqrt(entries.stream()
                        .mapToDouble(e -> e.weight * (e.value - mean) * (e.value - mean))
                        .sum()
                / weightSum);
    }

    /**
     * Returns a quantile: each value stands at the middle of its weight on a line from 0 to the weights' sum, linear
     * between neighbours, held beyond the ends (Hyndman and Fan 1996, definition 5, with weights).
     *
     * @param share 0..1
     */
    double quantile(double share) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingDouble(Entry::value));
        double target = share * weightSum;
        double before = 0;
        double lastMiddle = 0;
        double lastValue = sorted.getFirst().value;
        for (Entry entry : sorted) {
            double middle = before + entry.weight / 2;
            if (middle >= target) {
                double span = middle - lastMiddle;
                double part = span <= 0 ? 1 : Math.clamp((target - lastMiddle) / span, 0, 1);
                return lastValue + part * (entry.value - lastValue);
            }
            before += entry.weight;
            lastMiddle = middle;
            lastValue = entry.value;
        }
        return lastValue;
    }
}
