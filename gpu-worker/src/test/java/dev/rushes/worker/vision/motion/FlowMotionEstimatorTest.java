// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import org.junit.jupiter.api.Test;

class FlowMotionEstimatorTest {

    private final Texture texture = new Texture(4);

    private Motion between(Picture before, Picture after) {
        after.seconds = before.seconds + 1 / 15.0;
        try (FlowMotionEstimator estimator = new FlowMotionEstimator()) {
            return estimator.estimate(before, after);
        }
    }

    @Test
    void shiftIsMeasuredInLongerSides() {
        Motion motion = between(texture.look(300, 300, 1), texture.look(304, 298, 1));

        assertThat(motion.dx()).isEqualTo(-4 / 256.0, within(0.0015));
        assertThat(motion.dy()).isEqualTo(2 / 256.0, within(0.0015));
        assertThat(motion.logScale()).isEqualTo(0, within(0.003));
    }

    @Test
    void zoomIsMeasuredAsLogarithm() {
        Motion motion = between(texture.look(300, 300, 1), texture.look(300, 300, Math.exp(0.02)));

        assertThat(motion.logScale()).isEqualTo(0.02, within(0.004));
    }

    @Test
    void movingSubjectIsResidualNotCamera() {
        Picture before = texture.look(300, 300, 1);
        Picture after = before.copy();
        Texture other = new Texture(9);
        paste(before, other.look(200, 200, 1), 50);
        paste(after, other.look(200, 200, 1), 56);
        Motion motion = between(before, after);

        assertThat(motion.shift()).isLessThan(0.002);
        assertThat(motion.residual()).isGreaterThan(0.001);
    }

    private static void paste(Picture into, Picture patch, int x0) {
        for (int y = 80; y < 180; y++) {
            System.arraycopy(patch.luma, y * 144 + 20, into.luma, y * 144 + x0, 45);
        }
    }

    @Test
    void faintWallThatPansOutvotesAPersonOfContrastThatIsFollowed() {
        Picture before = withContrast(texture.look(300, 300, 1), 1.2);
        Picture after = withContrast(texture.look(303, 300, 1), 1.2);
        Picture person = withContrast(new Texture(9).look(200, 200, 1), 5);
        for (int x : new int[] {27, 72}) {
            paste(before, person, x);
            paste(after, person, x);
        }

        assertThat(between(before, after).dx()).isEqualTo(-3 / 256.0, within(0.002));
    }

    private static Picture withContrast(Picture picture, double factor) {
        for (int i = 0; i < picture.luma.length; i++) {
            picture.luma[i] = Texture.sample(120 + factor * ((picture.luma[i] & 0xff) - 120));
        }
        return picture;
    }

    @Test
    void dancerBeforeABlankBackdropDoesNotMoveTheCamera() {
        Picture before = Texture.flat(120);
        Picture after = Texture.flat(120);
        Picture arm = texture.look(300, 300, 1);
        paste(before, arm, 15);
        paste(after, arm, 21);
        paste(before, arm, 85);
        paste(after, arm, 79);
        Motion motion = between(before, after);

        assertThat(motion.shift()).isZero();
        assertThat(motion.logScale()).isZero();
        assertThat(motion.residual()).isGreaterThan(0.005);
    }

    @Test
    void wallDoesNotMove() {
        assertThat(between(Texture.flat(100), Texture.flat(101)).shift()).isZero();
    }
}
