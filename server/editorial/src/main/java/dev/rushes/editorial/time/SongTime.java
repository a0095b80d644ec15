// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

/** The one rounding rule between seconds and frames: nearest frame, a half goes down. */
public final class SongTime {

    private SongTime() {}

    /**
     * Returns the frame whose start is nearest to a time; exactly between two frames, the earlier one.
     *
     * @param seconds finite time, negative allowed
     */
    public static long toFrame(double seconds, FrameRate rate) {
        if (!Double.isFinite(seconds)) {
            throw new IllegalArgumentException("seconds: " + seconds + " (expected: a finite number)");
        }
        double frames = seconds * rate.numerator() / rate.denominator();
        return (long) Math.ceil(frames - 0.5);
    }
}
