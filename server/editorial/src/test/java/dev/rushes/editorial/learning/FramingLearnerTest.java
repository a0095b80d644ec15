// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramingLearnerTest {

    private static final Framing SEEN = new Framing(ShotType.WIDE, 0.6, Angle.FRONT, 0.7);

    private static FramingEvidence at(float... numbers) {
        return ofVersion(1, numbers);
    }

    private static FramingEvidence ofVersion(int version, float... numbers) {
        List<Float> list = new ArrayList<>();
        for (float number : numbers) {
            list.add(number);
        }
        return new FramingEvidence(version, list, List.of(0.1, 0.3, 0.6), List.of(0.7, 0.1, 0.1, 0.1));
    }

    private static FramingLearner of(FramingLearner.Example... examples) {
        return FramingLearner.of(List.of(examples));
    }

    private static FramingLearner.Example said(ShotType size, FramingEvidence evidence) {
        return new FramingLearner.Example(evidence, size, null);
    }

    @Test
    void withoutCorrectionsAClipStaysAsItWasSeen() {
        assertThat(of().tell(SEEN, at(0, 0))).isEqualTo(SEEN);
    }

    @Test
    void aClipLikeACorrectedOneIsToldAsThatWasSaid() {
        Framing told = of(said(ShotType.MEDIUM, at(0, 0))).tell(SEEN, at(0.3f, -0.2f));

        assertThat(told.shotType()).isEqualTo(ShotType.MEDIUM);
        assertThat(told.shotTypeConfidence()).isGreaterThan(0.8);
        assertThat(told.angle()).as("nothing was said of it").isEqualTo(Angle.FRONT);
        assertThat(told.angleConfidence()).isCloseTo(0.7, within(1e-9));
    }

    @Test
    void farFromEveryCorrectedClipTheModelDecides() {
        Framing told = of(said(ShotType.MEDIUM, at(0, 0))).tell(SEEN, at(5, 5));

        assertThat(told.shotType()).isEqualTo(ShotType.WIDE);
        assertThat(told.shotTypeConfidence()).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void nearerCorrectionsCountForMore() {
        FramingLearner learner = of(
                said(ShotType.CLOSE_UP, at(0, 0)), said(ShotType.MEDIUM, at(2, 0)), said(ShotType.MEDIUM, at(2.2f, 0)));

        assertThat(learner.tell(SEEN, at(0.2f, 0)).shotType()).isEqualTo(ShotType.CLOSE_UP);
        assertThat(learner.tell(SEEN, at(1.9f, 0)).shotType()).isEqualTo(ShotType.MEDIUM);
    }

    @Test
    void anglesAreLearnedToo() {
        FramingLearner learner = of(new FramingLearner.Example(at(0, 0), null, Angle.OVERHEAD));

        assertThat(learner.tell(SEEN, at(0, 0)).angle()).isEqualTo(Angle.OVERHEAD);
        assertThat(learner.tell(SEEN, at(0, 0)).shotType()).isEqualTo(ShotType.WIDE);
    }

    @Test
    void evidenceOfAnotherVersionTeachesNothing() {
        FramingLearner learner =
                of(said(ShotType.MEDIUM, ofVersion(2, 0, 0)), said(ShotType.MEDIUM, FramingEvidence.NONE));

        assertThat(learner.counted(at(0, 0))).isZero();
        assertThat(learner.tell(SEEN, at(0, 0))).isEqualTo(SEEN);
        assertThat(learner.tell(SEEN, FramingEvidence.NONE)).isEqualTo(SEEN);
    }

    @Test
    void aZoomStaysOne() {
        Framing zoom = new Framing(ShotType.ZOOM, 0.8, Angle.FRONT, 0.7);

        Framing told = of(said(ShotType.MEDIUM, at(0, 0))).tell(zoom, at(0, 0));

        assertThat(told.shotType()).isEqualTo(ShotType.ZOOM);
        assertThat(told.shotTypeConfidence()).isEqualTo(0.8);
    }

    @Test
    void numbersWithoutProbabilitiesAreRefused() {
        assertThatThrownBy(() -> new FramingEvidence(1, List.of(0f), List.of(1.0), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: 3 and 4");
    }
}
