// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;
import java.util.Arrays;

/**
 * Magnitudes of Hann-windowed stretches of sound, each centered on a sample. Sound beyond the ends counts as silence.
 * Not safe for use by several threads.
 */
final class Spectrum {

    private final float[] samples;
    private final int size;
    private final FFT fft;
    private final float[] window;
    private final float[] buffer;

    /**
     * Prepares the transform.
     *
     * @param samples sound, not copied
     * @param size samples in one transform; a power of two
     */
    Spectrum(float[] samples, int size) {
        this.samples = samples;
        this.size = size;
        this.fft = new FFT(size);
        this.window = new HannWindow().generateCurve(size);
        this.buffer = new float[size];
    }

    int size() {
        return size;
    }

    /** Writes the magnitudes of the lowest bins, as many as fit, around a sample; the gain multiplies every sample first. */
    void magnitudesAt(long center, float gain, float[] magnitudes) {
        long start = center - size / 2;
        int from = (int) Math.clamp(-start, 0, size);
        int to = (int) Math.clamp(samples.length - start, from, size);
        Arrays.fill(buffer, 0, from, 0);
        Arrays.fill(buffer, to, size, 0);
        for (int i = from, at = (int) (start + from); i < to; i++, at++) {
            buffer[i] = samples[at] * window[i] * gain;
        }
        fft.forwardTransform(buffer);
        // Packed as Re[0], Re[n/2], Re[1], Im[1], ...: bin 0 must not take Re[n/2] for an imaginary part.
        magnitudes[0] = Math.abs(buffer[0]);
        for (int k = 1; k < magnitudes.length; k++) {
            float re = buffer[2 * k];
            float im = buffer[2 * k + 1];
            magnitudes[k] = (float) Math.sqrt(re * re + im * im);
        }
    }
}
