// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BarPointerTest {

    @Test
    void boundedWindowFindsTheSameBeats() {
        float[] activation = pulses(12_000, 50);
        double[] weights = new double[TempoPrior.LONGEST - TempoPrior.SHORTEST + 1];
        Arrays.fill(weights, 1);
        TempoPrior even = new TempoPrior(weights, weights);
        int[] exact = BarPointer.beats(activation, even);
        assertThat(BarPointer.beats(activation, even, 2048)).containsExactly(exact);
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
