// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.Arrays;

/**
 * Follows the beat from where a person tapped it to both ends of the song, through changes of tempo, and keeps what it finds where the
 * sound carries it:
 *
 * <pre>
 *   sound     |   |   |   |   |   |  |  |  |  |  |  |
 *   even      |   |   |   |   |   |   |   |   |   |   |     one tempo for the whole song
 *   taps          ^   ^   ^
 *   followed  |   |   |   |   |   |  |  |  |  |  |  |       a line each for as long as a tempo lasts
 * </pre>
 *
 * The likeliest beats are those of {@link BarPointer} with nothing but the taps where a person tapped; they are looked for twice, because
 * the beats near the taps tell how a beat of this song sounds ({@link #likeness}). Lines through them are chosen by
 * optimal partitioning (Killick, Fearnhead and Eckley 2012): each line costs as much as its beats' scatter allows by chance.
 */
final class GridRefit {

    /** A song may change its tempo by an eighth, but not to three quarters: that is another level of the meter. */
    private static final double REACH = 1.18;

    /** Intervals have this many frames or more, so that neighboring ones are tempi less than 2 % apart. */
    private static final double LEAST_INTERVAL = 50;

    /** Share of values below the strength that counts as a sure attack, and the chance over it, as in the worker. */
    private static final double SURE = .97;

    private static final double STEEPNESS = 1.2;
    private static final double LEAST_CHANCE = .02;

    /** A gap between taps this much longer than the median holds a beat that was not tapped. */
    private static final double MISSED = 1.5;

    /** Beats of the path begin where an attack begins to rise, and peak up to so much later. */
    private static final double PEAK_LATE = .04;

    private static final double PEAK_EARLY = .01;
    private static final double BESIDE = .01;

    /** Beats scatter this much around a steady tempo: 10 ms of frames and a player's hand. */
    private static final double SCATTER_SECONDS = .012;

    /** What a line more must explain, in squares of the scatter: 3 ln n of 800 beats. */
    private static final double LINE_COST = 20;

    private static final int LEAST_LINE = 8;

    /** Longer ones gain nothing, and with all lengths the search would be quadratic in the song. */
    private static final int LONGEST_LINE = 1024;

    /** Slower than 20 BPM nobody taps a beat. */
    private static final double LONGEST_PERIOD = 3;

    /**
     * Even beats are given up where others run at another tempo for three windows or leave them by most of a beat, and the even ones are
     * heard so little in comparison, both above any moment. A jump to the off-beat, which is louder in some music, is half a beat.
     */
    private static final double HEARD = .7;

    private static final double OTHER_TEMPO = .003;
    private static final int WINDOW_BEATS = 12;
    private static final int LOST_WINDOWS = 3;
    private static final double LOST_BEATS = .75;

    /** So many beats at and around the taps show how a beat sounds. */
    private static final int LEARNED_BEATS = 12;

    /** No sound elsewhere talks a person out of the taps. */
    private static final double TAPPED = 10;

    /** What neighboring frames say is much the same, so that all of them together say less than their sum. */
    private static final double SHARE_NEW = .4;

    private final double[] taps;
    private final double reach;
    private final double period;
    private final double start;
    private final double hop;
    private final float[] rises;
    private float[] strength;

    private GridRefit(BeatEvidence evidence, double[] taps, double reach, double period) {
        this.taps = taps;
        this.reach = reach;
        this.period = period;
        int fine = (int) Math.ceil(LEAST_INTERVAL * evidence.hopSeconds() / period);
        start = evidence.startSeconds();
        hop = evidence.hopSeconds() / fine;
        rises = new float[(evidence.strength().size() - 1) * fine];
        for (int t = 0; t < rises.length; t++) {
            rises[t] = (float) evidence.at(start + t * hop);
        }
        strength = rises;
    }

    /**
     * Returns the beats followed from the taps on, or the even ones where the sound does not carry another tempo.
     *
     * @param taps seconds, in order, two or more
     * @param reach taps lie this near the beat they mean, seconds
     * @param even beats in one resampling of the old ones, seconds
     * @param period seconds from beat to beat at the taps
     */
    static double[] follow(BeatEvidence evidence, double[] taps, double reach, double[] even, double period) {
        double seconds = evidence.strength().size() * evidence.hopSeconds();
        if (seconds < 4 * REACH * period || period > LONGEST_PERIOD || even.length < LEAST_LINE) {
            return even;
        }
        GridRefit refit = new GridRefit(evidence, taps, reach, period);
        refit.strength = refit.likeness(refit.path());
        double from = even[0] - .6 * period;
        double to = even[even.length - 1] + .6 * period;
        double[] free =
                Arrays.stream(refit.path()).filter(at -> at >= from && at <= to).toArray();
        if (free.length < 2 * LEAST_LINE) {
            return even;
        }
        double[] followed = refit.lines(free);
        return refit.holds(even, followed) ? even : apart(followed, period / 2);
    }

    /** Beats at least this far from the last and from 0: where two lines meet, the path can have stumbled. */
    private static double[] apart(double[] beats, double least) {
        double[] kept = new double[beats.length];
        int count = 0;
        for (double beat : beats) {
            if (beat >= 0 && (count == 0 || beat - kept[count - 1] >= least)) {
                kept[count++] = beat;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /**
     * How much each moment is like a beat: the mean of what rises from half a beat before to half a beat after the beats near the taps,
     * compared with what rises around it. Where the off-beat is louder, beats have it beside them.
     */
    private float[] likeness(double[] beats) {
        int half = (int) (period / 2 / hop);
        double[] shape = new double[2 * half];
        double span = taps[taps.length - 1] - taps[0];
        double more = Math.max(1.5 * period, (LEARNED_BEATS * period - span) / 2);
        double from = taps[0] - more;
        double to = taps[taps.length - 1] + more;
        for (double beat : beats) {
            int center = (int) Math.round((beat - start) / hop);
            for (int k = 0; k < shape.length && beat > from && beat < to; k++) {
                shape[k] += rises[Math.clamp(center - half + k, 0, rises.length - 1)];
            }
        }
        double mean = Arrays.stream(shape).average().orElse(0);
        float[] like = new float[rises.length];
        for (int t = half; t < rises.length - half; t++) {
            double sum = 0;
            for (int k = 0; k < shape.length; k++) {
                sum += (shape[k] - mean) * rises[t - half + k];
            }
            like[t] = (float) Math.max(0, sum);
        }
        return like;
    }

    /** The likeliest beats, each on its attack. */
    private double[] path() {
        double[] gains = gains();
        int shortest = (int) Math.floor(period / REACH / hop);
        double[] weights = new double[(int) Math.ceil(period * REACH / hop) - shortest + 1];
        Arrays.fill(weights, 1);
        int[] found =
                BarPointer.path(gains, shortest, weights, BarPointer.WINDOW).beats();
        return Arrays.stream(found).mapToDouble(this::peak).toArray();
    }

    private double[] gains() {
        double[] sums = BarPointer.gains(chances());
        double[] weighted = new double[sums.length];
        int first = (int) ((taps[0] - reach - start) / hop);
        int last = (int) ((taps[taps.length - 1] + reach - start) / hop);
        for (int t = 0; t + 1 < sums.length; t++) {
            double weight = t >= first && t <= last ? TAPPED : SHARE_NEW;
            weighted[t + 1] = weighted[t] + weight * (sums[t + 1] - sums[t]);
        }
        return weighted;
    }

    /** Chance of a beat; between the taps of a person there are only those of the taps. */
    private float[] chances() {
        float[] sorted = strength.clone();
        Arrays.sort(sorted);
        double sure = Math.max(1e-6, sorted[(int) (SURE * (sorted.length - 1))]);
        double[] gaps = new double[taps.length - 1];
        Arrays.setAll(gaps, i -> taps[i + 1] - taps[i]);
        Arrays.sort(gaps);
        double together = MISSED * gaps[gaps.length / 2];
        float[] chances = new float[strength.length];
        int tap = 0;
        for (int t = 0; t < chances.length; t++) {
            double at = start + t * hop;
            while (tap < taps.length - 1 && taps[tap + 1] <= at) {
                tap++;
            }
            double chance = 1 - Math.exp(-STEEPNESS * strength[t] / sure);
            double after = at - taps[tap];
            double before = tap == taps.length - 1 ? Double.MAX_VALUE : taps[tap + 1] - at;
            double away = Math.min(Math.abs(after), before);
            if (away < reach) {
                chance = Math.max(chance, .5 * (1 - away / reach));
            } else if (after >= 0 && after + before <= together) {
                chance = 0;
            }
            chances[t] = (float) Math.clamp(chance, LEAST_CHANCE, 1 - LEAST_CHANCE);
        }
        return chances;
    }

    /** Seconds of the strongest moment near a frame; beats begin as early as their attack begins to rise, and peak later. */
    private double peak(int frame) {
        int best = frame;
        int last = Math.min(strength.length - 1, frame + (int) Math.round(PEAK_LATE / hop));
        for (int t = Math.max(0, frame - (int) Math.round(PEAK_EARLY / hop)); t <= last; t++) {
            best = strength[t] > strength[best] ? t : best;
        }
        if (best == 0 || best >= strength.length - 1) {
            return start + best * hop;
        }
        double left = strength[best - 1];
        double right = strength[best + 1];
        double bend = left - 2 * strength[best] + right;
        double shift = bend >= 0 ? 0 : Math.clamp(.5 * (left - right) / bend, -.5, .5);
        return start + (best + shift) * hop;
    }

    /** Beats on the lines that explain free ones best. */
    private double[] lines(double[] free) {
        int count = free.length;
        Regression sums = new Regression(free, this);
        double[] best = new double[count + 1];
        int[] from = new int[count + 1];
        int[] open = new int[count + 1];
        int opened = 0;
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -LINE_COST;
        for (int end = LEAST_LINE; end <= count; end++) {
            int start = end - LEAST_LINE;
            if (best[start] < Double.POSITIVE_INFINITY) {
                open[opened++] = start;
            }
            for (int i = 0; i < opened; i++) {
                double cost = best[open[i]] + sums.scatter(open[i], end) + LINE_COST;
                if (cost < best[end]) {
                    best[end] = cost;
                    from[end] = open[i];
                }
            }
            int kept = 0;
            for (int i = 0; i < opened; i++) {
                if (end - open[i] < LONGEST_LINE && best[open[i]] + sums.scatter(open[i], end) <= best[end]) {
                    open[kept++] = open[i];
                }
            }
            opened = kept;
        }
        double[] beats = new double[count];
        for (int end = count; end > 0; end = from[end]) {
            sums.lay(from[end], end, beats);
        }
        return beats;
    }

    /** Tells whether the even beats are heard well wherever the followed ones run at another tempo for long. */
    private boolean holds(double[] even, double[] followed) {
        double anywhere = anywhere();
        double free = 0;
        double fixed = 0;
        int from = 0;
        while (from + WINDOW_BEATS < followed.length) {
            int to = from;
            double gained = 0;
            while (to + WINDOW_BEATS < followed.length) {
                double beats = place(even, followed[to + WINDOW_BEATS]) - place(even, followed[to]);
                if (Math.abs(beats / WINDOW_BEATS - 1) < OTHER_TEMPO) {
                    break;
                }
                gained += beats - WINDOW_BEATS;
                to += WINDOW_BEATS;
            }
            boolean isLong = to - from >= LOST_WINDOWS * WINDOW_BEATS || Math.abs(gained) > LOST_BEATS;
            for (int i = from; i < to && isLong; i++) {
                free += heard(followed[i]) - anywhere;
                fixed += heard(nearest(even, followed[i])) - anywhere;
            }
            from = to + WINDOW_BEATS;
        }
        return free <= 0 || fixed >= HEARD * free;
    }

    /** Where a time lies on the axis of beats. */
    private static double place(double[] beats, double at) {
        int right = Math.clamp(insertion(beats, at), 1, beats.length - 1);
        return right - 1 + (at - beats[right - 1]) / (beats[right] - beats[right - 1]);
    }

    /** What is heard at no moment in particular. */
    private double anywhere() {
        double sum = 0;
        for (int t = 0; t < strength.length; t++) {
            sum += heard(start + t * hop);
        }
        return sum / strength.length;
    }

    /** Strength of what is heard at a time, or a hundredth of a second beside it. */
    private double heard(double at) {
        return Math.max(strength(at), Math.max(strength(at - BESIDE), strength(at + BESIDE)));
    }

    private double strength(double at) {
        int frame = (int) Math.round((at - start) / hop);
        return frame < 0 || frame >= strength.length ? 0 : strength[frame];
    }

    private static double nearest(double[] beats, double at) {
        int right = insertion(beats, at);
        if (right == beats.length || right > 0 && at - beats[right - 1] <= beats[right] - at) {
            return beats[right - 1];
        }
        return beats[right];
    }

    private static int insertion(double[] beats, double at) {
        int found = Arrays.binarySearch(beats, at);
        return found >= 0 ? found : -found - 1;
    }

    /** Running sums of a weighted regression of times over their numbers; a louder attack knows better when it is. */
    private static final class Regression {
        private static final double LEAST_WEIGHT = .05;

        private final double[][] sums;
        private final double first;
        private final double step;

        Regression(double[] times, GridRefit refit) {
            int count = times.length;
            first = times[0];
            step = (times[count - 1] - first) / (count - 1);
            sums = new double[6][count + 1];
            double[] heard = Arrays.stream(times).map(refit::heard).toArray();
            double mean = Arrays.stream(heard).average().orElse(0) + 1e-9;
            for (int n = 0; n < count; n++) {
                double w = LEAST_WEIGHT + heard[n] / mean;
                double y = (times[n] - first - n * step) / SCATTER_SECONDS;
                double[] terms = {w, w * n, w * y, w * n * n, w * n * y, w * y * y};
                for (int k = 0; k < terms.length; k++) {
                    sums[k][n + 1] = sums[k][n] + terms[k];
                }
            }
        }

        /** Squares of what a line from one beat to before another leaves. */
        double scatter(int from, int to) {
            double[] line = line(from, to);
            return Math.max(0, sum(5, from, to) - line[0] * sum(2, from, to) - line[1] * sum(4, from, to));
        }

        void lay(int from, int to, double[] beats) {
            double[] line = line(from, to);
            for (int n = from; n < to; n++) {
                beats[n] = first + n * step + (line[0] + line[1] * n) * SCATTER_SECONDS;
            }
        }

        private double[] line(int from, int to) {
            double w = sum(0, from, to);
            double wn = sum(1, from, to);
            double wy = sum(2, from, to);
            double spread = w * sum(3, from, to) - wn * wn;
            double slope = spread <= 1e-9 ? 0 : (w * sum(4, from, to) - wn * wy) / spread;
            return new double[] {(wy - slope * wn) / w, slope};
        }

        private double sum(int term, int from, int to) {
            return sums[term][to] - sums[term][from];
        }
    }
}
