// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

/**
 * How one picture moved against the one before. The camera part is a similarity: shift, zoom and roll.
 *
 * @param elapsed seconds between the pictures; greater than zero
 * @param dx content shift to the right, in shares of the longer side
 * @param dy content shift downwards, in shares of the longer side
 * @param logScale natural logarithm of the content's growth; positive when the camera comes nearer
 * @param roll content rotation in radians
 * @param residual mean motion left after the camera's, in shares of the longer side: the subject
 * @param moving where that is
 */
public record Motion(
        double elapsed, double dx, double dy, double logScale, double roll, double residual, MovingArea moving) {

    /** Nothing moves. */
    public static Motion none(double elapsed) {
        return new Motion(elapsed, 0, 0, 0, 0, 0, MovingArea.NONE);
    }

    /** Returns how far the content shifts, in shares of the longer side. */
    public double shift() {
        return Math.hypot(dx, dy);
    }
}
