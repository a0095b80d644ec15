// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.CellGrid;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands out in the cells of a clip's pictures, five times a second. Memory does not grow with the duration: when too many
 * pictures are kept every second one is dropped.
 */
public final class SubjectMap {

    private static final double LOOK_SECONDS = 0.2;
    private static final int MOST_LOOKS = 600;

    private final List<SubjectCells> looks = new ArrayList<>();
    private CellGrid grid = new CellGrid(4, 4);
    private double aspect = 1;
    private double lookSeconds = LOOK_SECONDS;
    private double nextLook = Double.NEGATIVE_INFINITY;

    /** Takes the next measured picture; all are of one size. */
    public void accept(Picture picture) {
        if (picture.seconds < nextLook) {
            return;
        }
        nextLook = picture.seconds + lookSeconds - 0.012;
        grid = CellGrid.of(picture.width, picture.height);
        aspect = (double) picture.width / picture.height;
        looks.add(SubjectCells.of(picture, grid));
        if (looks.size() > MOST_LOOKS) {
            for (int i = looks.size() - 1; i > 0; i -= 2) {
                looks.remove(i);
            }
            lookSeconds *= 2;
        }
    }

    CellGrid grid() {
        return grid;
    }

    /** Width by height of the pictures. */
    double aspect() {
        return aspect;
    }

    /** Returns what was seen, in time order. */
    List<SubjectCells> looks() {
        return looks;
    }
}
