// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import java.util.Arrays;

/** How loud a span of a song is compared with the whole song. Spans are seconds in the song. */
final class SongMood {

    private final EnergyCurve energy;
    private final double[] sorted;

    SongMood(SongAnalysis song) {
        this.energy = song.energy();
        this.sorted = energy.values().stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
    }

    /** Returns the mean energy of a span, 0..1; one half if the song has no energy curve. */
    double energy(double start, double end) {
        return sorted.length == 0 ? 0.5 : energy.mean(start, end);
    }

    /** Returns the share of the song that is quieter than a span, 0..1. */
    double rank(double start, double end) {
        if (sorted.length == 0) {
            return 0.5;
        }
        double value = energy(start, end);
        int low = lowerBound(value);
        int high = low;
        while (high < sorted.length && sorted[high] <= value) {
            high++;
        }
        return (low + high) / (2.0 * sorted.length);
    }

    /** Returns 0 for a span in the quiet third of the song, 1 for one in the loud third, and between linearly. */
    double loudness(double start, double end) {
        return Math.clamp((rank(start, end) - 1.0 / 3) * 3, 0.0, 1.0);
    }

    private int lowerBound(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
