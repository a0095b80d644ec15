// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well estimated beats match annotated ones, counted as mir_eval 0.8.2 does: beats within 70 ms, each used once. Does
 * not skip the first five seconds by itself; {@link #from} does.
 *
 * @param f F-measure, 0..1
 * @param amlt share of beats continued at an allowed metrical level (twice, half, off the beat), 0..1
 * @param medianError median of estimate minus annotation over matched beats, seconds; NaN without any
 * @param p90Error nine tenths of the matched beats are nearer than this, seconds; NaN without any
 */
public record BeatScore(double f, double amlt, double medianError, double p90Error) {

    /** The first five seconds that mir_eval leaves out. */
    public static final double TRIM_SECONDS = 5;

    private static final double WINDOW = .07;
    private static final double CONTINUITY = .175;

    /** Scores what remains from a time on. */
    public static BeatScore from(double start, double[] reference, double[] estimate) {
        return of(
                Arrays.stream(reference).filter(t -> t >= start).toArray(),
                Arrays.stream(estimate).filter(t -> t >= start).toArray());
    }

    public static BeatScore of(double[] reference, double[] estimate) {
        double[] signed = Arrays.stream(errors(reference, estimate)).sorted().toArray();
        double[] far = Arrays.stream(signed).map(Math::abs).sorted().toArray();
        double f = signed.length == 0 ? 0 : 2.0 * signed.length / (reference.length + estimate.length);
        boolean none = signed.length == 0;
        return new BeatScore(
                f,
                amlt(reference, estimate),
                none ? Double.NaN : signed[signed.length / 2],
                none ? Double.NaN : far[(int) (.9 * (far.length - 1))]);
    }

    /** Estimate minus annotation of each matched beat, seconds, in time order. */
    public static double[] errors(double[] reference, double[] estimate) {
        List<Double> errors = new ArrayList<>();
        int r = 0;
        int e = 0;
        while (r < reference.length && e < estimate.length) {
            double error = estimate[e] - reference[r];
            if (Math.abs(error) <= WINDOW) {
                errors.add(error);
                r++;
                e++;
            } else if (error < 0) {
                e++;
            } else {
                r++;
            }
        }
        return errors.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double amlt(double[] reference, double[] estimate) {
        if (reference.length < 2 || estimate.length < 2) {
            return 0;
        }
        double[] twice = new double[2 * reference.length - 1];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = i % 2 == 0 ? reference[i / 2] : (reference[i / 2] + reference[i / 2 + 1]) / 2;
        }
        return Arrays.stream(
                        new double[][] {reference, every(twice, 1), twice, every(reference, 0), every(reference, 1)})
                .mapToDouble(variation -> continued(variation, estimate))
                .max()
                .orElse(0);
    }

    private static double[] every(double[] beats, int first) {
        double[] kept = new double[(beats.length - first + 1) / 2];
        Arrays.setAll(kept, i -> beats[first + 2 * i]);
        return kept;
    }

    /** Share of beats whose place and spacing both fit within 17.5 % of a beat. */
    private static double continued(double[] reference, double[] estimate) {
        if (reference.length < 2) {
            return 0;
        }
        boolean[] used = new boolean[reference.length];
        int correct = 0;
        for (int m = 0; m < estimate.length; m++) {
            int near = nearest(reference, estimate[m]);
            if (used[near]) {
                continue;
            }
            boolean isEdge = m == 0 || near == 0;
            int other = isEdge ? 1 : -1;
            if (near + other >= reference.length || m + other >= estimate.length) {
                continue;
            }
            double referenceSpan = Math.abs(reference[near + other] - reference[near]);
            double estimateSpan = Math.abs(estimate[m + other] - estimate[m]);
            boolean fits = Math.abs(estimate[m] - reference[near]) / referenceSpan < CONTINUITY
                    && Math.abs(1 - estimateSpan / referenceSpan) < CONTINUITY;
            if (fits) {
                used[near] = true;
                correct++;
            }
        }
        return correct / (double) Math.max(reference.length, estimate.length);
    }

    private static int nearest(double[] reference, double time) {
        int at = Arrays.binarySearch(reference, time);
        if (at >= 0) {
            return at;
        }
        int right = -at - 1;
        if (right == 0) {
            return 0;
        }
        if (right == reference.length) {
            return right - 1;
        }
        return time - reference[right - 1] <= reference[right] - time ? right - 1 : right;
    }
}
