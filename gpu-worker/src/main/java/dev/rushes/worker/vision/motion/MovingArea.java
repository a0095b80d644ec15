// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.CellGrid;
import java.util.BitSet;

/**
 * Where the picture moves otherwise than the camera explains: the subject, if it moves at all.
 *
 * @param share share of the picture's cells that move so, 0..1
 * @param box around the middle nine tenths of them in both directions; empty if none does
 * @param cells the cells of a {@link CellGrid} that move so, row by row; nobody changes it
 */
public record MovingArea(double share, Box box, BitSet cells) {

    static final MovingArea NONE = new MovingArea(0, new Box(0, 0, 0, 0), new BitSet());

    /** Share of the cells on either side that are left out of the box. */
    private static final double STRAY = 0.05;

    /** Returns the area of moving cells of a grid. */
    static MovingArea of(CellGrid grid, BitSet cells) {
        int moving = cells.cardinality();
        if (moving == 0) {
            return NONE;
        }
        int[] columns = new int[grid.columns()];
        int[] rows = new int[grid.rows()];
        cells.stream().forEach(cell -> {
            columns[cell % grid.columns()]++;
            rows[Math.floorDiv(cell, grid.columns())]++;
        });
        double left = quantile(columns, STRAY * moving);
        double right = quantile(columns, (1 - STRAY) * moving);
        double top = quantile(rows, STRAY * moving);
        double bottom = quantile(rows, (1 - STRAY) * moving);
        return new MovingArea((double) moving / grid.cells(), new Box(left, top, right - left, bottom - top), cells);
    }

    private static double quantile(int[] counts, double wanted) {
        double passed = 0;
        for (int i = 0; i < counts.length; i++) {
            if (passed + counts[i] >= wanted && counts[i] > 0) {
                return (i + (wanted - passed) / counts[i]) / counts.length;
            }
            passed += counts[i];
        }
        return 1;
    }
}
