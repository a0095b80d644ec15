// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.testkit.demo.ClipScript.Flaw;
import org.junit.jupiter.api.Test;

final class SmallShootTest {

    @Test
    void goodClipsFillTwentySecondsAndTheSpoiltOnesAreNamed() {
        assertThat(SmallShoot.scripts()).hasSize(11);
        assertThat(SmallShoot.spoilt()).containsExactlyInAnyOrder("spoilt_blurred.mp4", "spoilt_dark.mp4");
        double good = SmallShoot.scripts().stream()
                .filter(clip -> clip.flaw() == Flaw.NONE)
                .mapToDouble(ClipScript::seconds)
                .sum();
        assertThat(good).isGreaterThan(20);
    }

    @Test
    void songHasABeatEveryHalfSecond() {
        assertThat(SmallShoot.songPlan().beatSeconds()).isEqualTo(0.5);
        assertThat(SmallShoot.songPlan().durationSeconds()).isCloseTo(29.25, within(1e-9));
    }
}
