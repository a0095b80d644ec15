// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.worker.vision.picture.CellGrid;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MovingAreaTest {

    @Test
    void boxHoldsTheCellsThatMove() {
        MovingArea area = MovingArea.of(new CellGrid(8, 4), BitSet.valueOf(new long[] {0x0c0c0c00}));

        assertThat(area.share()).isEqualTo(6 / 32.0);
        assertThat(area.box().left()).isEqualTo(0.25, within(0.02));
        assertThat(area.box().width()).isEqualTo(0.25, within(0.04));
        assertThat(area.box().top()).isEqualTo(0.25, within(0.05));
    }

    @Test
    void nothingMovingHasNoBox() {
        assertThat(MovingArea.of(new CellGrid(4, 4), new BitSet())).isEqualTo(MovingArea.NONE);
    }
}
