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
import java.util.function.Predicate;

/**
 * Fits the weights of {@link Cue} and prints them: a conditional logit over the readings of songs whose beats are known, with
 * a small penalty on large weights. Songs: drawn ones with seeds from 0, plans of the testkit at even tempi, and the
 * development songs as they are and stretched by up to a fifth. Drawn songs and plans count by how common their tempo is in
 * released music (95 % lie within 75 to 158 BPM), so that rare fast families do not set the taste.
 *
 * <p>Then it leaves each development song out in turn, in all its speeds, and prints how the reading that weights fitted without it choose
 * agrees with its beats: the nearest there is to a real song that nobody tuned on.
 *
 * <p>Arguments: how many seeds a family, default 22 (ten minutes); folder of the development media.
 */
public final class CueFitBench {

    private static final PrintStream OUT = System.out;
    private static final double PENALTY = .01;
    private static final double REAL_WEIGHT = 4;
    private static final double PLAN_WEIGHT = 1.5;
    private static final double[] STRETCHES = {1, .84, .91, 1.09, 1.19};
    private static final double MIDDLE_BPM = 112;
    private static final double SPREAD_OCTAVES = .4;
    private static final double COMMON = .6;
    private static final double RIGHT = .6;
    private static final int STEPS = 3000;

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
        fit.leaveOut();
    }

    private void addSongs(Path media) throws IOException, InterruptedException {
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            for (double stretch : STRETCHES) {
                double[] beats =
                        Arrays.stream(song.beats()).map(at -> at / stretch).toArray();
                add(song.name(), stretched(song.samples(), stretch), beats, REAL_WEIGHT);
            }
        }
    }

    /** Prints what each development song, at its own speed, is heard as by weights that were fitted without it. */
    private void leaveOut() {
        double sum = 0;
        int count = 0;
        String last = "";
        for (Example example : examples) {
            // The first of each is at its own speed.
            if (!example.song.isEmpty() && !example.song.equals(last)) {
                double f = example.f(fit(other -> !other.song.equals(example.song)));
                OUT.printf(Locale.ROOT, "left out %-28s F %.3f%n", example.song, f);
                sum += f;
                count++;
            }
            last = example.song;
        }
        OUT.printf(Locale.ROOT, "left out in turn, mean of %d: F %.3f%n", count, sum / count);
    }

    private void addDrawn(int seeds) {
        for (Rhythm rhythm : Rhythm.values()) {
            for (int seed = 0; seed < seeds && rhythm != Rhythm.SON && rhythm != Rhythm.DEMBOW; seed++) {
                RandomSong song = RandomSong.of(rhythm, seed);
                double[] beats =
                        song.beats().stream().mapToDouble(Double::doubleValue).toArray();
                add("", song.samples(), beats, share(song.bpm()));
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
                double[] beats =
                        plan.beats().stream().mapToDouble(Double::doubleValue).toArray();
                add("", mono, beats, PLAN_WEIGHT * share(bpm));
            }
        }
    }

    private static double share(double bpm) {
        double octaves = Math.log(bpm / MIDDLE_BPM) / Math.log(2) / SPREAD_OCTAVES;
        return Math.exp(-.5 * octaves * octaves) / COMMON;
    }

    static float[] stretched(float[] samples, double factor) {
        float[] stretched = new float[(int) ((samples.length - 2) / factor)];
        for (int i = 0; i < stretched.length; i++) {
            int left = (int) (i * factor);
            float share = (float) (i * factor - left);
            stretched[i] = samples[left] * (1 - share) + samples[left + 1] * share;
        }
        return stretched;
    }

    private void add(String song, float[] samples, double[] truth, double weight) {
        SongListener listener = new SongAnalyzer().listen(SynthSong.SAMPLE_RATE);
        listener.hear(samples, samples.length);
        SongListener.Features features = listener.features();
        Onsets onsets = features.onsets();
        Harmony harmony = features.harmony();
        List<Hypothesis> readings = new Hypotheses(
                        onsets, TempoPrior.of(onsets), features.flux(), harmony, 0, onsets.strength().length)
                .all();
        double[][] heard = readings.stream().map(Hypothesis::cues).toArray(double[][]::new);
        double[] scores = new double[heard.length];
        double best = 0;
        for (int i = 0; i < heard.length; i++) {
            double[] beats = Arrays.stream(readings.get(i).beats())
                    .map(frame -> frame / Flux.FRAMES_PER_SECOND)
                    .filter(at -> at >= truth[0] - .07 && at <= truth[truth.length - 1] + .07)
                    .toArray();
            scores[i] = BeatScore.from(BeatScore.TRIM_SECONDS, truth, beats).f();
            best = Math.max(best, scores[i]);
        }
        boolean[] isRight = new boolean[heard.length];
        for (int i = 0; i < isRight.length; i++) {
            isRight[i] = scores[i] >= Math.max(.8 * best, RIGHT);
        }
        if (best >= .7) {
            examples.add(new Example(song, heard, scores, isRight, weight));
        }
    }

    /** Gradient ascent with Adam (Kingma and Ba 2015) on standardized cues; returns weights of the cues as they are. */
    private double[] fit(Predicate<Example> taken) {
        List<Example> fitted = examples.stream().filter(taken).toList();
        double[] deviations = deviations();
        double[] weights = new double[cues];
        double[] mean = new double[cues];
        double[] square = new double[cues];
        for (int step = 1; step <= STEPS; step++) {
            double[] slope = new double[cues];
            for (Example example : fitted) {
                example.addSlope(weights, slope, fitted.size());
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

    /** The readings of one song and which of them are right. */
    private record Example(String song, double[][] heard, double[] scores, boolean[] right, double weight) {

        void addSlope(double[] weights, double[] slope, int count) {
            double[] chances = new double[heard.length];
            double highest =
                    Arrays.stream(heard).mapToDouble(h -> dot(weights, h)).max().orElse(0);
            double all = 0;
            double good = 0;
            for (int i = 0; i < heard.length; i++) {
                chances[i] = Math.exp(dot(weights, heard[i]) - highest);
                all += chances[i];
                good += right[i] ? chances[i] : 0;
            }
            for (int i = 0; i < heard.length; i++) {
                double pull = (right[i] ? chances[i] / good : 0) - chances[i] / all;
                for (int k = 0; k < slope.length; k++) {
                    slope[k] += weight * pull * heard[i][k] / count;
                }
            }
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
