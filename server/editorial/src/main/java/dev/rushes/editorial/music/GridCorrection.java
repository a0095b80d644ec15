// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.List;

/** What a person says is wrong with the beats of a song. */
public sealed interface GridCorrection {

    /** Twice as many beats: the song is faster than heard. */
    record Doubled() implements GridCorrection {}

    /** Every other beat: the song is slower than heard. */
    record Halved() implements GridCorrection {}

    /**
     * The beat as tapped along to the song.
     *
     * @param seconds times of the taps in the song, in order; 2 to 1000, from 0 on, at least 0.15 s apart (400 BPM)
     */
    record Tapped(List<Double> seconds) implements GridCorrection {
        private static final int MOST = 1000;
        private static final double LEAST_GAP_SECONDS = .15;

        public Tapped {
            seconds = List.copyOf(seconds);
            if (seconds.size() < 2 || seconds.size() > MOST) {
                throw new IllegalArgumentException("taps: " + seconds.size() + " (expected: 2 to " + MOST + ")");
            }
            if (!(seconds.getFirst() >= 0)) {
                throw new IllegalArgumentException("tap 0 at " + seconds.getFirst() + " s (expected: 0 or more)");
            }
            for (int i = 1; i < seconds.size(); i++) {
                if (!(seconds.get(i) - seconds.get(i - 1) >= LEAST_GAP_SECONDS && Double.isFinite(seconds.get(i)))) {
                    throw new IllegalArgumentException("tap " + i + " at " + seconds.get(i) + " s (expected: "
                            + LEAST_GAP_SECONDS + " s or more after " + seconds.get(i - 1) + " s)");
                }
            }
        }
    }

    /**
     * All beats later, or earlier.
     *
     * @param seconds positive is later
     */
    record Nudged(double seconds) implements GridCorrection {}

    /**
     * A bar begins here.
     *
     * @param seconds time in the song; the nearest beat becomes the first of its bar
     */
    record DownbeatSet(double seconds) implements GridCorrection {}
}
