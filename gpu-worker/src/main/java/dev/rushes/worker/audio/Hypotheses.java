// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.BarPointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the readings a song could have: for each tempo that repeats well, and for its metrical relatives, the likeliest
 * path of beats, put on a grid where there is one, and the same half a beat later.
 */
final class Hypotheses {

    private static final int PEAKS = 5;
    private static final int MOST_TEMPI = 12;

    /** Tempi nearer than this are one. */
    private static final double APART = .05;

    /** How far a path may leave its tempo: a song may change by an eighth and not to three quarters. */
    private static final double REACH = 1.18;

    /** Twos and threes between the levels of a meter, and how often people mistake one for another, likeliest first. */
    private static final double[] RELATIVES = {1, .5, 2, 1.5, 2.0 / 3, .75, 4.0 / 3, 3, 1.0 / 3};

    private static final int LEAST_BEATS = 4;
    private static final double SNAP_EARLY = 1;
    private static final double SNAP_LATE = 4;
    private static final double MIDDLE_REACH = 3;

    private final Onsets onsets;
    private final TempoPrior tempo;
    private final Cues cues;
    private final Halves halves;
    private final double first;
    private final double last;

    /**
     * @param first frame where the sound begins
     * @param last frame where it ends
     */
    Hypotheses(Onsets onsets, TempoPrior tempo, Flux flux, Harmony harmony, double first, double last) {
        this.onsets = onsets;
        this.tempo = tempo;
        this.cues = new Cues(onsets, tempo, harmony);
        this.halves = new Halves(flux, onsets);
        this.first = first;
        this.last = last;
    }

    /** Returns every reading; none for less than two of the longest intervals. */
    List<Hypothesis> all() {
        List<Hypothesis> all = new ArrayList<>();
        List<Path> paths = paths();
        double best = paths.stream().mapToDouble(Path::score).max().orElse(0);
        for (int pair = 0; pair < paths.size(); pair++) {
            Path path = paths.get(pair);
            boolean isLikeliest = path.score == best;
            Grid grid = path.grid;
            if (grid != null) {
                Grid later = grid.shifted(.5);
                add(all, new Path(grid.between(first, last), grid, path.interval, 0), isLikeliest, true, pair);
                add(all, new Path(later.between(first, last), later, path.interval, 0), isLikeliest, false, pair);
            } else {
                add(all, path, isLikeliest, true, pair);
                add(all, new Path(middles(path.beats), null, path.interval, 0), isLikeliest, false, pair);
            }
        }
        return all;
    }

    private void add(List<Hypothesis> all, Path path, boolean isLikeliest, boolean isFirstPhase, int pair) {
        if (path.beats.length >= LEAST_BEATS) {
            double[] heard = cues.of(path.beats, path.interval, isLikeliest, isFirstPhase);
            all.add(new Hypothesis(path.beats, path.grid, path.interval, heard, pair, halves.score(path.beats)));
        }
    }

    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        float[] activation = onsets.activation();
        if (activation.length < 2 * TempoPrior.LONGEST) {
            return paths;
        }
        double[] gains = BarPointer.gains(activation);
        for (double interval : intervals()) {
            BarPointer.Path found = path(gains, tempo.around(interval, REACH));
            if (found.beats().length < LEAST_BEATS) {
                continue;
            }
            double[] beats = snap(found.beats());
            Grid grid = GridFit.fit(onsets, beats).orElse(null);
            double actual = grid == null ? Pulse.interval(beats) : grid.period();
            if (paths.stream().noneMatch(other -> Math.abs(other.interval / actual - 1) < APART / 2)) {
                paths.add(new Path(beats, grid, actual, found.score()));
            }
        }
        return paths;
    }

    private static BarPointer.Path path(double[] gains, TempoPrior tempo) {
        int[] range = tempo.range();
        return BarPointer.path(
                gains,
                TempoPrior.SHORTEST + range[0],
                Arrays.copyOfRange(tempo.weights(), range[0], range[1]),
                BarPointer.WINDOW);
    }

    /** Peaks of the comb and their relatives, strongest first, none twice. */
    private List<Double> intervals() {
        List<Double> chosen = new ArrayList<>();
        List<Integer> peaks = tempo.peaks(PEAKS);
        for (double factor : RELATIVES) {
            for (int peak : peaks.subList(0, Math.min(factor == 1 ? PEAKS : 2, peaks.size()))) {
                double interval = (TempoPrior.SHORTEST + peak) * factor;
                boolean isInside = interval >= TempoPrior.SHORTEST && interval <= TempoPrior.LONGEST;
                boolean isNew = chosen.stream().noneMatch(other -> Math.abs(other / interval - 1) < APART);
                if (isInside && isNew && chosen.size() < MOST_TEMPI) {
                    chosen.add(interval);
                }
            }
        }
        return chosen;
    }

    private double[] snap(int[] found) {
        double[] beats = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            beats[i] = onsets.peak(found[i] - SNAP_EARLY, found[i] + SNAP_LATE);
        }
        return beats;
    }

    private double[] middles(double[] beats) {
        double[] middles = new double[beats.length - 1];
        for (int i = 0; i < middles.length; i++) {
            double middle = (beats[i] + beats[i + 1]) / 2;
            double peak = onsets.peak(middle - MIDDLE_REACH, middle + MIDDLE_REACH);
            middles[i] = Math.abs(peak - middle) <= MIDDLE_REACH + .5 ? peak : middle;
        }
        return middles;
    }

    private record Path(double[] beats, @Nullable Grid grid, double interval, double score) {}
}
