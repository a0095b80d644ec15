// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class WeightedSampleTest {

    @Test
    void quantilesOfEqualWeightsLieBetweenNeighbours() {
        WeightedSample sample = new WeightedSample();
        for (int value = 10; value >= 1; value--) {
            sample.add(value, 1);
        }

        assertThat(sample.quantile(0.5)).isCloseTo(5.5, within(1e-9));
        assertThat(sample.quantile(0.25)).isCloseTo(3, within(1e-9));
        assertThat(sample.quantile(0)).isEqualTo(1);
        assertThat(sample.quantile(1)).isEqualTo(10);
    }

    @Test
    void weightCountsLikeRepetition() {
        WeightedSample sample = new WeightedSample();
        sample.add(1, 3);
        sample.add(5, 1);

        assertThat(sample.mean()).isEqualTo(2);
        assertThat(sample.standardDeviation()).isCloseTo(Math.sqrt(3), within(1e-9));
    }
}
