// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/**
 * A beat grid as a person corrected it: even beats from a first one on. Whole numbers, so that it is stored exactly.
 *
 * @param milliBpm beats per minute, times 1000; greater than zero
 * @param firstBeatMicros time of a downbeat in the song, in microseconds from its start; zero or more
 * @param beatsPerBar beats in a bar; at least 1
 */
public record TempoGrid(long milliBpm, long firstBeatMicros, int beatsPerBar) {

    public TempoGrid {
        if (milliBpm <= 0 || firstBeatMicros < 0 || beatsPerBar < 1) {
            throw new IllegalArgumentException("tempo grid: " + milliBpm + "/1000 bpm from " + firstBeatMicros + " us, "
                    + beatsPerBar + " beats in a bar (expected: bpm > 0, first beat >= 0, at least 1 beat)");
        }
    }

    /** Returns the name of the grid: equal grids have equal names. */
    public String id() {
        return "grid-" + milliBpm + "-" + firstBeatMicros + "-" + beatsPerBar;
    }
}
