// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits the weights of {@link Halves} and prints them: a logit over pairs of readings half a beat apart, one of them right, that takes
 * what {@link Cue} says as given. Then how many pairs are told wrong by cues alone, with the weights, and with those fitted without
 * the pair's own family. Songs: drawn ones with seeds from 1000 on, without SON and DEMBOW, which stay unseen, and the development
 * songs as they are and stretched.
 *
 * <p>Arguments: how many seeds a family, default 8 (two minutes); folder of the development media.
 */
public final class HalvesFitBench {

    private static final PrintStream OUT = System.out;
    private static final int FIRST_SEED = 1000;
    private static final double PENALTY = .005;
    private static final double RIGHT = .8;
    private static final int STEPS = 1500;
    private static final int MARKS = 3;

    private final List<Pair> pairs = new ArrayList<>();

    private HalvesFitBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        Path media =
                Path.of(args.length > 1 ? args[1] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        HalvesFitBench bench = new HalvesFitBench();
        for (Rhythm rhythm : Rhythm.values()) {
            for (int seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
                if (rhythm != Rhythm.SON && rhythm != Rhythm.DEMBOW) {
                    RandomSong song = RandomSong.of(rhythm, seed);
                    bench.add(rhythm.name(), song.samples(), song.beats().stream());
                }
            }
        }
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            for (double stretch : Readings.STRETCHES) {
                bench.add(
                        song.name(),
                        Readings.stretched(song.samples(), stretch),
                        Arrays.stream(song.beats()).map(at -> at / stretch).boxed());
            }
        }
        bench.print();
    }

    private void add(String family, float[] samples, Stream<Double> beats) {
        Readings heard =
                Readings.of(samples, beats.mapToDouble(Double::doubleValue).toArray());
        List<Hypothesis> readings = heard.all();
        int right = -1;
        for (int i = 0; i < readings.size(); i++) {
            right = heard.f()[i] > (right < 0 ? RIGHT : heard.f()[right]) ? i : right;
        }
        for (int i = 0; right >= 0 && i < readings.size(); i++) {
            if (i != right && readings.get(i).pair() == readings.get(right).pair()) {
                pairs.add(pair(family, readings.get(right), readings.get(i), marks(heard.flux(), heard.onsets())));
            }
        }
    }

    private static Pair pair(
            String family, Hypothesis right, Hypothesis other, List<ToDoubleFunction<double[]>> measures) {
        double[] marks = measures.stream()
                .mapToDouble(mark -> mark.applyAsDouble(right.beats()) - mark.applyAsDouble(other.beats()))
                .toArray();
        return new Pair(family, Cue.score(right.cues()) - Cue.score(other.cues()), marks);
    }

    private static List<ToDoubleFunction<double[]>> marks(Flux flux, Onsets onsets) {
        Halves lowest = new Halves(flux, onsets, new double[] {1, 0, 0, 0});
        Halves dull = new Halves(flux, onsets, new double[] {0, 1, -1, 0});
        return List.of(lowest::soundsOn, dull::soundsOn, lowest::together);
    }

    private void print() {
        double[] weights = fit(pairs);
        OUT.printf(
                Locale.ROOT,
                "weights: lowest register %.2f, middle without snare's %.2f, struck together %.2f%n",
                weights[0],
                weights[1],
                weights[2]);
        long left = pairs.stream()
                .map(Pair::family)
                .distinct()
                .mapToLong(family -> {
                    double[] others = fit(pairs.stream()
                            .filter(pair -> !pair.family.equals(family))
                            .toList());
                    return wrong(
                            pairs.stream()
                                    .filter(pair -> pair.family.equals(family))
                                    .toList(),
                            others);
                })
                .sum();
        OUT.printf(
                "%d pairs, told wrong by cues alone %d, with these weights %d, with weights of the other families %d%n",
                pairs.size(), wrong(pairs, new double[MARKS]), wrong(pairs, weights), left);
    }

    private static long wrong(List<Pair> pairs, double[] weights) {
        return pairs.stream().filter(pair -> pair.odds(weights) < 0).count();
    }

    /** Gradient ascent with Adam on marks of unit size. */
    private static double[] fit(List<Pair> pairs) {
        double[] sizes = IntStream.range(0, MARKS)
                .mapToDouble(k -> Math.sqrt(pairs.stream()
                        .mapToDouble(pair -> pair.marks[k] * pair.marks[k])
                        .average()
                        .orElse(1)))
                .toArray();
        double[] weights = new double[MARKS];
        double[] mean = new double[MARKS];
        double[] square = new double[MARKS];
        for (int step = 1; step <= STEPS; step++) {
            double[] slope = new double[MARKS];
            for (Pair pair : pairs) {
                double miss = 1 / (1 + Math.exp(pair.odds(weights))) / pairs.size();
                for (int k = 0; k < MARKS; k++) {
                    slope[k] += miss * pair.marks[k];
                }
            }
            for (int k = 0; k < MARKS; k++) {
                double climb = slope[k] / sizes[k] - PENALTY * weights[k] * sizes[k];
                mean[k] = .9 * mean[k] + .1 * climb;
                square[k] = .999 * square[k] + .001 * climb * climb;
                double rate = .03 * mean[k] / (1 - Math.pow(.9, step));
                weights[k] += rate / (Math.sqrt(square[k] / (1 - Math.pow(.999, step))) + 1e-8) / sizes[k];
            }
        }
        return weights;
    }

    /**
     * A right reading beside the one half a beat away.
     *
     * @param cues what the cues say for it, logarithm of the odds
     * @param marks its marks less those of the other
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pair(String family, double cues, double[] marks) {

        double odds(double[] weights) {
            double sum = cues;
            for (int k = 0; k < MARKS; k++) {
                sum += weights[k] * marks[k];
            }
            return sum;
        }
    }
}
