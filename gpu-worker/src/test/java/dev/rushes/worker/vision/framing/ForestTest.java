// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForestTest {

    private static final Forest.Growth GROWTH = new Forest.Growth(40, 2, 2, 7);

    @Test
    void cornersAreLearnedThatNoStraightLineParts() {
        Forest forest = Forest.grow(corners(200, 1), 2, GROWTH);
        Forest.Examples unseen = corners(200, 2);

        int right = 0;
        for (int i = 0; i < 200; i++) {
            double[] told = forest.probabilities(unseen.inputs()[i]);
            right += (told[1] > told[0] ? 1 : 0) == unseen.labels()[i] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(180);
    }

    @Test
    void writtenForestReadsBack() {
        Forest forest = Forest.grow(corners(60, 3), 2, GROWTH);

        Forest again = Forest.read(forest.write().lines().toList(), 2);

        assertThat(again.write()).isEqualTo(forest.write());
    }

    @Test
    void sameSeedGrowsTheSameForest() {
        assertThat(Forest.grow(corners(60, 3), 2, GROWTH).write())
                .isEqualTo(Forest.grow(corners(60, 3), 2, GROWTH).write());
    }

    @Test
    void shippedForestsFitTheDescriptor() {
        assertThat(new LearnedFramingEstimator()).isNotNull();
        assertThat(FramingDescriptor.NAMES).hasSize(33).doesNotHaveDuplicates();
    }

    /** Class 1 where both inputs have the same sign. */
    private static Forest.Examples corners(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] inputs = new double[count][3];
        int[] labels = new int[count];
        double[] trust = new double[count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 3; k++) {
                inputs[i][k] = random.nextDouble(-1, 1);
            }
            labels[i] = inputs[i][0] * inputs[i][1] > 0 ? 1 : 0;
            trust[i] = 1;
        }
        return new Forest.Examples(inputs, labels, trust);
    }
}
