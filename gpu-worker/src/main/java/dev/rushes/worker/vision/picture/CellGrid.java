// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/**
 * Cells a picture is divided into, row by row: 32 along its longer side.
 *
 * @param columns at least 4
 * @param rows at least 4
 */
public record CellGrid(int columns, int rows) {

    private static final int LONG_CELLS = 32;

    /** Returns the grid of pictures of a size. */
    public static CellGrid of(int width, int height) {
        int longSide = Math.max(width, height);
        return new CellGrid(
                Math.max(4, Math.round((float) LONG_CELLS * width / longSide)),
                Math.max(4, Math.round((float) LONG_CELLS * height / longSide)));
    }

    /** Returns how many cells there are. */
    public int cells() {
        return columns * rows;
    }

    /** Returns the middle of a cell, 0..1 from the left. */
    public double x(int cell) {
        return (cell % columns + 0.5) / columns;
    }

    /** Returns the middle of a cell, 0..1 from the top. */
    public double y(int cell) {
        return (Math.floorDiv(cell, columns) + 0.5) / rows;
    }
}
