// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.music.Loudness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signals are those of EBU Tech 3341 and 3342, both channels alike and mixed; they allow 0.1 LU and 1 LU. */
class LoudnessMeterTest {

    @ParameterizedTest
    @CsvSource({"44100, -23", "44100, -33", "48000, -23"})
    void steadyToneMeasuresItsLevel(int rate, double level) {
        Loudness heard = loudness(tone(rate, 20, level), rate);
        assertThat(heard.integratedLufs()).isCloseTo(level, within(.1));
        assertThat(heard.shortTermMaximumLufs()).isCloseTo(level, within(.1));
        assertThat(heard.rangeLu()).isCloseTo(0, within(.1));
        assertThat(heard.samplePeakDb()).isCloseTo(level + 3.01, within(.1));
        assertThat(heard.crestDb()).isCloseTo(3.01, within(.05));
    }

    @Test
    void quietPartsDoNotCount() {
        float[] sound = tone(44_100, 10, -36, 60, -23, 10, -36);
        assertThat(loudness(sound, 44_100).integratedLufs()).isCloseTo(-23, within(.1));
    }

    @Test
    void rangeIsTheStepBetweenTwoLevels() {
        assertThat(loudness(tone(44_100, 20, -20, 20, -30), 44_100).rangeLu()).isCloseTo(10, within(1.0));
        assertThat(loudness(tone(44_100, 20, -20, 20, -15), 44_100).rangeLu()).isCloseTo(5, within(1.0));
    }

    @Test
    void silenceAndNothingMeasureAsSilence() {
        assertThat(loudness(new float[44_100], 44_100)).isEqualTo(Loudness.SILENCE);
        assertThat(loudness(new float[0], 44_100)).isEqualTo(Loudness.SILENCE);
    }

    private static Loudness loudness(float[] sound, int rate) {
        Levels levels = new Levels(rate);
        levels.hear(sound, 0, sound.length);
        return levels.finish().loudness();
    }

    /** Stretches of 1 kHz: seconds and decibels in turn. */
    private static float[] tone(int rate, double... stretches) {
        double seconds = 0;
        for (int i = 0; i < stretches.length; i += 2) {
            seconds += stretches[i];
        }
        float[] sound = new float[(int) (seconds * rate)];
        int at = 0;
        for (int i = 0; i < stretches.length; i += 2) {
            double gain = Math.sqrt(2) * Math.pow(10, stretches[i + 1] / 20);
            for (int k = 0; k < stretches[i] * rate && at < sound.length; k++, at++) {
                sound[at] = (float) (gain * Math.sin(2 * Math.PI * 1000 * at / rate));
            }
        }
        return sound;
    }
}
