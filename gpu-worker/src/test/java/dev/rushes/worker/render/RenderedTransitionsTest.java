// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.BarcodeClip.video;
import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RenderedTransitionsTest extends RenderStudio {
    @Test
    void dissolveIsLinearAndMovesNoCutPoint() throws Exception {
        flat("light", 200);
        flat("dark", 60);
        render(aTimeline(FrameRate.FPS_30)
                .shot("light", 0, 20)
                .shot("dark", 30, 20, TransitionKind.QUICK_DISSOLVE, 4, 4)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 2, 2);
        assertThat(pictures).hasSize(40);
        for (int k = 0; k < 40; k++) {
            double weight = Math.clamp((k - 15) / 9.0, 0, 1);
            assertThat(video(pictures.get(k)[0])).as("frame " + k).isCloseTo(200 - 140 * weight, within(6.0));
        }
    }

    @Test
    void dissolveShowsTheHandlesOfBothClips() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        flat("dark", 20);
        render(aTimeline(FrameRate.FPS_30)
                .shot("dark", 0, 10)
                .shot("a", 100, 10, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 40, 80);
        for (int j = 0; j < 4; j++) {
            int weight = j + 1;
            byte[] luma = pictures.get(8 + j);
            for (int i = 0; i < luma.length; i++) {
                luma[i] = (byte) Math.clamp((long) Math.round(video(luma[i]) - 20) * 5 / weight + 20, 0, 255);
            }
            assertThat(BarcodeClip.number(luma, 40, 80)).isEqualTo(98 + j);
        }
    }

    @Test
    void whipPassesTheMiddleAtTheCutPoint() throws Exception {
        flat("light", 200);
        flat("dark", 60);
        render(aTimeline(FrameRate.FPS_30)
                .shot("light", 0, 20)
                .shot("dark", 30, 20, TransitionKind.WHIP_PAN, 4, 4)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 1, 1);
        assertThat(pictures).hasSize(40);
        assertThat(video(pictures.get(15)[0])).isBetween(197.0, 203.0);
        assertThat(video(pictures.get(19)[0])).isBetween(131.0, 190.0);
        assertThat(video(pictures.get(20)[0])).isBetween(70.0, 129.0);
        assertThat(video(pictures.get(24)[0])).isBetween(57.0, 63.0);
        for (int k = 16; k < 24; k++) {
            assertThat(pictures.get(k)[0] & 0xff).isLessThanOrEqualTo((pictures.get(k - 1)[0] & 0xff) + 1);
        }
    }
}
