// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelightingTest {

    private final Texture texture = new Texture(21);
    private final BoundaryFrame scene = frame(texture.look(300, 300, 1));

    private static BoundaryFrame frame(Picture picture) {
        BoundaryFrame frame = new BoundaryFrame(picture);
        frame.fill(picture);
        return frame;
    }

    @Test
    void sceneIsKnownAgainInOtherLightAndALittleFurtherOn() {
        BoundaryFrame washed = frame(Texture.mix(texture.look(312, 306, 1), Texture.flat(235), 0.7));
        BoundaryFrame dim = frame(Texture.mix(texture.look(300, 300, 1), Texture.flat(16), 0.7));

        assertThat(Relighting.likeness(scene, washed)).isGreaterThan(0.8);
        assertThat(Relighting.likeness(washed, dim)).isGreaterThan(0.8);
    }

    @Test
    void otherSceneIsNotTakenForThisOne() {
        for (long seed = 30; seed < 36; seed++) {
            assertThat(Relighting.likeness(scene, frame(new Texture(seed).look(300, 300, 1))))
                    .isLessThan(0.5);
        }
    }

    @Test
    void lightIsOtherWhenAllOfThePictureChangesOneWay() {
        assertThat(Relighting.isOtherLight(
                        scene, frame(Texture.mix(texture.look(300, 300, 1), Texture.flat(235), 0.3))))
                .isTrue();
        assertThat(Relighting.isOtherLight(scene, frame(texture.look(303, 300, 1))))
                .isFalse();
    }

    @Test
    void blankPictureTellsNothing() {
        assertThat(Relighting.telling(frame(Texture.flat(235)))).isZero();
        assertThat(Relighting.telling(scene)).isEqualTo(48);
    }
}
