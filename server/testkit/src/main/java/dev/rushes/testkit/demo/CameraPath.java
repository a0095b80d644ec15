// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.geom.AffineTransform;

/**
 * Where the camera looks over the time of a clip, in figure heights: the figure's feet are at (0, 0), the top of its head at
 * (0, -1).
 *
 * @param x centre at the start
 * @param y centre at the start
 * @param height visible height at the start
 * @param move how it changes
 * @param amount distance of a pan, or relative change of the height of a zoom
 */
record CameraPath(double x, double y, double height, Move move, double amount) {

    /** The documented camera motions, with the tilt as a second kind of slow pan. */
    enum Move {
        STATIC,
        SLOW_PAN,
        TILT,
        FAST_PAN,
        HANDHELD,
        ZOOM_IN,
        ZOOM_OUT,
        /** Far too shaky to use. */
        SHAKY
    }

    /**
     * Returns the transform from figure heights to pixels.
     *
     * @param t share of the clip, 0..1
     * @param seconds time in the clip, for the shake
     */
    AffineTransform at(double t, double seconds, int width, int pixelHeight) {
        double eased = t * t * (3 - 2 * t);
        double cx = x;
        double cy = y;
        double visible = height;
        double roll = 0;
        switch (move) {
            case STATIC -> {}
            case SLOW_PAN, FAST_PAN -> cx += amount * ((move == Move.FAST_PAN ? eased : t) - 0.5);
            case TILT -> cy += amount * (t - 0.5);
            case ZOOM_IN -> visible *= 1 - amount * t;
            case ZOOM_OUT -> visible *= 1 - amount * (1 - t);
            case HANDHELD -> {
                cx += 0.010 * visible * wobble(seconds, 1.1, 0.3) + 0.004 * visible * wobble(seconds, 3.7, 1.9);
                cy += 0.010 * visible * wobble(seconds, 0.9, 2.2) + 0.004 * visible * wobble(seconds, 4.3, 0.7);
                roll = 0.006 * wobble(seconds, 0.8, 4.0);
            }
            case SHAKY -> {
                cx += 0.05 * visible * wobble(seconds, 5.3, 0.3) + 0.03 * visible * wobble(seconds, 9.1, 1.2);
                cy += 0.05 * visible * wobble(seconds, 6.1, 2.9) + 0.03 * visible * wobble(seconds, 8.3, 0.4);
                roll = 0.05 * wobble(seconds, 4.7, 1.0);
            }
        }
        double scale = pixelHeight / visible;
        var transform = AffineTransform.getTranslateInstance(width / 2.0, pixelHeight / 2.0);
        transform.rotate(roll);
        transform.scale(scale, scale);
        transform.translate(-cx, -cy);
        return transform;
    }

    private static double wobble(double seconds, double hertz, double phase) {
        return 0.7 * Math.sin(2 * Math.PI * hertz * seconds + phase)
                + 0.3 * Math.sin(2 * Math.PI * hertz * 1.73 * seconds + 2 * phase);
    }
}
