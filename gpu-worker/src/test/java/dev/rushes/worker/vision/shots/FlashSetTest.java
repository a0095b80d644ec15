// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.bench.BoundaryScore;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

    @Test
    void flashOverABareWallIsNoCutWhenTheWallSoonGivesWay() {
        MotionCompensatedDetector detector = new MotionCompensatedDetector();
        Texture next = new Texture(77);
        for (int i = 0; i < 70; i++) {
            Picture wall = Texture.flat(i >= 20 && i < 24 ? 201 : 126);
            double gone = Math.clamp((i - 30) / 12.0, 0, 1);
            detector.accept(grained(Texture.mix(wall, next.look(300, 300, 1), gone), i));
        }

        List<Boundary> changes = detector.finish();

        assertThat(changes).as(changes.toString()).hasSize(1);
        assertThat(changes.getFirst().frame()).isBetween(30, 42);
    }

    private static Picture grained(Picture picture, int seed) {
        SplittableRandom grain = new SplittableRandom(seed);
        for (int i = 0; i < picture.luma.length; i++) {
            picture.luma[i] = Texture.sample((picture.luma[i] & 0xff) + 3 * (grain.nextDouble() - 0.5));
        }
        return picture;
    }
}
