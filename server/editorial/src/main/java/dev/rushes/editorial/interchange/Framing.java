// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.reframe.CropPath;
import java.util.ArrayList;
import java.util.List;

/**
 * A crop window as editing programs say it: the picture is scaled to cover the frame and moved under it.
 *
 * @param scale size of a source pixel in pixels of the frame
 * @param moves how far the picture's middle is from the frame's, at source frames; one if it stands still
 */
record Framing(double scale, List<Move> moves) {

    /**
     * Where the picture is.
     *
     * @param frame source frame on the timeline's rate
     * @param right pixels of the frame to the right
     * @param down pixels of the frame down
     */
    record Move(long frame, double right, double down) {}

    static Framing of(CutSheet.Row row, HandOff.Sequence sequence) {
        MediaReference.Picture picture = row.clip().picture();
        long first = row.shown().start();
        if (picture == null) {
            return new Framing(1, List.of(new Move(first, 0, 0)));
        }
        double wide = (double) sequence.width() / picture.width();
        double tall = (double) sequence.height() / picture.height();
        double scale = Math.max(wide, tall);
        CropPath path = row.crop();
        if (path == null) {
            return new Framing(scale, List.of(new Move(first, 0, 0)));
        }
        double length = scale * (path.horizontal() ? picture.width() : picture.height());
        List<Move> moves = new ArrayList<>();
        for (CropPath.Knot knot : path.knots()) {
            double shift = (0.5 - knot.edge() - path.window() / 2) * length;
            moves.add(new Move(
                    path.isStill() ? first : knot.frame(),
                    path.horizontal() ? shift : 0,
                    path.horizontal() ? 0 : shift));
        }
        return new Framing(scale, moves);
    }

    boolean isStill() {
        return moves.size() == 1;
    }
}
