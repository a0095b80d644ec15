// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.worker.audio.sound.FrameWalk;
import dev.rushes.worker.audio.sound.PassingSound;
import dev.rushes.worker.audio.sound.Spectrum;
import java.util.function.Consumer;

/**
 * What beat networks are fed: ln(1 + 1000 x) of 128 Slaney mel bands from 30 Hz to 11 kHz, 50 frames a second, window 46 ms
 * at the nearest power of two. Values agree with torchaudio's up to window length and resampling, which are not repeated.
 */
final class MelSpectrogram {

    static final int BANDS = 128;
    static final int FRAMES_PER_SECOND = 50;

    private static final double LOWEST_HZ = 30;
    private static final double HIGHEST_HZ = 11_000;
    private static final double WINDOW_SECONDS = .0464;
    private static final double MULTIPLIER = 1000;

    /** Slaney's scale: linear to 1 kHz in steps of 66.7 Hz, then 27 logarithmic steps to 6.4 kHz. */
    private static final double LINEAR_HZ = 200.0 / 3;

    private static final double BREAK_HZ = 1000;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private final FrameWalk frames;
    private final Spectrum spectrum;
    private final double binHz;
    private final double[] edges;
    private final Consumer<float[]> taker;

    /** @param taker gets the {@link #BANDS} values of each frame in turn; they are its to keep */
    MelSpectrogram(int sampleRate, Consumer<float[]> taker) {
        int size = Integer.highestOneBit((int) Math.round(WINDOW_SECONDS * sampleRate * 1.4));
        this.taker = taker;
        frames = new FrameWalk(sampleRate, FRAMES_PER_SECOND, size);
        spectrum = new Spectrum(size);
        binHz = (double) sampleRate / size;
        edges = edges(Math.min(HIGHEST_HZ, sampleRate / 2.0 - binHz));
    }

    /** Returns how many samples must be kept behind the end of a sound. */
    int reach() {
        return frames.reach();
    }

    void hear(PassingSound sound) {
        frames.walk(sound, (starts, n) -> take(sound, starts, n));
    }

    void finish(PassingSound sound) {
        frames.finish(sound, (starts, n) -> take(sound, starts, n));
    }

    private void take(PassingSound sound, long[] starts, int n) {
        for (int i = 0; i < n; i++) {
            sound.read(starts[i], spectrum.stretch(i));
        }
        spectrum.transform(spectrum.size() / 2);
        for (int i = 0; i < n; i++) {
            taker.accept(bands(spectrum.magnitudes(i)));
        }
    }

    private float[] bands(float[] magnitudes) {
        float[] bands = new float[BANDS];
        // torchaudio divides by the square root of the frame length.
        double gain = 1 / Math.sqrt(spectrum.size());
        for (int band = 0; band < BANDS; band++) {
            double sum = 0;
            int last = Math.min(spectrum.size() / 2 - 1, (int) (edges[band + 2] / binHz));
            for (int bin = (int) Math.ceil(edges[band] / binHz); bin <= last; bin++) {
                double rise = (bin * binHz - edges[band]) / (edges[band + 1] - edges[band]);
                double fall = (edges[band + 2] - bin * binHz) / (edges[band + 2] - edges[band + 1]);
                sum += Math.max(0, Math.min(rise, fall)) * magnitudes[bin];
            }
            bands[band] = (float) Math.log(1 + MULTIPLIER * gain * sum);
        }
        return bands;
    }

    private static double[] edges(double highest) {
        double low = mel(LOWEST_HZ);
        double high = mel(highest);
        double[] edges = new double[BANDS + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(low + (high - low) * i / (edges.length - 1));
        }
        return edges;
    }

    private static double mel(double hertz) {
        double linear = BREAK_HZ / LINEAR_HZ;
        return hertz < BREAK_HZ ? hertz / LINEAR_HZ : linear + Math.log(hertz / BREAK_HZ) / LOG_STEP;
    }

    private static double hertz(double mel) {
        double linear = BREAK_HZ / LINEAR_HZ;
        return mel < linear ? mel * LINEAR_HZ : BREAK_HZ * Math.exp(LOG_STEP * (mel - linear));
    }
}
