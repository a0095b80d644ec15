// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.testkit.demo.ClipScript.Flaw;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShootPlanTest {

    private static final List<ClipScript> CLIPS = ShootPlan.demo();

    @Test
    void everyClipHasItsOwnName() {
        assertThat(CLIPS).extracting(ClipScript::name).doesNotHaveDuplicates();
    }

    @Test
    void everyFlawIsThereOnceAndTheRestFillsThirtySeconds() {
        for (Flaw flaw : List.of(Flaw.BLURRED, Flaw.DARK, Flaw.SHAKY)) {
            assertThat(CLIPS).filteredOn(clip -> clip.flaw() == flaw).hasSize(1);
        }
        double good = CLIPS.stream()
                .filter(clip -> clip.flaw() == Flaw.NONE)
                .mapToDouble(ClipScript::seconds)
                .sum();
        assertThat(good).isGreaterThan(45);
    }

    @Test
    void cameraMoveChangesThePictureAndTheSameFrameIsTheSame() {
        ClipScript pan = CLIPS.getFirst();
        var painter = new ClipPainter(pan);
        int first = checksum(painter.frame(0));
        int last = checksum(painter.frame(pan.frameCount() - 1));

        assertThat(last).isNotEqualTo(first);
        assertThat(checksum(new ClipPainter(pan).frame(0))).isEqualTo(first);
    }

    @Test
    void darkClipIsDarkerThanEveryGoodOne() {
        double darkest = CLIPS.stream()
                .filter(clip -> clip.flaw() == Flaw.NONE)
                .mapToDouble(clip -> luma(new ClipPainter(clip).frame(0)))
                .min()
                .orElseThrow();
        ClipScript dark = CLIPS.stream()
                .filter(clip -> clip.flaw() == Flaw.DARK)
                .findFirst()
                .orElseThrow();

        assertThat(luma(new ClipPainter(dark).frame(0))).isLessThan(darkest / 4);
    }

    private static int checksum(BufferedImage image) {
        int sum = 0;
        for (int y = 0; y < image.getHeight(); y += 7) {
            for (int x = 0; x < image.getWidth(); x += 7) {
                sum = 31 * sum + image.getRGB(x, y);
            }
        }
        return sum;
    }

    private static double luma(BufferedImage image) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < image.getHeight(); y += 16) {
            for (int x = 0; x < image.getWidth(); x += 16) {
                int rgb = image.getRGB(x, y);
                sum += 0.21 * (rgb >> 16 & 255) + 0.72 * (rgb >> 8 & 255) + 0.07 * (rgb & 255);
                count++;
            }
        }
        return sum / count;
    }
}
