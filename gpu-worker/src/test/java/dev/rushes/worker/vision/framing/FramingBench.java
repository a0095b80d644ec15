// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.bench.DevMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * How well shot size and angle are told on clips of sources that were not trained on: all clips of one shoot are held out at a
 * time, also those by other cameras. With the argument {@code write} also grows the forests from all clips and writes them into the resources.
 */
final class FramingBench {

    private static final Map<String, Double> TRUST = Map.of("high", 1.0, "medium", 0.7, "low", 0.4);
    private static final int SEEDS = 5;

    private FramingBench() {}

    /** One labelled clip. */
    private record Example(
            String file,
            String source,
            double[] inputs,
            int size,
            int angle,
            double trust,
            int ruleSize,
            int ruleAngle) {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        List<Example> examples = examples();
        report("size", examples, Example::size, Example::ruleSize, LearnedFramingEstimator.SIZES);
        report("angle", examples, Example::angle, Example::ruleAngle, LearnedFramingEstimator.ANGLES);
        if (List.of(arguments).contains("write")) {
            Path folder = Path.of(System.getProperty("rushes.root", "."))
                    .resolve("gpu-worker/src/main/resources/dev/rushes/worker/vision/framing");
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("shot-size.forest"),
                    grow(examples, Example::size, LearnedFramingEstimator.SIZES, 1)
                            .write());
            Files.writeString(
                    folder.resolve("angle.forest"),
                    grow(examples, Example::angle, LearnedFramingEstimator.ANGLES, 1)
                            .write());
            System.out.println("written to " + folder);
        }
    }

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        double[][] seen = new double[1][];
        int[] rules = new int[2];
        RuleFramingEstimator estimator = new RuleFramingEstimator();
        ClipAnalyzer analyzer = new ClipAnalyzer(FfmpegMediaReader.open(), (pictures, people, samples, motion) -> {
            seen[0] = FramingDescriptor.of(pictures, people, samples, motion);
            SeenFraming seenByRules = estimator.estimate(pictures, people, samples, motion);
            rules[0] = seenByRules.framing().shotType().ordinal();
            rules[1] = seenByRules.framing().angle().ordinal();
            return seenByRules;
        });
        for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
            String file = clip.path("file").asText();
            analyzer.analyze(DevMedia.folder().resolve(file));
            examples.add(new Example(
                    file.replace("clips/", ""),
                    LabelledShots.shoot(clip.path("source").asText()),
                    seen[0],
                    ShotType.parse(clip.path("shot_type").asText()).ordinal(),
                    LabelledShots.angle(clip.path("angle").asText()).ordinal(),
                    TRUST.getOrDefault(clip.path("shot_type_confidence").asText(), 0.4),
                    rules[0],
                    rules[1]));
        }
        return examples;
    }

    private static Forest grow(List<Example> examples, ToIntFunction<Example> label, int classes, long seed) {
        return Forest.grow(
                new Forest.Examples(
                        examples.stream().map(Example::inputs).toArray(double[][]::new),
                        examples.stream().mapToInt(label).toArray(),
                        examples.stream().mapToDouble(Example::trust).toArray()),
                classes,
                new Forest.Growth(
                        LearnedFramingEstimator.TREES,
                        Integer.getInteger("tried", LearnedFramingEstimator.TRIED),
                        Integer.getInteger("leaf", LearnedFramingEstimator.LEAST_LEAF),
                        seed));
    }

    private static void report(
            String what,
            List<Example> examples,
            ToIntFunction<Example> label,
            ToIntFunction<Example> rule,
            int classes) {
        Set<String> sources = new LinkedHashSet<>();
        examples.forEach(example -> sources.add(example.source));
        double right = 0;
        double sure = 0;
        double log = 0;
        Map<String, Integer> confusion = new TreeMap<>();
        StringBuilder wrong = new StringBuilder();
        for (String source : sources) {
            List<Example> known =
                    examples.stream().filter(e -> !e.source.equals(source)).toList();
            for (int seed = 1; seed <= SEEDS; seed++) {
                Forest forest = grow(known, label, classes, seed);
                for (Example example : examples) {
                    if (!example.source.equals(source)) {
                        continue;
                    }
                    double[] told = forest.probabilities(example.inputs);
                    int best = largest(told);
                    int wanted = label.applyAsInt(example);
                    right += best == wanted ? 1.0 / SEEDS : 0;
                    sure += best == wanted && example.trust == 1 ? 1.0 / SEEDS : 0;
                    log -= Math.log(Math.max(0.01, told[wanted])) / SEEDS;
                    if (seed == 1) {
                        confusion.merge(wanted + " -> " + best, 1, Integer::sum);
                        wrong.append(
                                best == wanted
                                        ? ""
                                        : " %s:%d->%d".formatted(example.file.substring(0, 4), wanted, best));
                    }
                }
            }
        }
        long ruleRight = examples.stream()
                .filter(e -> rule.applyAsInt(e) == label.applyAsInt(e))
                .count();
        long confident = examples.stream().filter(e -> e.trust == 1).count();
        System.out.println(what + " " + confusion + "\n  wrong:" + wrong);
        System.out.printf(
                "== %s of clips from sources not trained on: %.1f of %d = %.0f %% (mean of %d seeds), confident labels %.0f %%,"
                        + " log loss %.2f; rules %d %%%n",
                what,
                right,
                examples.size(),
                100 * right / examples.size(),
                SEEDS,
                100 * sure / confident,
                log / examples.size(),
                100 * ruleRight / examples.size());
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
