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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Fits the weights of {@link Confidence} and prints them, with the expected calibration error they have on what they were not
 * fitted on: every family of drawn songs, every development song with its stretched copies, and all sound without a beat are
 * left out in turn, and what is left out is judged by weights fitted on the rest, in all and by family. Drawn songs have seeds from 1000 on, which
 * neither {@link CueFitBench} nor {@code GeneralisationBench} looks at. A song is right from F 0.8 on.
 *
 * <p>Arguments: how many seeds a family, default 20 (six minutes); folder of the development media.
 */
public final class ConfidenceFitBench {

    private static final PrintStream OUT = System.out;
    private static final int FIRST_SEED = 1000;
    private static final double PENALTY = .03;
    private static final double RIGHT = .8;
    private static final int STEPS = 1500;

    private final List<Example> examples = new ArrayList<>();

    private ConfidenceFitBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Path media =
                Path.of(args.length > 1 ? args[1] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        ConfidenceFitBench bench = new ConfidenceFitBench();
        for (Rhythm rhythm : Rhythm.values()) {
            for (int seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
                RandomSong song = RandomSong.of(rhythm, seed);
                bench.add(rhythm.name(), song.samples(), numbers(song.beats()));
            }
        }
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            for (double stretch : Readings.STRETCHES) {
                double[] beats =
                        Arrays.stream(song.beats()).map(at -> at / stretch).toArray();
                bench.add(song.name(), Readings.stretched(song.samples(), stretch), beats);
            }
        }
        for (int seconds = 8; seconds < 80; seconds += 6) {
            bench.add("no beat", SynthSong.lasting(seconds).hiss(.2).samples(), new double[0]);
            bench.add("no beat", SynthSong.lasting(seconds).speech().samples(), new double[0]);
            bench.add("no beat", hits(seconds), new double[0]);
        }
        bench.print();
    }

    private void print() {
        double[] weights = fit(examples);
        OUT.println("weights "
                + Arrays.stream(weights)
                        .mapToObj(weight -> String.format(Locale.ROOT, "%.3f", weight))
                        .collect(Collectors.joining(", ")));
        Map<String, List<Example>> folds =
                examples.stream().collect(Collectors.groupingBy(Example::fold, TreeMap::new, Collectors.toList()));
        List<Example> judged = new ArrayList<>();
        for (String fold : folds.keySet()) {
            double[] others =
                    fit(examples.stream().filter(e -> !e.fold.equals(fold)).toList());
            for (Example example : folds.get(fold)) {
                judged.add(example.withWeights(others));
            }
        }
        OUT.printf(Locale.ROOT, "%d sounds in %d folds%n", examples.size(), folds.size());
        OUT.printf(
                Locale.ROOT,
                "calibration error as shipped %.3f, left out %.3f; drawn alone %.3f, %.3f; development alone %.3f, %.3f%n",
                error(examples, Example::shipped),
                error(judged, Example::left),
                error(only(examples, true), Example::shipped),
                error(only(judged, true), Example::left),
                error(only(examples, false), Example::shipped),
                error(only(judged, false), Example::left));
        OUT.printf(
                Locale.ROOT,
                "most confidence in sound without a beat: as shipped %.2f, left out %.2f%n",
                most(examples, Example::shipped),
                most(judged, Example::left));
        OUT.printf(
                Locale.ROOT,
                "a perfectly calibrated judge of as many sounds would show: drawn %.3f, development %.3f%n",
                byChance(only(judged, true)),
                byChance(only(judged, false)));
        OUT.println("by family: sounds, share right, mean confidence as shipped and left out");
        for (String fold : folds.keySet()) {
            List<Example> own = only(judged, example -> example.fold.equals(fold));
            OUT.printf(
                    Locale.ROOT,
                    "  %-28s %3d  %.2f  %.2f %.2f%n",
                    fold,
                    own.size(),
                    mean(own, example -> example.isRight ? 1 : 0),
                    mean(own, Example::shipped),
                    mean(own, Example::left));
        }
    }

    private void add(String fold, float[] samples, double[] truth) {
        Readings heard = Readings.of(samples, truth);
        List<Hypothesis> readings = heard.all();
        if (readings.isEmpty()) {
            return;
        }
        double[] chances = Pulse.chances(readings, heard.onsets());
        int best = 0;
        for (int i = 1; i < chances.length; i++) {
            best = chances[i] > chances[best] ? i : best;
        }
        Hypothesis chosen = readings.get(best);
        boolean isRight = heard.f()[best] >= RIGHT;
        Confidence.Marks marks = Confidence.marks(chosen, chances[best], heard.onsets(), heard.tempo());
        examples.add(new Example(fold, marks, isRight, Confidence.of(marks), 0));
    }

    /** Gradient ascent with Adam on standardized marks; what the gates shut out does not count. */
    private static double[] fit(List<Example> from) {
        List<Example> open =
                from.stream().filter(example -> example.marks.gate() > .5).toList();
        int count = open.getFirst().marks.values().length;
        double[] means = new double[count];
        double[] deviations = new double[count];
        for (int k = 0; k < count; k++) {
            int mark = k;
            means[k] = open.stream()
                    .mapToDouble(e -> e.marks.values()[mark])
                    .average()
                    .orElse(0);
            deviations[k] = Math.sqrt(1e-9
                    + open.stream()
                            .mapToDouble(e -> Math.pow(e.marks.values()[mark] - means[mark], 2))
                            .average()
                            .orElse(0));
        }
        double[] weights = new double[count + 1];
        double[] mean = new double[count + 1];
        double[] square = new double[count + 1];
        for (int step = 1; step <= STEPS; step++) {
            double[] climb = new double[count + 1];
            for (Example example : open) {
                double[] x = example.marks.values();
                double sum = weights[0];
                for (int k = 0; k < count; k++) {
                    sum += weights[k + 1] * (x[k] - means[k]) / deviations[k];
                }
                double miss = ((example.isRight ? 1 : 0) - 1 / (1 + Math.exp(-sum))) / open.size();
                climb[0] += miss;
                for (int k = 0; k < count; k++) {
                    climb[k + 1] += miss * (x[k] - means[k]) / deviations[k];
                }
            }
            for (int k = 0; k <= count; k++) {
                climb[k] -= k > 0 ? PENALTY * weights[k] : 0;
                mean[k] = .9 * mean[k] + .1 * climb[k];
                square[k] = .999 * square[k] + .001 * climb[k] * climb[k];
                double rate = .03 * mean[k] / (1 - Math.pow(.9, step));
                weights[k] += rate / (Math.sqrt(square[k] / (1 - Math.pow(.999, step))) + 1e-8);
            }
        }
        for (int k = 0; k < count; k++) {
            weights[k + 1] /= deviations[k];
            weights[0] -= weights[k + 1] * means[k];
        }
        return weights;
    }

    private static List<Example> only(List<Example> from, boolean isDrawn) {
        return only(
                from,
                example -> isDrawn
                        ? Arrays.stream(Rhythm.values())
                                .anyMatch(rhythm -> rhythm.name().equals(example.fold))
                        : example.fold.contains("."));
    }

    private static List<Example> only(List<Example> from, Predicate<Example> which) {
        return from.stream().filter(which).toList();
    }

    private static double mean(List<Example> from, ToDoubleFunction<Example> value) {
        return from.stream().mapToDouble(value).average().orElse(0);
    }

    /** Expected calibration error over ten equal steps. */
    private static double error(List<Example> from, ToDoubleFunction<Example> confidence) {
        double[] miss = new double[10];
        for (Example example : from) {
            double claimed = confidence.applyAsDouble(example);
            miss[Math.min(9, (int) (10 * claimed))] += claimed - (example.isRight ? 1 : 0);
        }
        return Arrays.stream(miss).map(Math::abs).sum() / from.size();
    }

    /** The error that chance alone makes with so few songs. */
    private static double byChance(List<Example> from) {
        Random random = new Random(1);
        double sum = 0;
        for (int draw = 0; draw < 200; draw++) {
            sum += error(
                    from.stream()
                            .map(example -> example.withRight(random.nextDouble() < example.left))
                            .toList(),
                    Example::left);
        }
        return sum / 200;
    }

    private static double most(List<Example> from, ToDoubleFunction<Example> confidence) {
        return from.stream()
                .filter(example -> example.fold.equals("no beat"))
                .mapToDouble(confidence)
                .max()
                .orElse(0);
    }

    private static float[] hits(int seconds) {
        Random random = new Random(seconds);
        float[] sound = new float[seconds * SynthSong.SAMPLE_RATE];
        for (int hit = 0; hit < seconds * (2 + seconds % 4); hit++) {
            int at = random.nextInt(sound.length);
            for (int i = at; i < Math.min(sound.length, at + 4000); i++) {
                sound[i] += (float) (.3 * random.nextGaussian() * Math.exp((at - i) / 900.0));
            }
        }
        return sound;
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private record Example(String fold, Confidence.Marks marks, boolean isRight, double shipped, double left) {

        Example withWeights(double[] weights) {
            return new Example(fold, marks, isRight, shipped, Confidence.of(marks, weights));
        }

        Example withRight(boolean right) {
            return new Example(fold, marks, right, shipped, left);
        }
    }
}
