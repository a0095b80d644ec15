// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Arrays;

/**
 * One curve of how strongly something begins at each frame, made from the rises of four registers, each leveled so
 * that a quiet verse counts like a loud chorus.
 *
 * @param strength 0 and up, mean about 0.4; {@link Flux#FRAMES_PER_SECOND} values a second
 * @param activation chance of a beat by frame, .02 to .98
 * @param registers the same before they are added, smoothed alike; by register of {@link Flux#groups}
 * @param attack how much rises at all before leveling: 0.3 to 1.5 in music, .01 in a held chord
 * @param isNeural the activation is a network's, which is believed more than onsets are
 */
record Onsets(float[] strength, float[] activation, float[][] registers, double attack, boolean isNeural) {

    /** Bass and snare registers carry the beat, the middle carries singing: weights of the prototype's measurements. */
    private static final float[] GROUP_WEIGHTS = {1, .7f, 1, .7f};

    private static final float ACTIVE = .2f;
    private static final int MEAN_FRAMES = 40;
    private static final int LEVEL_FRAMES = 400;
    private static final float CEILING = 4;
    private static final double FLOOR_SHARE = .05;

    static Onsets of(Flux flux) {
        int count = flux.groups().length;
        float[][] registers = new float[count][];
        float[] sum = new float[flux.frames()];
        double attack = 0;
        for (int group = 0; group < count; group++) {
            float[] leveled = new float[sum.length];
            attack += level(flux.groups()[group], leveled);
            registers[group] = smooth(leveled);
            for (int t = 0; t < sum.length; t++) {
                sum[t] += GROUP_WEIGHTS[group] * registers[group][t];
            }
        }
        return new Onsets(sum, activation(sum), registers, attack, false);
    }

    private static float[] smooth(float[] values) {
        float[] smooth = new float[values.length];
        for (int t = 0; t < values.length; t++) {
            float left = values[Math.max(0, t - 1)];
            float right = values[Math.min(values.length - 1, t + 1)];
            smooth[t] = .25f * left + .5f * values[t] + .25f * right;
        }
        return smooth;
    }

    /** Returns these onsets with the chances of a network in place of its own. */
    Onsets withActivation(float[] other) {
        return new Onsets(strength, other, registers, attack, true);
    }

    /**
     * How well beats explain the activation, 0..1: the harmonic mean of how active beats are and of the share of all active
     * moments that they are.
     */
    double agreement(double[] beats) {
        double on = 0;
        for (double beat : beats) {
            int center = (int) Math.round(beat);
            float best = 0;
            for (int t = Math.max(0, center - 3); t <= Math.min(activation.length - 1, center + 3); t++) {
                best = Math.max(best, activation[t]);
            }
            on += best;
        }
        double all = 0;
        for (int t = 1; t + 1 < activation.length; t++) {
            boolean isPeak = activation[t] > activation[t - 1] && activation[t] >= activation[t + 1];
            all += isPeak && activation[t] > ACTIVE ? activation[t] : 0;
        }
        return 2 * on / (beats.length + Math.max(on, all));
    }

    /** Returns the mean strength. */
    double mean() {
        return mean(strength);
    }

    /** Returns the largest value at most {@code reach} frames from a frame; 0 where none is larger. */
    static double loudest(float[] curve, double frame, int reach) {
        int center = (int) Math.round(frame);
        float best = 0;
        for (int t = Math.max(0, center - reach); t <= Math.min(curve.length - 1, center + reach); t++) {
            best = Math.max(best, curve[t]);
        }
        return best;
    }

    static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    /** Returns the strength between frames, linear; 0 outside. */
    float at(double frame) {
        // Truncation is floor from 0 on, and no call.
        int left = (int) frame;
        if (frame < 0 || left >= strength.length - 1) {
            return frame >= 0 && left == strength.length - 1 ? strength[left] : 0;
        }
        float share = (float) (frame - left);
        return strength[left] * (1 - share) + strength[left + 1] * share;
    }

    /** Returns the frame of the strongest value within [from, to], refined by a parabola through its neighbors. */
    double peak(double from, double to) {
        int first = Math.max(0, (int) Math.ceil(from));
        int last = Math.min(strength.length - 1, (int) Math.floor(to));
        int best = first;
        for (int t = first; t <= last; t++) {
            if (strength[t] > strength[best]) {
                best = t;
            }
        }
        if (best <= 0 || best >= strength.length - 1) {
            return best;
        }
        double left = strength[best - 1];
        double right = strength[best + 1];
        double bend = left - 2 * strength[best] + right;
        return bend >= 0 ? best : best + Math.clamp(.5 * (left - right) / bend, -.5, .5);
    }

    /** Returns the register's own root mean square rise. */
    private static double level(float[] rise, float[] leveled) {
        float[] above = new float[rise.length];
        double[] prefix = Prefix.sums(rise);
        for (int t = 0; t < rise.length; t++) {
            above[t] = (float) Math.max(0, rise[t] - Prefix.mean(prefix, t - MEAN_FRAMES, t + MEAN_FRAMES + 1));
        }
        double[] squares = Prefix.sumsOfSquares(above);
        double global = Math.sqrt(Prefix.mean(squares, 0, above.length));
        if (global < 1e-6) {
            return global;
        }
        for (int t = 0; t < rise.length; t++) {
            double local = Math.sqrt(Prefix.mean(squares, t - LEVEL_FRAMES, t + LEVEL_FRAMES + 1));
            double level = Math.sqrt(local) * Math.sqrt(global) + FLOOR_SHARE * global;
            leveled[t] = (float) Math.min(CEILING, above[t] / level);
        }
        return global;
    }

    private static float[] activation(float[] strength) {
        float[] sorted = strength.clone();
        Arrays.sort(sorted);
        double high = Math.max(1e-6, sorted.length == 0 ? 0 : sorted[(int) (.97 * (sorted.length - 1))]);
        float[] activation = new float[strength.length];
        for (int t = 0; t < strength.length; t++) {
            activation[t] = (float) Math.clamp(1 - Math.exp(-1.2 * strength[t] / high), .02, .98);
        }
        return activation;
    }
}
