// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BarPointerTest {

    @Test
    void boundedWindowFindsTheSameBeats() {
        double[] gains = BarPointer.gains(pulses(12_000, 50));
        double[] even = new double[82];
        Arrays.fill(even, 1);
        int[] exact = BarPointer.path(gains, 28, even, BarPointer.WINDOW).beats();
        assertThat(BarPointer.path(gains, 28, even, 2048).beats()).containsExactly(exact);
        assertThat(exact).hasSizeBetween(239, 241);
    }

    private static float[] pulses(int frames, int interval) {
        float[] activation = new float[frames];
        Arrays.fill(activation, .02f);
        for (int t = 20; t < frames; t += interval) {
            activation[t] = .9f;
        }
        return activation;
    }
}
