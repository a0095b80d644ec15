// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.Arrays;

/**
 * Finds the likeliest beats: the bar-pointer model of Krebs, Böck and Widmer (2015) at beat level. The tempo may change
 * only on a beat.
 *
 * <pre>
 *   beat        beat           one state is "a beat at frame s that lasts i frames";
 *    |###........|###.....     # = first sixteenth: the frames that should sound like a beat
 *    s          s+i
 * </pre>
 *
 * Three things make it cheap. The cost of a frame off the beat is common to all states and is subtracted, so a state's
 * score at its end is its score at its start plus a difference of running sums, known when it begins. Only the last longest
 * interval's starts of each interval can still end, so they live in a ring of frames, a row each. And a change of tempo costs its logarithm, so that the way to
 * a far interval costs as much as all steps between: the best of all changes is found by passing once up and once down
 * (Felzenszwalb and Huttenlocher 2012), not by trying each pair. Time is linear in the song; memory is bounded, because
 * back pointers older than half of the window are walked and dropped: paths meet again within seconds, so a song shorter
 * than the window (10.9 min) is exact and a longer one is for all practical purposes.
 */
public final class BarPointer {

    /** Enough for every song of a usual length. */
    public static final int WINDOW = 1 << 16;

    /** How fast a tempo may wander; Krebs et al. use 100 with a network, our onsets are noisier. */
    private static final double TEMPO_LAMBDA = 120;

    private static final double START_WEIGHT = 20;

    /** With more than 1 the taste for 100 BPM turns 140 into two thirds of it. */
    private static final double BEAT_WEIGHT = 1;

    private static final double MEAN_INTERVAL = 50;

    private final int window;
    private final int ring;
    private final int shortest;
    private final int intervals;
    private final double[] gains;
    private final double[] prior;
    private final double[] step;
    private final double[] prices;
    private final int[] zone;
    private final double[] starts;
    private final double[] ends;
    private final double[] bests;
    private final byte[][] cameFrom;
    private double score;

    private BarPointer(double[] gains, int shortest, double[] weights, int window) {
        this.window = window;
        this.gains = gains;
        this.shortest = shortest;
        intervals = weights.length;
        ring = Integer.highestOneBit(shortest + intervals) << 1;
        prior = new double[intervals];
        step = new double[intervals];
        prices = new double[intervals];
        zone = new int[intervals];
        starts = new double[intervals * ring];
        ends = new double[intervals * ring];
        bests = new double[intervals];
        cameFrom = new byte[Math.min(window, gains.length - 1)][intervals];
        for (int k = 0; k < intervals; k++) {
            prior[k] = Math.log(.02 + weights[k]);
            step[k] = TEMPO_LAMBDA * Math.log((shortest + k) / (shortest + k - 1.0));
            // Grows with the interval: a prior paid per beat and not per second would favor slow readings.
            prices[k] = BEAT_WEIGHT * prior[k] * (shortest + k) / MEAN_INTERVAL;
            zone[k] = Math.max(1, (shortest + k) / 16);
        }
    }

    /**
     * Returns the likeliest beats.
     *
     * @param gains what {@link #gains} made of the activation
     * @param shortest the shortest interval between two beats, frames; 2 or more
     * @param weights how likely each interval from the shortest on is, 0..1; 1 to 128 of them
     * @param window frames after which paths are taken to have met
     */
    public static Path path(double[] gains, int shortest, double[] weights, int window) {
        BarPointer pointer = new BarPointer(gains, shortest, weights, window);
        int[] beats = pointer.decode(gains.length - 1);
        return new Path(beats, pointer.score);
    }

    /**
     * The likeliest beats.
     *
     * @param beats frames in time order
     * @param score logarithm of how likely, up to a constant of the song
     */
    @SuppressWarnings("ArrayRecordComponent") // built once, read only
    public record Path(int[] beats, double score) {}

    private int[] decode(int frames) {
        int[] beats = new int[frames / shortest + 2];
        int count = 0;
        int dropped = 0;
        begin();
        for (int t = 0; t < frames; t++) {
            if (t - dropped == window) {
                int keepFrom = t - window / 2;
                count = walk(t - 1, dropped, keepFrom, beats, count);
                dropped = keepFrom;
            }
            step(t);
        }
        count = walk(frames - 1, dropped, frames, beats, count);
        return Arrays.copyOf(beats, count);
    }

    /** Every beat that ends before its interval has passed began before the song. */
    private void begin() {
        for (int k = 0; k < intervals; k++) {
            for (int place = 0; place < ring; place++) {
                starts[place * intervals + k] = START_WEIGHT * prior[k];
            }
            for (int t = 0; t < shortest + k && t < gains.length; t++) {
                ends[t * intervals + k] = scoreOf(k, t - (shortest + k), t);
            }
        }
    }

    private void step(int t) {
        byte[] pointers = cameFrom[t % cameFrom.length];
        int row = (t & (ring - 1)) * intervals;
        passUp(row, pointers);
        passDown(row, pointers, t);
    }

    /** The best change to each interval from itself or a shorter one. */
    private void passUp(int row, byte[] pointers) {
        double carried = Double.NEGATIVE_INFINITY;
        int from = 0;
        for (int k = 0; k < bests.length; k++) {
            carried -= step[k];
            double own = ends[row + k];
            if (own >= carried) {
                carried = own;
                from = k;
            }
            bests[k] = carried;
            pointers[k] = (byte) from;
        }
    }

    /** The same from a longer one, where that is better; then a beat of each interval begins, and what it scores at its end is noted. */
    private void passDown(int row, byte[] pointers, int t) {
        double carried = Double.NEGATIVE_INFINITY;
        int from = intervals - 1;
        int last = gains.length - 1;
        double before = gains[t];
        for (int k = intervals - 1; k >= 0; k--) {
            double own = ends[row + k];
            if (own >= carried) {
                carried = own;
                from = k;
            }
            double best = bests[k];
            if (carried > best) {
                best = carried;
                pointers[k] = (byte) from;
            }
            carried -= step[k];
            double start = best + prices[k];
            starts[row + k] = start;
            int until = t + zone[k];
            ends[((t + shortest + k) & (ring - 1)) * intervals + k] =
                    start + gains[until < last ? until : last] - before;
        }
    }

    /** Score at frame t of the beat of interval k that began at frame start. */
    private double scoreOf(int k, int start, int t) {
        int from = start > 0 ? start : 0;
        int until = start + zone[k];
        int to = until < t ? until : t;
        to = to > from ? to : from;
        return starts[(start & (ring - 1)) * intervals + k] + gains[to] - gains[from];
    }

    /** Walks back from frame end and appends the beats of [from, before) to those found so far. */
    private int walk(int end, int from, int before, int[] beats, int count) {
        int interval = 0;
        int at = end;
        double best = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < intervals; k++) {
            for (int age = 0; age < shortest + k; age++) {
                double score = scoreOf(k, end - age, end + 1);
                if (score > best) {
                    best = score;
                    interval = k;
                    at = end - age;
                }
            }
        }
        score = best;
        int added = count;
        int earliest = count == 0 ? from : Math.max(from, beats[count - 1] + shortest / 2);
        while (at >= earliest && at >= from) {
            if (at < before) {
                beats[added++] = at;
            }
            interval = cameFrom[at % cameFrom.length][interval];
            at -= shortest + interval;
        }
        for (int low = count, high = added - 1; low < high; low++, high--) {
            int swap = beats[low];
            beats[low] = beats[high];
            beats[high] = swap;
        }
        return added;
    }

    /**
     * Returns the running sum of what a frame gains by being heard as a beat, one value more than frames.
     *
     * @param activation chance of a beat by frame, more than 0 and less than 1
     */
    public static double[] gains(float[] activation) {
        double[] sums = new double[activation.length + 1];
        for (int t = 0; t < activation.length; t++) {
            double off = Math.log((1 - activation[t]) / 15);
            sums[t + 1] = sums[t] + Math.log(activation[t]) - off;
        }
        return sums;
    }
}
