// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.ShotType;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DefaultStyleTest {

    private final StyleProfile style = DefaultStyle.profile();

    @Test
    void isNobodysLearnedStyle() {
        assertThat(style.isLearned()).isFalse();
        assertThat(style.learnedModel()).isNull();
    }

    @Test
    void everySetOfSharesSumsToOne() {
        assertThat(sum(style.shotPatterns().shotTypes())).isCloseTo(1, within(1e-9));
        assertThat(sum(style.sequencing().angleTransitions())).isCloseTo(1, within(1e-9));
        assertThat(sum(style.sequencing().shotTypeTransitions())).isCloseTo(1, within(1e-9));
        assertThat(sum(style.transitionPreferences())).isCloseTo(1, within(1e-9));
    }

    @Test
    void holdsLengthsAndCutsPerBeatAgree() {
        double mean = 0;
        for (ShotType type : ShotType.values()) {
            mean += PairShares.share(style.shotPatterns().shotTypes(), type.word())
                    * style.pacing().hold(type);
        }
        double beats = style.shotPatterns().avgShotLength() * DefaultStyle.BPM / 60;

        assertThat(mean).isCloseTo(style.shotPatterns().avgShotLength(), within(0.01));
        assertThat(style.pacing().cutsPerBeat()).isCloseTo(1 / beats, within(0.01));
        assertThat(style.pacing().beatSkipRate()).isCloseTo(1 - style.pacing().cutsPerBeat(), within(1e-9));
        assertThat(style.shotPatterns().shotLengthDistribution()).isSorted().hasSize(5);
    }

    @Test
    void sameAngleShareIsTheDiagonalOfTheAnglePairs() {
        double diagonal = 0;
        for (String angle : DefaultStyle.angleWords()) {
            diagonal += PairShares.share(style.sequencing().angleTransitions(), PairShares.key(angle, angle));
        }
        assertThat(diagonal).isCloseTo(style.sequencing().sameAngleRepeatRate(), within(1e-9));
    }

    private static double sum(Map<String, Double> shares) {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
