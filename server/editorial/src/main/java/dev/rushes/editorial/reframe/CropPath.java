// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import java.util.List;

/**
 * Where the crop window of one shot is.
 *
 * @param horizontal true if the window moves sideways (full height), false if up and down (full width)
 * @param window length of the window along the axis, in shares of the shown picture, above 0 and at most 1
 * @param knots edges of the window at source frames, in frame order; straight between two knots, held outside
 */
public record CropPath(boolean horizontal, double window, List<Knot> knots) {

    public CropPath {
        knots = List.copyOf(knots);
        if (knots.isEmpty()) {
            throw new IllegalArgumentException("knots: none (expected: at least one)");
        }
    }

    /**
     * A fixed point of the path.
     *
     * @param frame source frame on the timeline's rate
     * @param edge left or top edge of the window, 0..1 - window
     */
    public record Knot(long frame, double edge) {}

    /** Returns a window that does not move. */
    public static CropPath still(boolean horizontal, double window, double edge) {
        return new CropPath(horizontal, window, List.of(new Knot(0, edge)));
    }

    /** Tells whether the window does not move. */
    public boolean isStill() {
        return knots.size() == 1;
    }

    /** Returns the edge at a source frame. */
    public double edgeAt(long frame) {
        Knot before = knots.getFirst();
        if (frame <= before.frame()) {
            return before.edge();
        }
        for (Knot knot : knots) {
            if (frame <= knot.frame()) {
                double share = (double) (frame - before.frame()) / Math.max(1, knot.frame() - before.frame());
                return before.edge() + share * (knot.edge() - before.edge());
            }
            before = knot;
        }
        return before.edge();
    }
}
