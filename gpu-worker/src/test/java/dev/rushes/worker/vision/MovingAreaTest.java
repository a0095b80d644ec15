// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingAreaTest {

    @Test
    void boxHoldsTheCellsThatMove() {
        MovingArea area = MovingArea.of(new int[] {0, 0, 3, 3, 0, 0, 0, 0}, new int[] {0, 2, 2, 2}, 6);

        assertThat(area.share()).isEqualTo(6 / 32.0);
        assertThat(area.box().left()).isEqualTo(0.25, within(0.02));
        assertThat(area.box().width()).isEqualTo(0.25, within(0.04));
        assertThat(area.box().top()).isEqualTo(0.25, within(0.05));
    }

    @Test
    void nothingMovingHasNoBox() {
        assertThat(MovingArea.of(new int[4], new int[4], 0)).isEqualTo(MovingArea.NONE);
    }
}
