// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.worker.audio.bench.BeatBench;
import dev.rushes.worker.audio.bench.RandomSong;
import dev.rushes.worker.audio.bench.Rhythm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Fits the weights of {@link Cue} and prints them: a conditional logit over the readings of songs whose beats are known, with
 * a penalty on large weights. Songs: drawn ones with seeds from 0, plans of the testkit at even tempi, and the development songs as they
 * are and stretched by up to a fifth. Drawn songs and plans count by how common their tempo is in released music (95 % lie within
 * 75 to 158 BPM), so that rare fast families do not set the taste. Where the truth of a song accepts another tempo, readings of that
 * count as right as well (W-136).
 *
 * <p>Then it leaves out each family of drawn songs in turn and prints how likely the others find what is right there, one of
 * the marks the penalty was chosen by (W-136); and each development song, in all its speeds and with what was made of it, and prints how the reading
 * that weights fitted without it choose agrees with its beats: the nearest there is to a real song that nobody tuned on.
 *
 * <p>Arguments: how many seeds a family, default 22 (three minutes); folder of the development media.
 */
public final class CueFitBench {

    private static final PrintStream OUT = System.out;
    private static final double PENALTY = .03;
    private static final double REAL_WEIGHT = 4;
    private static final double PLAN_WEIGHT = 1.5;
    private static final double MIDDLE_BPM = 112;
    private static final double SPREAD_OCTAVES = .4;
    private static final double COMMON = .6;
    private static final double RIGHT = .6;
    private static final double SAME_TEMPO = .04;
    private static final int STEPS = 3000;

    /** What is made of a recording is left out with it. */
    private static final Map<String, String> MADE_OF = Map.of("s08_tempo_step.ogg", "s01_total_breakdown.mp3");

    private final List<Example> examples = new ArrayList<>();
    private final int cues = Cue.values().length;

    private CueFitBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 22;
        Path media =
                Path.of(args.length > 1 ? args[1] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        CueFitBench fit = new CueFitBench();
        fit.addDrawn(seeds);
        fit.addPlans();
        fit.addSongs(media);
        double[] weights = fit.fit(example -> true);
        for (Cue cue : Cue.values()) {
            OUT.printf(Locale.ROOT, "    %s(%.2f),%n", cue, weights[cue.ordinal()]);
        }
        OUT.printf(
                "right: %d of %d songs; with the weights of Cue as shipped: %d%n",
                fit.right(weights),
                fit.examples.size(),
                fit.right(Arrays.stream(Cue.values()).mapToDouble(Cue::weight).toArray()));
        fit.leaveFamiliesOut();
        fit.leaveSongsOut();
    }

    private void addDrawn(int seeds) {
        for (Rhythm rhythm : Rhythm.values()) {
            for (int seed = 0; seed < seeds && rhythm != Rhythm.SON && rhythm != Rhythm.DEMBOW; seed++) {
                RandomSong song = RandomSong.of(rhythm, seed);
                add(
                        rhythm.name(),
                        song.name(),
                        song.samples(),
                        numbers(song.beats()),
                        share(song.bpm()),
                        new double[0]);
            }
        }
    }

    private void addPlans() {
        for (int bpm = 70; bpm <= 180; bpm += 6) {
            for (SongPlan.Character first : List.of(SongPlan.Character.INTRO, SongPlan.Character.VERSE)) {
                SongPlan plan = new SongPlan(
                        bpm,
                        .25,
                        List.of(
                                new SongPlan.Part(first, 4),
                                new SongPlan.Part(SongPlan.Character.CHORUS, 6),
                                new SongPlan.Part(SongPlan.Character.OUTRO, 2)));
                float[][] stereo = SongSynth.play(plan);
                float[] mono = new float[stereo[0].length];
                for (int i = 0; i < mono.length; i++) {
                    mono[i] = (stereo[0][i] + stereo[1][i]) / 2;
                }
                add("plans", "plan", mono, numbers(plan.beats()), PLAN_WEIGHT * share(bpm), new double[0]);
            }
        }
    }

    private void addSongs(Path media) throws IOException, InterruptedException {
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            for (double stretch : Readings.STRETCHES) {
                add(
                        MADE_OF.getOrDefault(song.name(), song.name()),
                        song.name(),
                        Readings.stretched(song.samples(), stretch),
                        Arrays.stream(song.beats()).map(at -> at / stretch).toArray(),
                        REAL_WEIGHT,
                        Arrays.stream(song.otherBpm()).map(bpm -> bpm * stretch).toArray());
            }
        }
    }

    private static double share(double bpm) {
        double octaves = Math.log(bpm / MIDDLE_BPM) / Math.log(2) / SPREAD_OCTAVES;
        return Math.exp(-.5 * octaves * octaves) / COMMON;
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void add(String fold, String name, float[] samples, double[] truth, double weight, double[] otherBpm) {
        Readings readings = Readings.of(samples, truth);
        double best = Arrays.stream(readings.f()).max().orElse(0);
        boolean[] right = new boolean[readings.f().length];
        for (int i = 0; i < right.length; i++) {
            double bpm = readings.all().get(i).bpm();
            boolean isOther = Arrays.stream(otherBpm).anyMatch(other -> Math.abs(bpm / other - 1) < SAME_TEMPO);
            right[i] = readings.f()[i] >= (isOther ? RIGHT : Math.max(.8 * best, RIGHT));
        }
        if (best >= .7) {
            double[][] heard = readings.all().stream().map(Hypothesis::cues).toArray(double[][]::new);
            examples.add(new Example(fold, name, heard, readings.f(), right, weight));
        }
    }

    private void leaveFamiliesOut() {
        double sum = 0;
        double all = 0;
        for (String fold : folds(false)) {
            double[] others = fit(other -> !other.fold.equals(fold));
            for (Example example : examples) {
                if (example.fold.equals(fold)) {
                    sum += example.weight * Math.log(example.chance(others));
                    all += example.weight;
                }
            }
        }
        OUT.printf(
                Locale.ROOT,
                "families left out in turn: mean logarithm of the chance of what is right %.3f%n",
                sum / all);
    }

    private void leaveSongsOut() {
        double sum = 0;
        int count = 0;
        for (String fold : folds(true)) {
            double[] others = fit(other -> !other.fold.equals(fold));
            String last = "";
            for (Example example : examples) {
                // The first of each name is at its own speed.
                if (example.fold.equals(fold) && !example.name.equals(last)) {
                    last = example.name;
                    double f = example.f(others);
                    OUT.printf(Locale.ROOT, "left out %-28s F %.3f%n", example.name, f);
                    sum += f;
                    count++;
                }
            }
        }
        OUT.printf(Locale.ROOT, "left out in turn, mean of %d: F %.3f%n", count, sum / count);
    }

    private List<String> folds(boolean isReal) {
        return examples.stream()
                .map(Example::fold)
                .distinct()
                .filter(fold -> fold.contains(".") == isReal)
                .toList();
    }

    /** Gradient ascent with Adam (Kingma and Ba 2015) on standardized cues; returns weights of the cues as they are. */
    private double[] fit(Predicate<Example> taken) {
        List<Example> fitted = examples.stream().filter(taken).toList();
        double all = fitted.stream().mapToDouble(Example::weight).sum();
        double[] deviations = deviations();
        double[] weights = new double[cues];
        double[] mean = new double[cues];
        double[] square = new double[cues];
        for (int step = 1; step <= STEPS; step++) {
            double[] slope = new double[cues];
            for (Example example : fitted) {
                example.addSlope(weights, slope, all);
            }
            for (int k = 0; k < cues; k++) {
                // The penalty is on weights of standardized cues.
                double climb = slope[k] / deviations[k] - PENALTY * weights[k] * deviations[k];
                mean[k] = .9 * mean[k] + .1 * climb;
                square[k] = .999 * square[k] + .001 * climb * climb;
                double rate = .02 * mean[k] / (1 - Math.pow(.9, step));
                weights[k] += rate / (Math.sqrt(square[k] / (1 - Math.pow(.999, step))) + 1e-8) / deviations[k];
            }
        }
        return weights;
    }

    private double[] deviations() {
        double[] deviations = new double[cues];
        for (int k = 0; k < cues; k++) {
            int cue = k;
            double[] all = examples.stream()
                    .flatMap(example -> Arrays.stream(example.heard))
                    .mapToDouble(heard -> heard[cue])
                    .toArray();
            double mean = Arrays.stream(all).average().orElse(0);
            deviations[k] = Math.sqrt(1e-12
                    + Arrays.stream(all)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0));
        }
        return deviations;
    }

    private long right(double[] weights) {
        return examples.stream().filter(example -> example.isRight(weights)).count();
    }

    /**
     * The readings of one song and which of them are right.
     *
     * @param fold left out together: a family, or the development songs made of one recording
     */
    private record Example(
            String fold, String name, double[][] heard, double[] scores, boolean[] right, double weight) {

        void addSlope(double[] weights, double[] slope, double all) {
            double[] chances = chances(weights);
            double good = good(chances);
            for (int i = 0; i < heard.length; i++) {
                double pull = (right[i] ? chances[i] / good : 0) - chances[i];
                for (int k = 0; k < slope.length; k++) {
                    slope[k] += weight * pull * heard[i][k] / all;
                }
            }
        }

        /** How likely all right readings are together. */
        double chance(double[] weights) {
            return good(chances(weights));
        }

        private double[] chances(double[] weights) {
            double[] sums =
                    Arrays.stream(heard).mapToDouble(h -> dot(weights, h)).toArray();
            double highest = Arrays.stream(sums).max().orElse(0);
            double[] chances =
                    Arrays.stream(sums).map(sum -> Math.exp(sum - highest)).toArray();
            double all = Arrays.stream(chances).sum();
            return Arrays.stream(chances).map(chance -> chance / all).toArray();
        }

        private double good(double[] chances) {
            double good = 1e-12;
            for (int i = 0; i < chances.length; i++) {
                good += right[i] ? chances[i] : 0;
            }
            return good;
        }

        boolean isRight(double[] weights) {
            return right[likeliest(weights)];
        }

        double f(double[] weights) {
            return scores[likeliest(weights)];
        }

        private int likeliest(double[] weights) {
            int best = 0;
            for (int i = 1; i < heard.length; i++) {
                best = dot(weights, heard[i]) > dot(weights, heard[best]) ? i : best;
            }
            return best;
        }

        private static double dot(double[] weights, double[] values) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * values[k];
            }
            return sum;
        }
    }
}
