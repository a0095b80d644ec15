// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SongSynthTest {

    private static final SongPlan PLAN = new SongPlan(
            120,
            0.5,
            List.of(new SongPlan.Part(SongPlan.Character.INTRO, 2), new SongPlan.Part(SongPlan.Character.CHORUS, 4)));

    @Test
    void everyBeatIsAnAttack() {
        float[] left = SongSynth.play(PLAN)[0];
        for (double beat : PLAN.beats()) {
            int at = (int) Math.round(beat * SongSynth.SAMPLE_RATE);
            assertThat(energy(left, at, at + 1000))
                    .as("energy after the beat at %s s", beat)
                    .isGreaterThan(2 * energy(left, at - 1000, at));
        }
    }

    @Test
    void chorusIsLouderThanIntro() {
        float[] left = SongSynth.play(PLAN)[0];
        int bar = 2 * SongSynth.SAMPLE_RATE;
        assertThat(energy(left, 3 * bar, 5 * bar)).isGreaterThan(2 * energy(left, bar / 4, 2 * bar));
    }

    @Test
    void samePlanGivesTheSameSamples() {
        assertThat(SongSynth.play(PLAN)[1]).isEqualTo(SongSynth.play(PLAN)[1]);
    }

    @Test
    void noSampleClips() {
        for (float[] channel : SongSynth.play(SongPlan.demo())) {
            float peak = 0;
            for (float sample : channel) {
                peak = Math.max(peak, Math.abs(sample));
            }
            assertThat(peak).isBetween(0.8f, 0.9f);
        }
    }

    private static double energy(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += samples[i] * samples[i];
        }
        return sum / (to - from);
    }
}
