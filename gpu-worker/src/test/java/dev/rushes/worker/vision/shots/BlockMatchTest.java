// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a search that passes no place over. */
class BlockMatchTest {

    private static final int COLUMNS = 6;
    private static final int ROWS = 8;
    private static final int REACH = 8;

    private final Texture texture = new Texture(51);
    private final BoundaryFrame scene = frame(texture.look(300, 300, 1));
    private final List<BoundaryFrame> others = List.of(
            frame(texture.look(300, 300, 1)),
            frame(texture.look(309, 294, 1)),
            frame(texture.look(340, 300, 1.3)),
            frame(new Texture(52).look(300, 300, 1)),
            frame(Texture.mix(texture.look(300, 300, 1), new Texture(53).look(10, 10, 1), 0.5)),
            frame(Texture.blurred(texture.look(300, 300, 1), 6)),
            frame(Texture.flat(90)));

    private static BoundaryFrame frame(Picture picture) {
        BoundaryFrame frame = new BoundaryFrame(picture);
        frame.fill(picture);
        return frame;
    }

    @Test
    void placesPassedOverChangeNoDistance() {
        for (BoundaryFrame other : others) {
            assertThat(BlockMatch.distance(scene, other)).isCloseTo(full(scene, other), within(1e-6));
            assertThat(BlockMatch.distance(other, scene)).isCloseTo(full(other, scene), within(1e-6));
        }
    }

    @Test
    void distanceIsBelowALimitExactlyWhenItIsLess() {
        for (BoundaryFrame other : others) {
            double distance = BlockMatch.distance(scene, other);
            assertThat(BlockMatch.isBelow(distance, scene, other)).isFalse();
            assertThat(BlockMatch.isBelow(Math.nextUp(distance), scene, other)).isTrue();
            assertThat(BlockMatch.isBelow(0.25, scene, other)).isEqualTo(distance < 0.25);
        }
    }

    @Test
    void oneComparisonAnswersAnyQuestionsInAnyOrder() {
        for (BoundaryFrame other : others) {
            double distance = full(scene, other);
            BlockMatch match = new BlockMatch(scene, other);
            for (double limit :
                    new double[] {4.5, 0.01, 0.3, 0.6, 0.22, 1.05 * distance + 1e-5, 0.95 * distance - 1e-5}) {
                assertThat(match.isAtLeast(limit))
                        .as("%s of %s", limit, distance)
                        .isEqualTo(distance >= limit);
            }
            assertThat(match.distance()).isCloseTo(distance, within(1e-6));
            assertThat(match.isAtLeast(match.distance())).isTrue();
            assertThat(match.isAtLeast(Math.nextUp(match.distance()))).isFalse();
        }
    }

    @Test
    void blocksOfOddSidesAreFoundToo() {
        BoundaryFrame before = frame(upperLeft(texture.look(300, 300, 1), 158, 250));
        BoundaryFrame after = frame(upperLeft(texture.look(307, 296, 1), 158, 250));

        assertThat(before.blockWidth % 2 + before.blockHeight % 2).isEqualTo(2);
        assertThat(BlockMatch.distance(before, after)).isCloseTo(full(before, after), within(1e-6));
        assertThat(BlockMatch.distance(after, scene(158, 250))).isCloseTo(full(after, scene(158, 250)), within(1e-6));
    }

    private static BoundaryFrame scene(int width, int height) {
        return frame(upperLeft(new Texture(52).look(300, 300, 1), width, height));
    }

    private static Picture upperLeft(Picture picture, int width, int height) {
        Picture part = new Picture(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                part.luma[y * width + x] = (byte) picture.lumaAt(x % picture.width, y % picture.height);
            }
        }
        return part;
    }

    @Test
    void sumsFollowAFrameThatIsFilledAgain() {
        BoundaryFrame reused = frame(new Texture(54).look(300, 300, 1));
        BlockMatch.distance(reused, scene);
        reused.fill(texture.look(303, 297, 1));

        assertThat(BlockMatch.distance(reused, scene)).isCloseTo(full(reused, scene), within(1e-6));
    }

    private static double full(BoundaryFrame from, BoundaryFrame to) {
        int width = to.width / COLUMNS;
        int height = to.height / ROWS;
        double unit = (double) BoundaryFrame.UNIT * BoundaryFrame.UNIT * width * height;
        double sum = 0;
        double weights = 0;
        for (int block = 0; block < COLUMNS * ROWS; block++) {
            int x = block % COLUMNS * width;
            int y = Math.floorDiv(block, COLUMNS) * height;
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < width * height; i++) {
                int value = to.normal[(y + Math.floorDiv(i, width)) * to.width + x + i % width];
                mean += value;
                squares += value * value;
            }
            mean /= width * height;
            double variance = (squares - mean * mean * width * height) / unit + 0.02;
            long best = (long) (4 * variance * unit);
            for (int dy = Math.max(-REACH, -y); dy <= Math.min(REACH, from.height - height - y); dy++) {
                for (int dx = Math.max(-REACH, -x); dx <= Math.min(REACH, from.width - width - x); dx++) {
                    long error = 0;
                    for (int i = 0; i < width * height; i++) {
                        int row = y + Math.floorDiv(i, width);
                        int column = x + i % width;
                        int d = from.normal[(row + dy) * from.width + column + dx] - to.normal[row * to.width + column];
                        error += d * d;
                    }
                    best = Math.min(best, error);
                }
            }
            sum += best / unit;
            weights += variance;
        }
        return sum / weights;
    }
}
