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

    static Loudness of(float[] samples, int sampleRate) {
        double[] steps = steps(samples, sampleRate);
        double peak = 0;
        double power = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
            power += (double) sample * sample;
        }
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
                20 * Math.log10(peak / Math.sqrt(power / samples.length)));
    }

    /** Mean power after both filters of every tenth of a second. */
    private static double[] steps(float[] samples, int sampleRate) {
        Biquad shelf = Biquad.shelf(sampleRate);
        Biquad pass = Biquad.highPass(sampleRate);
        int size = (int) Math.round(STEP_SECONDS * sampleRate);
        double[] steps = new double[samples.length / size];
        for (int step = 0; step < steps.length; step++) {
            double sum = 0;
            for (int i = step * size; i < (step + 1) * size; i++) {
                double heard = pass.next(shelf.next(samples[i]));
                sum += heard * heard;
            }
            steps[step] = sum / size;
        }
        return steps;
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

    /** One filter of the standard, computed for any rate from its analog form as libebur128 does. */
    private static final class Biquad {

        private final double b0;
        private final double b1;
        private final double b2;
        private final double a1;
        private final double a2;
        private double z1;
        private double z2;

        private Biquad(double b0, double b1, double b2, double a1, double a2) {
            this.b0 = b0;
            this.b1 = b1;
            this.b2 = b2;
            this.a1 = a1;
            this.a2 = a2;
        }

        static Biquad shelf(int sampleRate) {
            double k = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
            double q = .7071752369554196;
            double high = Math.pow(10, 3.999843853973347 / 20);
            double middle = Math.pow(high, .4996667741545416);
            double a0 = 1 + k / q + k * k;
            return new Biquad(
                    (high + middle * k / q + k * k) / a0,
                    2 * (k * k - high) / a0,
                    (high - middle * k / q + k * k) / a0,
                    2 * (k * k - 1) / a0,
                    (1 - k / q + k * k) / a0);
        }

        static Biquad highPass(int sampleRate) {
            double k = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
            double q = .5003270373238773;
            double a0 = 1 + k / q + k * k;
            return new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
        }

        double next(double in) {
            double out = b0 * in + z1;
            z1 = b1 * in - a1 * out + z2;
            z2 = b2 * in - a2 * out;
            return out;
        }
    }
}
