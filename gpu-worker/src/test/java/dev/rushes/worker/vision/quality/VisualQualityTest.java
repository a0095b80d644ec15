// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.ReblurMeter;
import dev.rushes.worker.vision.picture.Texture;
import org.junit.jupiter.api.Test;

class VisualQualityTest {

    private final Texture texture = new Texture(3);

    @Test
    void fallsWithBlurAndShake() {
        double last = 2;
        for (int i = 0; i <= 20; i++) {
            double quality = VisualQuality.of(i / 20.0, 1, 0.2);
            assertThat(quality).isLessThan(last);
            last = quality;
        }
        last = 2;
        for (int i = 0; i <= 20; i++) {
            double quality = VisualQuality.of(0.2, 1, i / 20.0);
            assertThat(quality).isLessThan(last);
            last = quality;
        }
    }

    @Test
    void lightFallsTowardsBothEndsAndWithClipping() {
        for (double mean = 0.05; mean < 0.2; mean += 0.02) {
            assertThat(VisualQuality.light(new Exposure(mean, 0.2, 0, 0)))
                    .isLessThan(VisualQuality.light(new Exposure(mean + 0.02, 0.2, 0, 0)));
            assertThat(VisualQuality.light(new Exposure(1 - mean, 0.2, 0, 0)))
                    .isLessThan(VisualQuality.light(new Exposure(1 - mean - 0.02, 0.2, 0, 0)));
        }
        assertThat(VisualQuality.light(new Exposure(0.5, 0.2, 0, 0.5)))
                .isLessThan(VisualQuality.light(new Exposure(0.5, 0.2, 0, 0.2)));
    }

    @Test
    void blurGrowsWithTheRadius() {
        Picture sharp = texture.look(300, 300, 1);
        ReblurMeter meter = new ReblurMeter();
        double last = meter.measure(sharp);
        for (int radius = 1; radius <= 5; radius++) {
            double blur = meter.measure(Texture.blurred(sharp, radius));
            assertThat(blur).isGreaterThanOrEqualTo(last - 0.01);
            last = blur;
        }
        assertThat(last).isGreaterThan(meter.measure(sharp) + 0.2);
    }

    @Test
    void blurHardlyDependsOnContrast() {
        Picture sharp = texture.look(300, 300, 1);
        ReblurMeter meter = new ReblurMeter();

        assertThat(meter.measure(Texture.mix(sharp, Texture.flat(126), 0.5)))
                .isCloseTo(meter.measure(sharp), org.assertj.core.api.Assertions.within(0.15));
    }

    @Test
    void wallHasNoBlur() {
        assertThat(new ReblurMeter().measure(Texture.flat(100))).isNaN();
    }
}
