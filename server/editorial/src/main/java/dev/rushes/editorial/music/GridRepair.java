// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Corrects the beats of a song as a person asks and fits them to the sound again. Every correction is one resampling of
 * the axis of beats, so that a tempo that moves goes on moving:
 *
 * <pre>
 *   heard      0       1       2       3        beat k of the old grid
 *   doubled    0   .   1   .   2   .   3        step 1/2
 *   halved     0               2                step 2
 *   nudged       0       1       2       3      step 1, offset nudge / period
 *   tapped         0          1          2      step tapped period / old period, offset from the taps
 * </pre>
 *
 * The result is a person's decision: its confidence is 1.
 */
public final class GridRepair {

    private static final int COMMON_METER = 4;

    /** What people call a tempo, with room for half and double of it. */
    private static final int LEAST_BPM = 20;

    private static final int MOST_BPM = 400;

    /** Ratios of metrical levels that taps are rounded to: people tap within a few per cent, grids are exact. */
    private static final double[] RATIOS = {1, .5, 2, 1.5, 2.0 / 3, .75, 4.0 / 3, 3, 1.0 / 3, 4, .25};

    private static final double RATIO_TOLERANCE = .06;

    /** Taps lie this near the beat they mean; hearing and finger together are up to 80 ms off. */
    private static final double TAP_REACH = .08;

    /** A nudge this long asks for another place of the beat, a shorter one is meant to the millisecond. */
    private static final double LONG_NUDGE = .03;

    private static final double NUDGE_REACH = .02;
    private static final double STEP_SECONDS = .002;
    private static final double PERIOD_RANGE = .05;
    private static final int PERIOD_STEPS = 200;

    private final SongAnalysis song;
    private final BeatEvidence evidence;
    private final double[] old;

    private GridRepair(SongAnalysis song) {
        this.song = song;
        this.evidence = song.detail().evidence();
        this.old = song.beats().stream().mapToDouble(Beat::seconds).toArray();
    }

    /** Returns the song with its beats, tempo and bars corrected. Without beats only taps change anything. */
    public static SongAnalysis apply(SongAnalysis song, GridCorrection correction) {
        GridRepair repair = new GridRepair(song);
        if (repair.old.length < 2) {
            return correction instanceof GridCorrection.Tapped taps ? repair.tappedAnew(taps) : song;
        }
        return switch (correction) {
            case GridCorrection.Doubled d -> repair.resampled(.5, 0);
            case GridCorrection.Halved h -> repair.resampled(2, repair.keptHalf());
            case GridCorrection.Nudged nudge -> repair.nudged(nudge.seconds());
            case GridCorrection.Tapped taps -> repair.tapped(taps);
            case GridCorrection.DownbeatSet at -> repair.withBars(repair.old, at.seconds());
        };
    }

    /**
     * Refuses a tempo no repair may lead to: doubling goes on from what was doubled before, and without a bound a song would soon have
     * more beats than memory.
     *
     * @param bpm 0 where there are no beats, which is none to refuse
     * @throws IllegalArgumentException below 20 or above 400
     */
    public static void requireTempo(double bpm) {
        if (bpm > MOST_BPM || bpm > 0 && bpm < LEAST_BPM) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "correction: it makes %.0f BPM (expected: %d to %d BPM)", bpm, LEAST_BPM, MOST_BPM));
        }
    }

    /** The half of the beats that holds more bar lines; without bars the half that sounds more. */
    private double keptHalf() {
        double[] weight = new double[2];
        for (int i = 0; i < old.length; i++) {
            weight[i % 2] += song.beats().get(i).isDownbeat() ? 1 : .01 * evidence.at(old[i]);
        }
        return weight[1] > weight[0] ? 1 : 0;
    }

    private SongAnalysis nudged(double seconds) {
        double offset = seconds / period();
        return resampled(1, Math.abs(seconds) < LONG_NUDGE ? offset : refined(1, offset, NUDGE_REACH));
    }

    private SongAnalysis tapped(GridCorrection.Tapped taps) {
        double[] places = taps.seconds().stream().mapToDouble(this::place).toArray();
        double step = rounded(spacing(places));
        double[] even = resampledBeats(step, refined(step, phase(places, step), TAP_REACH));
        return withBars(followed(taps, even), firstBar());
    }

    /** The beats from the taps on to both ends, through changes of tempo where the sound carries them. */
    private double[] followed(GridCorrection.Tapped taps, double[] even) {
        double[] at = taps.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        double tapped = spacing(at);
        double[] near = Arrays.stream(even)
                .filter(beat -> beat > at[0] - tapped && beat < at[at.length - 1] + tapped)
                .toArray();
        double kept = near.length < 2 ? tapped : (near[near.length - 1] - near[0]) / (near.length - 1);
        boolean isMeant = Math.abs(kept / tapped - 1) < RATIO_TOLERANCE;
        return GridRefit.follow(evidence, at, TAP_REACH, even, isMeant ? kept : tapped);
    }

    /** Without an old grid the period is searched for near that of the taps. */
    private SongAnalysis tappedAnew(GridCorrection.Tapped taps) {
        double[] at = taps.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        double tapped = spacing(at);
        double best = -1;
        double period = tapped;
        double first = phase(at, tapped);
        for (int k = -PERIOD_STEPS; k <= PERIOD_STEPS; k++) {
            double tried = tapped * (1 + PERIOD_RANGE * k / PERIOD_STEPS);
            for (double late = -TAP_REACH; late <= TAP_REACH; late += 2 * STEP_SECONDS) {
                double from = at[0] + late - Math.floor((at[0] + late) / tried) * tried;
                double sum = 0;
                for (double time = from; time < song.durationSeconds(); time += tried) {
                    sum += evidence.at(time);
                }
                double mean = sum * tried;
                if (mean > best) {
                    best = mean;
                    period = tried;
                    first = from;
                }
            }
        }
        List<Double> beats = new ArrayList<>();
        for (double time = first; time < song.durationSeconds(); time += period) {
            beats.add(time);
        }
        double[] fitted = beats.stream().mapToDouble(Double::doubleValue).toArray();
        if (fitted.length < 2) {
            return song;
        }
        double[] followed = followed(taps, fitted);
        return withBars(followed, followed[0]);
    }

    /** Steps between taps: the median, after which missed taps are counted and the slope is fitted. */
    private static double spacing(double[] places) {
        double[] gaps = new double[places.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = places[i + 1] - places[i];
        }
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double count = 0;
        for (double gap : gaps) {
            count += Math.max(1, Math.rint(gap / median));
        }
        return (places[places.length - 1] - places[0]) / count;
    }

    private static double rounded(double step) {
        double best = step;
        double distance = RATIO_TOLERANCE;
        for (double ratio : RATIOS) {
            if (Math.abs(step / ratio - 1) < distance) {
                distance = Math.abs(step / ratio - 1);
                best = ratio;
            }
        }
        return best;
    }

    /** Circular mean of the places within a step. */
    private static double phase(double[] places, double step) {
        double sin = 0;
        double cos = 0;
        for (double place : places) {
            sin += Math.sin(2 * Math.PI * place / step);
            cos += Math.cos(2 * Math.PI * place / step);
        }
        double turn = Math.atan2(sin, cos) / (2 * Math.PI);
        return (turn - Math.floor(turn)) * step;
    }

    /** The offset within a reach at which the beats sound most; nearer ones win among equals. */
    private double refined(double step, double offset, double reachSeconds) {
        double period = period();
        double best = -1;
        double chosen = offset;
        int steps = (int) Math.round(reachSeconds / STEP_SECONDS);
        for (int k = -steps; k <= steps; k++) {
            double tried = offset + k * STEP_SECONDS / period;
            double sum = 0;
            int count = 0;
            for (double place = tried - Math.ceil(tried / step) * step; place < old.length; place += step) {
                sum += evidence.at(time(place));
                count++;
            }
            double mean = count == 0 ? 0 : sum / count - 1e-4 * Math.abs(k);
            if (mean > best) {
                best = mean;
                chosen = tried;
            }
        }
        return chosen;
    }

    private SongAnalysis resampled(double step, double offset) {
        return withBars(resampledBeats(step, offset), firstBar());
    }

    private double[] resampledBeats(double step, double offset) {
        double earliest = Math.max(0, old[0] - period() * Math.max(0, step - .01));
        List<Double> beats = new ArrayList<>();
        double place = offset - Math.ceil((offset + 2 * step) / step) * step;
        for (; place < old.length - 1 + step; place += step) {
            double at = time(place);
            if (at >= earliest && at <= song.durationSeconds() && at <= old[old.length - 1] + period() * step) {
                beats.add(at);
            }
        }
        return beats.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** NaN where bars are not known. */
    private double firstBar() {
        return song.beats().stream()
                .filter(Beat::isDownbeat)
                .mapToDouble(Beat::seconds)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Counts bars from the beat nearest to a time; NaN leaves them unknown. */
    private SongAnalysis withBars(double[] beats, double bar) {
        int nearest = 0;
        for (int i = 1; i < beats.length; i++) {
            nearest = Math.abs(beats[i] - bar) < Math.abs(beats[nearest] - bar) ? i : nearest;
        }
        int meter =
                Math.max(song.beats().stream().mapToInt(Beat::barPosition).max().orElse(0), 0);
        int counted = meter < 2 ? COMMON_METER : meter;
        List<Beat> counting = new ArrayList<>(beats.length);
        for (int i = 0; i < beats.length; i++) {
            counting.add(new Beat(beats[i], Double.isNaN(bar) ? 0 : Math.floorMod(i - nearest, counted) + 1));
        }
        double bpm = 60 / median(beats);
        return new SongAnalysis(
                song.durationSeconds(),
                bpm,
                counting,
                1,
                candidates(bpm),
                song.energy(),
                song.sections(),
                song.detail());
    }

    private List<TempoCandidate> candidates(double bpm) {
        List<TempoCandidate> candidates = new ArrayList<>();
        candidates.add(new TempoCandidate(bpm, 1));
        for (TempoCandidate other : song.tempoCandidates()) {
            if (Math.abs(other.bpm() / bpm - 1) > .04) {
                candidates.add(new TempoCandidate(other.bpm(), 0));
            }
        }
        return candidates;
    }

    private double period() {
        return median(old);
    }

    /** Median gap, for a beat left out or tapped twice does no harm to it. */
    private static double median(double[] beats) {
        int span = Math.min(8, beats.length - 1);
        double[] gaps = new double[beats.length - span];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (beats[i + span] - beats[i]) / span;
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }

    /** Time of a place on the axis of old beats; beyond the ends it goes on evenly. */
    private double time(double place) {
        int last = old.length - 1;
        if (place <= 0) {
            return old[0] + place * period();
        }
        if (place >= last) {
            return old[last] + (place - last) * period();
        }
        int left = (int) place;
        return old[left] + (place - left) * (old[left + 1] - old[left]);
    }

    /** The inverse of {@link #time}. */
    private double place(double seconds) {
        int last = old.length - 1;
        if (seconds <= old[0]) {
            return (seconds - old[0]) / period();
        }
        if (seconds >= old[last]) {
            return last + (seconds - old[last]) / period();
        }
        int left = Arrays.binarySearch(old, seconds);
        if (left >= 0) {
            return left;
        }
        left = -left - 2;
        return left + (seconds - old[left]) / (old[left + 1] - old[left]);
    }
}
