// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is the transform of TarsosDSP, one stretch at a time. */
class SpectrumTest {

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 64, 1024, 2048, 8192})
    void everyStretchHasItsOwnMagnitudes(int size) {
        Spectrum spectrum = new Spectrum(size);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < Spectrum.STRETCHES; i++) {
                System.arraycopy(noise(size, i), 0, spectrum.stretch(i), 0, size);
            }
            spectrum.transform(size / 2);
            for (int i = 0; i < Spectrum.STRETCHES; i++) {
                float[] expected = reference(noise(size, i));
                for (int bin = 0; bin < size / 2; bin++) {
                    assertThat(spectrum.magnitudes(i)[bin]).isCloseTo(expected[bin], within(1e-5f + 4e-7f * size));
                }
            }
        }
    }

    private static float[] noise(int size, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[size];
        for (int i = 0; i < size; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    private static float[] reference(float[] sound) {
        int size = sound.length;
        float[] window = new HannWindow().generateCurve(size);
        float[] buffer = new float[size];
        for (int i = 0; i < size; i++) {
            buffer[i] = sound[i] * window[i];
        }
        new FFT(size).forwardTransform(buffer);
        float[] magnitudes = new float[size / 2];
        magnitudes[0] = Math.abs(buffer[0]);
        for (int bin = 1; bin < size / 2; bin++) {
            magnitudes[bin] = (float) Math.hypot(buffer[2 * bin], buffer[2 * bin + 1]);
        }
        return magnitudes;
    }
}
