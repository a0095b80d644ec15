// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Loudness;
import java.util.Arrays;

/**
 * Measures loudness after ITU-R BS.1770-4, EBU R 128 and EBU Tech 3342: two filters imitate head and ear, blocks of 0.4 s
 * are averaged over what is loud enough to matter. It hears the mono mix as FFmpeg makes it, in which a centered sound has
 * the power of both channels together: mono and centered songs measure as in stereo (within 0.1 LU of FFmpeg's ebur128),
 * wide ones less (0.8 to 1.3 LU on the development songs).
 */
final class LoudnessMeter {

    private static final double STEP_SECONDS = .1;
    private static final int BLOCK_STEPS = 4;
    private static final int SHORT_TERM_STEPS = 30;
    private static final double OFFSET = -.691;
    private static final double ABSOLUTE_GATE = -70;
    private static final double RELATIVE_GATE = -10;
    private static final double RANGE_GATE = -20;

    private LoudnessMeter() {}

    /** Returns the samples of one step of a tenth of a second. */
    static int step(int sampleRate) {
        return (int) Math.round(STEP_SECONDS * sampleRate);
    }

    /**
     * @param steps mean power after {@link Weighting} of every whole step
     * @param peak loudest sample, 0 and up
     * @param power mean power of the samples as they are
     */
    static Loudness of(double[] steps, double peak, double power) {
        if (peak < 1e-6) {
            return Loudness.SILENCE;
        }
        double[] blocks = windows(steps, BLOCK_STEPS);
        double[] shortTerm = windows(steps, SHORT_TERM_STEPS);
        double loudest = Arrays.stream(shortTerm).map(LoudnessMeter::lufs).max().orElse(ABSOLUTE_GATE);
        return new Loudness(
                gated(blocks, RELATIVE_GATE),
                range(shortTerm),
                Math.max(ABSOLUTE_GATE, loudest),
                20 * Math.log10(peak),
                20 * Math.log10(peak / Math.sqrt(power)));
    }

    /** Means over sliding windows; over everything if it is shorter than a window. */
    private static double[] windows(double[] steps, int length) {
        int size = Math.min(length, steps.length);
        if (size == 0) {
            return new double[0];
        }
        double[] means = new double[steps.length - size + 1];
        double sum = 0;
        for (int i = 0; i < steps.length; i++) {
            sum += steps[i] - (i >= size ? steps[i - size] : 0);
            if (i >= size - 1) {
                means[i - size + 1] = Math.max(0, sum) / size;
            }
        }
        return means;
    }

    private static double lufs(double power) {
        return power <= 0 ? -120 : OFFSET + 10 * Math.log10(power);
    }

    private static double gated(double[] blocks, double gate) {
        double open = mean(blocks, ABSOLUTE_GATE);
        return open <= 0 ? ABSOLUTE_GATE : Math.max(ABSOLUTE_GATE, lufs(mean(blocks, lufs(open) + gate)));
    }

    private static double mean(double[] powers, double above) {
        return Arrays.stream(powers)
                .filter(power -> lufs(power) > above)
                .average()
                .orElse(0);
    }

    private static double range(double[] shortTerm) {
        double open = mean(shortTerm, ABSOLUTE_GATE);
        double[] loud = Arrays.stream(shortTerm)
                .map(LoudnessMeter::lufs)
                .filter(value -> value > ABSOLUTE_GATE && value > lufs(open) + RANGE_GATE)
                .sorted()
                .toArray();
        if (loud.length < 2) {
            return 0;
        }
        return loud[(int) Math.round(.95 * (loud.length - 1))] - loud[(int) Math.round(.1 * (loud.length - 1))];
    }

    /**
     * The two filters of the standard one after the other, computed for any rate from their analog form as libebur128 does. In
     * direct form I, whose steps wait least for each other.
     */
    static final class Weighting {

        private final double b0;
        private final double b1;
        private final double b2;
        private final double a1;
        private final double a2;
        private final double p1;
        private final double p2;
        private double x1;
        private double x2;
        private double s1;
        private double s2;
        private double y1;
        private double y2;
        private double weighted;
        private double square;
        private float peak;

        Weighting(int sampleRate) {
            double k = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
            double q = .7071752369554196;
            double high = Math.pow(10, 3.999843853973347 / 20);
            double middle = Math.pow(high, .4996667741545416);
            double a0 = 1 + k / q + k * k;
            b0 = (high + middle * k / q + k * k) / a0;
            b1 = 2 * (k * k - high) / a0;
            b2 = (high - middle * k / q + k * k) / a0;
            a1 = 2 * (k * k - 1) / a0;
            a2 = (1 - k / q + k * k) / a0;
            double l = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
            double r = .5003270373238773;
            double p0 = 1 + l / r + l * l;
            p1 = 2 * (l * l - 1) / p0;
            p2 = (1 - l / r + l * l) / p0;
        }

        /**
         * Hears the next samples, [from, to). How loud they are before the filters is found on the way: each step of a filter waits for
         * the one before, and that is time enough.
         */
        void hear(float[] samples, int from, int to) {
            double weightedSum = 0;
            double sum = 0;
            float highest = 0;
            // Fields are written once: the quick compiler keeps none of them at hand in a loop.
            double before = x1;
            double older = x2;
            double shelf = s1;
            double olderShelf = s2;
            double out = y1;
            double olderOut = y2;
            for (int i = from; i < to; i++) {
                float sample = samples[i];
                float size = sample < 0 ? -sample : sample;
                highest = size > highest ? size : highest;
                double x = sample;
                sum += x * x;
                double s = b0 * x + b1 * before + b2 * older - a2 * olderShelf - a1 * shelf;
                double y = s - 2 * shelf + olderShelf - p2 * olderOut - p1 * out;
                weightedSum += y * y;
                older = before;
                before = x;
                olderShelf = shelf;
                shelf = s;
                olderOut = out;
                out = y;
            }
            x1 = before;
            x2 = older;
            s1 = shelf;
            s2 = olderShelf;
            y1 = out;
            y2 = olderOut;
            weighted = weightedSum;
            square = sum;
            peak = highest;
        }

        /** Returns the sum of squares of the samples heard last, after both filters. */
        double weighted() {
            return weighted;
        }

        /** Returns the sum of their squares as they are. */
        double square() {
            return square;
        }

        /** Returns how far the farthest of them lies from 0. */
        float peak() {
            return peak;
        }
    }
}
