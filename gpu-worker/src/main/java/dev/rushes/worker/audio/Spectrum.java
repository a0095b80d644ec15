// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;

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

    /** Writes the magnitudes of bins 0 to size/2 - 1 around a sample; the gain multiplies every sample first. */
    void magnitudesAt(long center, float gain, float[] magnitudes) {
        long start = center - size / 2;
        for (int i = 0; i < size; i++) {
            long at = start + i;
            buffer[i] = at < 0 || at >= samples.length ? 0 : samples[(int) at] * window[i] * gain;
        }
        fft.forwardTransform(buffer);
        // Packed as Re[0], Re[n/2], Re[1], Im[1], ...: bin 0 must not take Re[n/2] for an imaginary part.
        magnitudes[0] = Math.abs(buffer[0]);
        for (int k = 1; k < size / 2; k++) {
            float re = buffer[2 * k];
            float im = buffer[2 * k + 1];
            magnitudes[k] = (float) Math.sqrt(re * re + im * im);
        }
    }
}
