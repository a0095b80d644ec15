// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CropPlannerTest {

    private static final double WIDE = 16.0 / 9;
    private static final double TALL = 9.0 / 16;
    private static final FrameRange TWO_SECONDS = new FrameRange(30, 60);

    private static CropPath plan(List<SubjectBox> track, double shown, double wanted) {
        return CropPlanner.plan(track, TWO_SECONDS, FrameRate.FPS_30, shown, wanted);
    }

    private static List<SubjectBox> track(DoubleUnaryOperator middleX) {
        List<SubjectBox> boxes = new ArrayList<>();
        for (double at = 0; at < 4; at += 0.1) {
            boxes.add(new SubjectBox(at, middleX.applyAsDouble(at) - 0.05, 0.3, 0.1, 0.4));
        }
        return boxes;
    }

    @Test
    void windowIsAsLargeAsTheShapeAllows() {
        assertThat(plan(List.of(), WIDE, TALL).window()).isCloseTo(TALL / WIDE, within(1e-9));
        assertThat(plan(List.of(), TALL, WIDE).horizontal()).isFalse();
        assertThat(plan(List.of(), TALL, TALL)).isEqualTo(CropPath.still(true, 1, 0));
    }

    @Test
    void unknownSubjectIsCroppedInTheMiddle() {
        CropPath path = plan(List.of(), WIDE, TALL);
        assertThat(path.isStill()).isTrue();
        assertThat(path.edgeAt(0) + path.window() / 2).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void windowStandsStillWhileTheSubjectIsComfortable() {
        CropPath path = plan(track(at -> 0.3 + 0.05 * Math.sin(at * 9)), WIDE, TALL);
        assertThat(path.isStill()).isTrue();
        assertThat(path.edgeAt(0) + path.window() / 2).isCloseTo(0.3, within(0.03));
    }

    @Test
    void oneWrongBoxMovesNothing() {
        List<SubjectBox> boxes = track(at -> 0.3);
        boxes.set(20, new SubjectBox(2.0, 0.9, 0.3, 0.1, 0.4));
        assertThat(plan(boxes, WIDE, TALL)).isEqualTo(plan(track(at -> 0.3), WIDE, TALL));
    }

    @Test
    void windowFollowsASubjectThatLeaves() {
        CropPath path = plan(track(at -> 0.2 + 0.2 * (at - 1)), WIDE, TALL);
        assertThat(path.isStill()).isFalse();
        double previous = path.edgeAt(30);
        for (long frame = 30; frame < 90; frame++) {
            double subject = 0.2 + 0.2 * (frame / 30.0 - 1);
            assertThat(subject).isBetween(path.edgeAt(frame), path.edgeAt(frame) + path.window());
            double step = path.edgeAt(frame) - previous;
            assertThat(step).isBetween(-1e-9, CropPlanner.MAX_SPEED * path.window() / 30 + 1e-9);
            previous = path.edgeAt(frame);
        }
    }

    @Test
    void windowNeverLeavesThePicture() {
        CropPath path = plan(track(at -> at < 2 ? 0.0 : 1.0), WIDE, TALL);
        for (long frame = 0; frame < 120; frame++) {
            assertThat(path.edgeAt(frame)).isBetween(0.0, 1 - path.window());
        }
    }

    @Test
    void briefShotNeverMoves() {
        CropPath path = CropPlanner.plan(track(at -> at / 4), new FrameRange(30, 15), FrameRate.FPS_30, WIDE, TALL);
        assertThat(path.isStill()).isTrue();
    }

    @Test
    void subjectTallerThanTheWindowIsFramedByItsUpperPart() {
        List<SubjectBox> standing = List.of(new SubjectBox(0, 0.3, 0.1, 0.4, 0.9));
        CropPath path = plan(standing, TALL, 1);
        assertThat(path.edgeAt(0)).isBetween(0.0, 0.1);
    }

    @Test
    void windowStaysWithASubjectThatIsGoneForAMoment() {
        CropPath path = plan(track(at -> at > 1.8 && at < 2.2 ? 0.9 : 0.3), WIDE, TALL);
        assertThat(path.isStill()).isTrue();
        assertThat(path.edgeAt(0)).isLessThan(0.25);
        assertThat(path.edgeAt(0) + path.window()).isGreaterThan(0.35);
    }

    @Test
    void stillWindowHoldsBothEndsOfAShortWay() {
        CropPath path = plan(track(at -> 0.4 + 0.06 * (at - 1)), WIDE, TALL);
        assertThat(path.isStill()).isTrue();
        assertThat(path.edgeAt(0)).isLessThan(0.35);
        assertThat(path.edgeAt(0) + path.window()).isGreaterThan(0.57);
    }

    @Test
    void panBeginsAndEndsSlowly() {
        CropPath path = CropPlanner.plan(
                track(at -> Math.clamp(0.2 + 0.3 * (at - 1), 0.2, 0.8)),
                new FrameRange(0, 120),
                FrameRate.FPS_30,
                WIDE,
                TALL);
        double fastest = 0;
        for (long frame = 1; frame < 120; frame++) {
            fastest = Math.max(fastest, path.edgeAt(frame) - path.edgeAt(frame - 1));
        }
        assertThat(path.edgeAt(119)).isGreaterThan(path.edgeAt(0) + 0.3);
        assertThat(path.edgeAt(3) - path.edgeAt(0)).isLessThan(fastest);
        assertThat(path.edgeAt(119) - path.edgeAt(116)).isLessThan(fastest);
    }
}
