// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that is enlarged at once inside a shot, over a drawn still whose rim is much lighter than its middle. */
class PunchInTest {

    private static final int WIDTH = 144;
    private static final int HEIGHT = 256;
    private static final double RIM = 130;
    private static final Still SUBJECT = new Texture(41)::at;
    private static final Still OTHER = new Texture(42)::at;

    @ParameterizedTest
    @ValueSource(doubles = {1.12, 1.25, 1.35, 1.5})
    void enlargedPictureIsNoNewShot(double factor) {
        List<Picture> pictures = new ArrayList<>();
        add(pictures, SUBJECT, 1, 30, RIM);
        add(pictures, SUBJECT, factor, 25, RIM);
        add(pictures, SUBJECT, 1, 30, RIM);

        assertThat(changes(pictures)).isEmpty();
    }

    @Test
    void cutToAnotherSubjectIsFound() {
        List<Picture> pictures = new ArrayList<>();
        add(pictures, SUBJECT, 1, 30, 0);
        add(pictures, OTHER, 1, 30, 0);

        assertThat(changes(pictures)).containsExactly(30);
    }

    private static List<Integer> changes(List<Picture> pictures) {
        MotionCompensatedDetector detector = new MotionCompensatedDetector();
        pictures.forEach(detector::accept);
        return detector.finish().stream().map(Boundary::frame).toList();
    }

    private static void add(List<Picture> pictures, Still still, double factor, int count, double light) {
        for (int i = 0; i < count; i++) {
            Picture picture = new Picture(WIDTH, HEIGHT);
            for (int row = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    double x = (column - 72) / factor;
                    double y = (row - 128) / factor;
                    double rim = Math.clamp(Math.max(Math.abs(x) / 72, Math.abs(y) / 128) * 3 - 2, 0, 1);
                    double value = 0.6 * still.at(0, 300 + x, 300 + y) + light * rim;
                    picture.luma[row * WIDTH + column] = Texture.sample(value + (i * 7 + column) % 3);
                }
            }
            pictures.add(picture);
        }
    }
}
