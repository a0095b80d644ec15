// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

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
record Motion(double elapsed, double dx, double dy, double logScale, double roll, double residual, MovingArea moving) {

    /** Nothing moves. */
    static Motion none(double elapsed) {
        return new Motion(elapsed, 0, 0, 0, 0, 0, MovingArea.NONE);
    }

    double shift() {
        return Math.hypot(dx, dy);
    }
}
