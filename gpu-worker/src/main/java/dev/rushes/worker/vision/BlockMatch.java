// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

/**
 * How unlike two pictures are after every block was moved to where it fits best: about 0 inside a shot, however it moves,
 * and about 1 across a cut. Full search over gain-normalised luma, squared difference over the block's variance.
 */
final class BlockMatch {

    private static final int LONG_BLOCKS = 8;
    private static final int SHORT_BLOCKS = 6;
    private static final int REACH = 8;
    private static final double LEAST_VARIANCE = 0.02;
    private static final double CLIP = 4;

    private BlockMatch() {}

    /** Returns 0..4, weighted by the blocks' variance. */
    static double distance(BoundaryFrame from, BoundaryFrame to) {
        int columns = to.width >= to.height ? LONG_BLOCKS : SHORT_BLOCKS;
        int rows = to.width >= to.height ? SHORT_BLOCKS : LONG_BLOCKS;
        int blockWidth = to.width / columns;
        int blockHeight = to.height / rows;
        if (blockWidth < 2 || blockHeight < 2) {
            return from.difference(to) / 32;
        }
        double unit = (double) BoundaryFrame.UNIT * BoundaryFrame.UNIT;
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = column * blockWidth;
                int y = row * blockHeight;
                double variance = variance(to, x, y, blockWidth, blockHeight) / unit + LEAST_VARIANCE;
                int best = search(from, to, new Block(x, y, blockWidth, blockHeight), (int)
                        (CLIP * variance * unit * blockWidth * blockHeight));
                double error = best / unit / (blockWidth * blockHeight);
                sum += variance * Math.min(CLIP, error / variance);
                weights += variance;
            }
        }
        return sum / weights;
    }

    private record Block(int x, int y, int width, int height) {}

    private static double variance(BoundaryFrame frame, int x0, int y0, int width, int height) {
        long sum = 0;
        long squares = 0;
        for (int y = y0; y < y0 + height; y++) {
            for (int x = x0; x < x0 + width; x++) {
                int value = frame.normal[y * frame.width + x];
                sum += value;
                squares += value * value;
            }
        }
        double count = (double) width * height;
        return Math.max(0, squares / count - (sum / count) * (sum / count));
    }

    private static int search(BoundaryFrame from, BoundaryFrame to, Block block, int limit) {
        int best = error(from, to, block, 0, 0, limit);
        for (int dy = -REACH; dy <= REACH; dy++) {
            if (block.y + dy < 0 || block.y + dy + block.height > from.height) {
                continue;
            }
            for (int dx = -REACH; dx <= REACH; dx++) {
                if (block.x + dx >= 0 && block.x + dx + block.width <= from.width) {
                    best = Math.min(best, error(from, to, block, dx, dy, best));
                }
            }
        }
        return best;
    }

    /** Stops early, with any value of {@code limit} or more, once the error reaches the limit. */
    private static int error(BoundaryFrame from, BoundaryFrame to, Block block, int dx, int dy, int limit) {
        short[] a = from.normal;
        short[] b = to.normal;
        int sum = 0;
        for (int y = block.y; y < block.y + block.height; y++) {
            int rowA = (y + dy) * from.width + block.x + dx;
            int rowB = y * to.width + block.x;
            for (int x = 0; x < block.width; x++) {
                int d = a[rowA + x] - b[rowB + x];
                sum += d * d;
            }
            if (sum >= limit) {
                return limit;
            }
        }
        return sum;
    }
}
