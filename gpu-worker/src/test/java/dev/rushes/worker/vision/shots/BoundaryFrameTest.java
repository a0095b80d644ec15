// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import java.util.Arrays;
import java.util.Random;
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
    void pixelsAreMeansOfFourWhateverTheSize() {
        for (int[] size : new int[][] {{144, 256}, {146, 256}, {255, 143}, {7, 5}, {1, 1}}) {
            Picture picture = new Picture(size[0], size[1]);
            new Random(3).nextBytes(picture.luma);
            BoundaryFrame half = frame(picture);

            for (int i = 0; i < half.luma.length; i++) {
                int x = 2 * (i % half.width);
                int y = 2 * Math.floorDiv(i, half.width);
                int right = Math.min(x + 1, picture.width - 1);
                int below = Math.min(y + 1, picture.height - 1);
                int sum = picture.lumaAt(x, y) + picture.lumaAt(right, y);
                sum += picture.lumaAt(x, below) + picture.lumaAt(right, below);
                assertThat(half.luma[i] & 0xff).isEqualTo(sum + 2 >> 2);
            }
        }
    }

    @Test
    void histogramsCountEveryPixelOfEachQuarter() {
        for (int[] size : new int[][] {{144, 256}, {146, 256}, {6, 10}}) {
            Picture picture = new Picture(size[0], size[1]);
            Random random = new Random(4);
            random.nextBytes(picture.luma);
            random.nextBytes(picture.u);
            random.nextBytes(picture.v);
            BoundaryFrame half = frame(picture);

            int[] lights = new int[half.lumaHistogram.length];
            int[] colors = new int[half.chromaHistogram.length];
            for (int i = 0; i < half.luma.length; i++) {
                int right = i % half.width < (half.width + 1) / 2 ? 0 : 1;
                int quarter = right + (Math.floorDiv(i, half.width) * 2 < half.height ? 0 : 2);
                lights[quarter * 32 + ((half.luma[i] & 0xff) >> 3)]++;
                colors[quarter * 1024 + ((half.u[i] & 0xff) >> 3) * 32 + ((half.v[i] & 0xff) >> 3)]++;
            }
            assertThat(half.lumaHistogram).isEqualTo(lights);
            assertThat(half.chromaHistogram).isEqualTo(colors);
        }
    }

    @Test
    void differenceIsTheMeanOfAllPixelsDifferences() {
        Random random = new Random(5);
        for (int[] size : new int[][] {{144, 256}, {146, 250}, {6, 10}}) {
            Picture picture = new Picture(size[0], size[1]);
            BoundaryFrame[] frames = new BoundaryFrame[4];
            for (int i = 0; i < 2; i++) {
                random.nextBytes(picture.luma);
                random.nextBytes(picture.u);
                random.nextBytes(picture.v);
                frames[i] = frame(picture);
            }
            frames[2] = frame(light(size, 0));
            frames[3] = frame(light(size, 255));
            for (BoundaryFrame a : frames) {
                for (BoundaryFrame b : frames) {
                    long sum = 0;
                    for (int i = 0; i < a.luma.length; i++) {
                        sum += Math.abs((a.luma[i] & 0xff) - (b.luma[i] & 0xff));
                        sum += Math.abs((a.u[i] & 0xff) - (b.u[i] & 0xff));
                        sum += Math.abs((a.v[i] & 0xff) - (b.v[i] & 0xff));
                    }
                    assertThat(a.difference(b)).isEqualTo(sum / (3.0 * a.luma.length));
                }
            }
        }
    }

    private static Picture light(int[] size, int level) {
        Picture picture = new Picture(size[0], size[1]);
        Arrays.fill(picture.luma, (byte) level);
        Arrays.fill(picture.u, (byte) level);
        Arrays.fill(picture.v, (byte) level);
        return picture;
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
