// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.time.FrameRate;

/**
 * The clock of the picture track.
 *
 * @param timescale ticks in a second
 * @param frameTicks ticks of one frame; exact
 */
record TrackClock(int timescale, int frameTicks) {

    /** Fine enough that players which round to the track's clock stay exact. */
    private static final int FINE = 10_000;

    static TrackClock of(FrameRate rate) {
        int factor = rate.numerator() >= FINE ? 1 : Math.ceilDiv(FINE, rate.numerator());
        return new TrackClock(rate.numerator() * factor, rate.denominator() * factor);
    }
}
