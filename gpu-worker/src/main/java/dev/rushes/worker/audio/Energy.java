// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import java.util.ArrayList;
import java.util.List;

/** Root mean square of the sound, ten times a second over 0.2 s, scaled by the song's minimum and maximum to 0..1. */
final class Energy {

    static final double HOP_SECONDS = .1;

    private Energy() {}

    /**
     * Makes the curve of a song.
     *
     * @param squares sum of the squared samples of each hop, the last possibly cut short
     * @param hopSamples samples in one hop
     * @param samples samples in the song
     */
    static EnergyCurve of(double[] squares, double hopSamples, long samples) {
        double[] levels = new double[squares.length];
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int hop = 0; hop < levels.length; hop++) {
            // A window is centered on the start of its hop.
            long from = Math.round(Math.max(0, hop - 1) * hopSamples);
            long to = Math.min(samples, Math.round((hop + 1) * hopSamples));
            double sum = squares[hop] + (hop > 0 ? squares[hop - 1] : 0);
            levels[hop] = to > from ? Math.sqrt(sum / (to - from)) : 0;
            lowest = Math.min(lowest, levels[hop]);
            highest = Math.max(highest, levels[hop]);
        }
        List<Double> values = new ArrayList<>(levels.length);
        for (double level : levels) {
            values.add(highest > lowest ? (level - lowest) / (highest - lowest) : 0);
        }
        return new EnergyCurve(HOP_SECONDS, values);
    }
}
