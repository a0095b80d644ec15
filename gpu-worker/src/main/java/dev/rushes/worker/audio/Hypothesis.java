// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import org.jspecify.annotations.Nullable;

/**
 * One reading of a song: a tempo with a phase.
 *
 * @param beats frames in time order
 * @param grid what they lie on, null if the tempo moves
 * @param interval frames from beat to beat
 * @param cues what speaks for the reading, by {@link Cue#ordinal}
 * @param pair number of its tempo, which only the reading half a beat later has as well
 * @param half what {@link Halves} says for the reading
 */
record Hypothesis(double[] beats, @Nullable Grid grid, double interval, double[] cues, int pair, double half) {

    double bpm() {
        return TempoPrior.bpm(interval);
    }
}
