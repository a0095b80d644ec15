// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import org.junit.jupiter.api.Test;

class RelightingTest {

    private final Texture texture = new Texture(21);
    private final BoundaryFrame scene = frame(texture.look(300, 300, 1));

    private static BoundaryFrame frame(Picture picture) {
        BoundaryFrame frame = new BoundaryFrame(picture);
        frame.fill(picture);
        return frame;
    }

    @Test
    void sceneIsKnownAgainInOtherLightAndALittleFurtherOn() {
        BoundaryFrame washed = frame(Texture.mix(texture.look(312, 306, 1), Texture.flat(235), 0.7));
        BoundaryFrame dim = frame(Texture.mix(texture.look(300, 300, 1), Texture.flat(16), 0.7));

        assertThat(Relighting.likeness(scene, washed, 1)).isGreaterThan(0.8);
        assertThat(Relighting.likeness(washed, dim, 1)).isGreaterThan(0.8);
    }

    @Test
    void otherSceneIsNotTakenForThisOne() {
        for (long seed = 30; seed < 36; seed++) {
            assertThat(Relighting.likeness(scene, frame(new Texture(seed).look(300, 300, 1)), 1))
                    .isLessThan(0.5);
        }
    }

    @Test
    void lightIsOtherWhenAllOfThePictureChangesOneWay() {
        assertThat(Relighting.isOtherLight(
                        scene, frame(Texture.mix(texture.look(300, 300, 1), Texture.flat(235), 0.3))))
                .isTrue();
        assertThat(Relighting.isOtherLight(scene, frame(texture.look(303, 300, 1))))
                .isFalse();
    }

    @Test
    void blankPictureTellsNothing() {
        assertThat(Relighting.telling(frame(Texture.flat(235)))).isZero();
        assertThat(Relighting.telling(scene)).isEqualTo(48);
    }

    /** Widths, or heights, of which blocks are odd too. */
    @Test
    void likenessIsThatOfEachBlockAddedUpAlone() {
        int[][] sizes = {{72, 128}, {102, 128}, {128, 72}, {128, 102}};
        for (int[] size : sizes) {
            BoundaryFrame a = part(size[0], size[1], 300, 300);
            BoundaryFrame moved = part(size[0], size[1], 306, 297);
            BoundaryFrame elsewhere = part(size[0], size[1], 700, 100);

            assertThat(Relighting.likeness(a, moved, 1)).isCloseTo(plainLikeness(a, moved), within(1e-9));
            assertThat(Relighting.likeness(a, elsewhere, 1)).isCloseTo(plainLikeness(a, elsewhere), within(1e-9));
        }
    }

    /** What is known early is what a search to its end finds. */
    @Test
    void likenessThatIsEnoughIsAboveToo() {
        for (int step = 0; step < 12; step++) {
            BoundaryFrame a = part(72, 128, 300, 300);
            BoundaryFrame b = part(72, 128, 300 + 5 * step, 300 - 3 * step);
            double likeness = Relighting.likeness(a, b, 1);

            for (double limit : new double[] {0.1, 0.4, 0.62, 0.9}) {
                assertThat(Relighting.likeness(a, b, limit) > limit).isEqualTo(likeness > limit);
            }
        }
    }

    private BoundaryFrame part(int width, int height, int left, int top) {
        Picture picture = new Picture(2 * width, 2 * height);
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                picture.luma[y * picture.width + x] = Texture.sample(texture.at(0, left + x, top + y));
            }
        }
        return frame(picture);
    }

    private static double plainLikeness(BoundaryFrame a, BoundaryFrame b) {
        int bestX = 0;
        int bestY = 0;
        double best = -1;
        for (int dy = -24; dy <= 24; dy += 3) {
            for (int dx = -24; dx <= 24; dx += 3) {
                double like = plainLikeness(a, b, dx, dy, 0, 2);
                if (like > best) {
                    best = like;
                    bestX = dx;
                    bestY = dy;
                }
            }
        }
        return plainLikeness(a, b, bestX, bestY, 2, 1);
    }

    private static double plainLikeness(BoundaryFrame a, BoundaryFrame b, int dx, int dy, int fine, int every) {
        int width = b.width / b.columns;
        int height = b.height / b.rows;
        double sum = 0;
        int known = 0;
        for (int block = 0; block < b.columns * b.rows; block++) {
            int x = block % b.columns * width;
            int y = Math.floorDiv(block, b.columns) * height;
            double most = Double.NaN;
            for (int i = -fine; i <= fine; i++) {
                for (int j = -fine; j <= fine; j++) {
                    int ax = x + dx + i;
                    int ay = y + dy + j;
                    if (ax >= 0 && ay >= 0 && ax + width <= a.width && ay + height <= a.height) {
                        double like =
                                correlation(left(a, ax, ay, width, height, every), left(b, x, y, width, height, every));
                        most = Double.isNaN(most) ? like : Math.max(most, like);
                    }
                }
            }
            if (!Double.isNaN(most)) {
                sum += Math.max(0, most);
                known++;
            }
        }
        return sum / known;
    }

    /** Returns what mean and slope leave of some pixels of a block. */
    private static double[] left(BoundaryFrame frame, int x0, int y0, int width, int height, int every) {
        int across = (width - 1) / every + 1;
        int down = (height - 1) / every + 1;
        double[] left = new double[across * down];
        double[][] shapes = new double[3][left.length];
        for (int i = 0; i < left.length; i++) {
            int x = i % across;
            int y = Math.floorDiv(i, across);
            left[i] = frame.luma[(y0 + y * every) * frame.width + x0 + x * every] & 0xff;
            shapes[0][i] = 1;
            shapes[1][i] = x - (across - 1) / 2.0;
            shapes[2][i] = y - (down - 1) / 2.0;
        }
        for (double[] shape : shapes) {
            double share = dot(left, shape) / dot(shape, shape);
            for (int i = 0; i < left.length; i++) {
                left[i] -= share * shape[i];
            }
        }
        return left;
    }

    private static double correlation(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
