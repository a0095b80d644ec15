// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.worker.audio.sound.FrameWalk;
import dev.rushes.worker.audio.sound.PassingSound;
import dev.rushes.worker.audio.sound.Spectrum;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the twelve pitch classes sound, ten times a second, and how that changes.
 *
 * @param chroma by step and pitch class, each step of unit length or all zero
 */
record Harmony(float[][] chroma) {

    static final int STEPS_PER_SECOND = 10;

    private static final int CLASSES = 12;
    private static final int DECIMATION = 4;
    private static final int SIZE = 2048;
    private static final double LOWEST_HZ = 110;
    private static final double HIGHEST_HZ = 1760;

    /**
     * Measures a sound that passes by. It is thinned to a quarter first, so that a short transform resolves semitones from
     * 110 Hz up in 190 ms.
     */
    static final class Meter {

        private final FrameWalk frames;
        private final Spectrum spectrum = new Spectrum(SIZE);
        private final int[] classes;
        private final int bins;
        private final float[] stretch = new float[SIZE * DECIMATION];
        private final List<float[]> chroma = new ArrayList<>();

        Meter(int sampleRate) {
            frames = new FrameWalk(sampleRate, STEPS_PER_SECOND, SIZE * DECIMATION);
            double binHz = (double) sampleRate / DECIMATION / SIZE;
            classes = classes(binHz);
            bins = Math.min(SIZE / 2, (int) (HIGHEST_HZ / binHz) + 1);
        }

        /** Returns how many samples must be kept behind the end of a sound. */
        int reach() {
            return frames.reach();
        }

        void hear(PassingSound sound) {
            frames.walk(sound, (starts, n) -> take(sound, starts, n));
        }

        Harmony finish(PassingSound sound) {
            frames.finish(sound, (starts, n) -> take(sound, starts, n));
            return new Harmony(chroma.toArray(float[][]::new));
        }

        private void take(PassingSound sound, long[] starts, int n) {
            for (int i = 0; i < n; i++) {
                sound.read(starts[i], stretch);
                thin(stretch, spectrum.stretch(i));
            }
            spectrum.transform(bins);
            for (int i = 0; i < n; i++) {
                chroma.add(fold(spectrum.magnitudes(i)));
            }
        }

        private float[] fold(float[] magnitudes) {
            float[] folded = new float[CLASSES];
            for (int bin = 0; bin < bins; bin++) {
                if (classes[bin] >= 0) {
                    folded[classes[bin]] += (float) Math.sqrt(magnitudes[bin]);
                }
            }
            center(folded);
            return folded;
        }
    }

    /** Mean direction of the steps between two times, unit length or all zero. */
    float[] mean(double fromSeconds, double toSeconds) {
        int from = Math.clamp(Math.round(fromSeconds * STEPS_PER_SECOND), 0, chroma.length - 1);
        int to = Math.clamp(Math.round(toSeconds * STEPS_PER_SECOND), from + 1, Math.max(chroma.length, from + 1));
        float[] mean = new float[CLASSES];
        for (int step = from; step < Math.min(to, chroma.length); step++) {
            for (int c = 0; c < CLASSES; c++) {
                mean[c] += chroma[step][c];
            }
        }
        unit(mean);
        return mean;
    }

    /** Returns 1 minus the cosine between the spans before and after a time; 0 if either is silent. */
    double change(double seconds, double spanSeconds) {
        float[] before = mean(seconds - spanSeconds, seconds);
        float[] after = mean(seconds, seconds + spanSeconds);
        double dot = 0;
        double heard = 0;
        for (int c = 0; c < CLASSES; c++) {
            dot += before[c] * after[c];
            heard += Math.abs(before[c]) * Math.abs(after[c]);
        }
        return heard == 0 ? 0 : 1 - dot;
    }

    private static void thin(float[] samples, float[] thinned) {
        for (int i = 0; i < thinned.length; i++) {
            float sum = 0;
            for (int k = 0; k < DECIMATION; k++) {
                sum += samples[i * DECIMATION + k];
            }
            thinned[i] = sum;
        }
    }

    private static int[] classes(double binHz) {
        int[] classes = new int[SIZE / 2];
        for (int bin = 0; bin < classes.length; bin++) {
            double hz = bin * binHz;
            boolean isInside = hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
            classes[bin] =
                    isInside ? Math.floorMod(Math.round(CLASSES * Math.log(hz / 440) / Math.log(2)), CLASSES) : -1;
        }
        return classes;
    }

    private static void center(float[] chroma) {
        float mean = 0;
        for (float value : chroma) {
            mean += value / CLASSES;
        }
        for (int c = 0; c < CLASSES; c++) {
            chroma[c] -= mean;
        }
        unit(chroma);
    }

    private static void unit(float[] vector) {
        double power = 0;
        for (float value : vector) {
            power += value * value;
        }
        float scale = power > 1e-12 ? (float) (1 / Math.sqrt(power)) : 0;
        for (int c = 0; c < vector.length; c++) {
            vector[c] *= scale;
        }
    }
}
