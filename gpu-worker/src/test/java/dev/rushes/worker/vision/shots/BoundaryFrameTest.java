// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import org.junit.jupiter.api.Test;

class BoundaryFrameTest {

    private final Texture texture = new Texture(61);
    private final BoundaryFrame frame = frame(texture.look(300, 300, 1));

    private static BoundaryFrame frame(Picture picture) {
        BoundaryFrame frame = new BoundaryFrame(picture);
        frame.fill(picture);
        return frame;
    }

    @Test
    void enlargedPictureIsInterpolatedAboutTheMiddle() {
        BoundaryFrame large = new BoundaryFrame(frame.width, frame.height);
        for (double factor : new double[] {1, 1.08, 1.59, 3}) {
            frame.enlarge(factor, large);

            for (int y = 0; y < frame.height; y++) {
                for (int x = 0; x < frame.width; x++) {
                    double fromX = (x + 0.5 - frame.width / 2.0) / factor + frame.width / 2.0 - 0.5;
                    double fromY = (y + 0.5 - frame.height / 2.0) / factor + frame.height / 2.0 - 0.5;
                    int left = (int) fromX;
                    int top = (int) fromY;
                    double upper = between(luma(left, top), luma(left + 1, top), fromX - left);
                    double lower = between(luma(left, top + 1), luma(left + 1, top + 1), fromX - left);

                    assertThat(large.luma[y * frame.width + x] & 0xff)
                            .isEqualTo(Math.round(between(upper, lower, fromY - top)));
                }
            }
        }
    }

    private int luma(int x, int y) {
        return frame.luma[Math.min(y, frame.height - 1) * frame.width + Math.min(x, frame.width - 1)] & 0xff;
    }

    private static double between(double a, double b, double share) {
        return (1 - share) * a + share * b;
    }

    @Test
    void blockMeansAreThoseOfTheirPixels() {
        float[] means = frame.blockMeans();

        double[] sums = new double[means.length];
        int[] counts = new int[means.length];
        for (int y = 0; y < frame.height; y++) {
            for (int x = 0; x < frame.width; x++) {
                int block = Math.floorDiv(y, 8) * BoundaryFrame.SHORT_MEANS + Math.floorDiv(x, 8);
                byte[][] planes = {frame.luma, frame.u, frame.v};
                for (int plane = 0; plane < 3; plane++) {
                    sums[3 * block + plane] += planes[plane][y * frame.width + x] & 0xff;
                    counts[3 * block + plane]++;
                }
            }
        }
        for (int i = 0; i < means.length; i++) {
            assertThat(means[i]).isEqualTo((float) (sums[i] / counts[i]));
        }
    }
}
