// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogBankTest {

    private static final int SIZE = 2048;

    private final LogBank bank = new LogBank(SIZE, 44_100);

    @Test
    void filtersSumToOne() {
        float[][] flat = new float[4][SIZE / 2];
        for (int i = 0; i < flat.length; i++) {
            Arrays.fill(flat[i], i + 1);
        }
        float[][] out = new float[4][bank.bands()];
        bank.apply(flat, out);
        for (int i = 0; i < out.length; i++) {
            for (float value : out[i]) {
                assertThat(value).isCloseTo(i + 1, within(1e-5f));
            }
        }
    }

    @Test
    void spectraDoNotHearEachOther() {
        float[][] spectra = new float[4][SIZE / 2];
        Random random = new Random(5);
        for (float[] spectrum : spectra) {
            for (int bin = 0; bin < spectrum.length; bin++) {
                spectrum[bin] = random.nextFloat();
            }
        }
        float[][] together = new float[4][bank.bands()];
        bank.apply(spectra, together);
        for (int i = 0; i < spectra.length; i++) {
            float[][] alone = new float[4][bank.bands()];
            float[] silence = new float[SIZE / 2];
            float[][] one = {silence, silence, silence, silence};
            one[3 - i] = spectra[i];
            bank.apply(one, alone);
            assertThat(alone[3 - i]).containsExactly(together[i]);
        }
    }
}
