// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.bench.BoundaryScore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Light that changes inside shots, over drawn stills; {@code FlashBench} has more of it, and over real stills. */
class FlashSetTest {

    private static final List<Still> STILLS = stills();

    private static List<Still> stills() {
        List<Still> stills = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stills.add(new Texture(300 + i)::at);
        }
        return stills;
    }

    @Test
    void lightIsNeverAChangeOfShotAndCutsAreFoundAllTheSame() {
        BoundaryScore all = new BoundaryScore();
        for (MadeEdit.Light light : MadeEdit.Light.values()) {
            BoundaryScore score = FlashBench.score(new MadeEdit(STILLS, 6, List.of(light), 1000 + light.ordinal()));
            assertThat(score.falseAlarms()).as(light + " " + score).isZero();
            all.add(score);
        }

        assertThat(all.f1()).as(all.toString()).isGreaterThanOrEqualTo(0.97);
    }
}
