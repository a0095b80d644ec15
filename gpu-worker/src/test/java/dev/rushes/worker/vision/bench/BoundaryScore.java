// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.DetectedCut;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches detected changes of shot one to one with marked ones. A hard cut is hit within the tolerance, a gradual change by
 * anything inside its span. Found changes inside spans to ignore count neither way; so do fades at the very start.
 */
public final class BoundaryScore {

    private int hardTruth;
    private int hardHits;
    private int softTruth;
    private int softHits;
    private int falseAlarms;
    private final List<Double> missed = new ArrayList<>();
    private final List<Double> wrong = new ArrayList<>();

    /** Marks of one video, in seconds; spans are start and end. */
    public record Marks(List<Double> hard, List<double[]> soft, List<double[]> ignored, double tolerance) {

        /** Reads one entry of {@code truth/finished.json}. */
        public static Marks finished(JsonNode video) {
            List<double[]> soft = new ArrayList<>();
            List<double[]> ignored = new ArrayList<>(spans(video.path("ignore")));
            for (double[] span : spans(video.path("soft"))) {
                (span[0] < 0.1 ? ignored : soft).add(span);
            }
            return new Marks(
                    numbers(video.path("hard")),
                    soft,
                    ignored,
                    1.05 / video.path("fps").asDouble());
        }

        /** Reads one entry of {@code truth/style.json}. */
        public static Marks style(JsonNode video) {
            List<double[]> soft = new ArrayList<>();
            for (JsonNode span : video.path("transitions")) {
                soft.add(new double[] {
                    span.path("start").asDouble(), span.path("end").asDouble()
                });
            }
            return new Marks(numbers(video.path("cuts")), soft, List.of(), 1.05 / 30);
        }

        private static List<Double> numbers(JsonNode array) {
            List<Double> values = new ArrayList<>();
            array.forEach(value -> values.add(value.asDouble()));
            return values;
        }

        private static List<double[]> spans(JsonNode array) {
            List<double[]> values = new ArrayList<>();
            array.forEach(span ->
                    values.add(new double[] {span.get(0).asDouble(), span.get(1).asDouble()}));
            return values;
        }
    }

    /** Counts one video. */
    public void add(List<DetectedCut> found, Marks marks) {
        List<DetectedCut> left = new ArrayList<>(found);
        hardTruth += marks.hard.size();
        softTruth += marks.soft.size();
        for (double cut : marks.hard) {
            DetectedCut nearest = null;
            for (DetectedCut candidate : left) {
                double distance = Math.abs(candidate.seconds() - cut);
                if (distance <= marks.tolerance && (nearest == null || distance < Math.abs(nearest.seconds() - cut))) {
                    nearest = candidate;
                }
            }
            if (nearest == null) {
                missed.add(cut);
            } else {
                left.remove(nearest);
                hardHits++;
            }
        }
        for (double[] span : marks.soft) {
            boolean hit = left.removeIf(cut -> inside(cut, span, marks.tolerance));
            if (hit) {
                softHits++;
            } else {
                missed.add(span[0]);
            }
        }
        for (DetectedCut cut : left) {
            if (marks.ignored.stream().noneMatch(span -> inside(cut, span, marks.tolerance))) {
                falseAlarms++;
                wrong.add(cut.seconds());
            }
        }
    }

    private static boolean inside(DetectedCut cut, double[] span, double tolerance) {
        return cut.seconds() >= span[0] - tolerance && cut.seconds() <= span[1] + tolerance;
    }

    /** Adds another score's counts. */
    public void add(BoundaryScore other) {
        hardTruth += other.hardTruth;
        hardHits += other.hardHits;
        softTruth += other.softTruth;
        softHits += other.softHits;
        falseAlarms += other.falseAlarms;
    }

    /** F1 of hard cuts, every false alarm counted against them. */
    public double hardF1() {
        return f1(hardHits, hardTruth);
    }

    /** F1 of all changes. */
    public double f1() {
        return f1(hardHits + softHits, hardTruth + softTruth);
    }

    /** Found changes that are none. */
    public int falseAlarms() {
        return falseAlarms;
    }

    /** Tells whether all changes were found and nothing else. */
    public boolean isPerfect() {
        return falseAlarms == 0 && hardHits == hardTruth && softHits == softTruth;
    }

    private double f1(int hits, int truth) {
        double misses = truth - hits;
        return hits == 0 ? 0 : 2.0 * hits / (2.0 * hits + misses + falseAlarms);
    }

    @Override
    public String toString() {
        return "hard %d/%d soft %d/%d false %d  hard F1 %.3f  all F1 %.3f  missed %s wrong %s"
                .formatted(hardHits, hardTruth, softHits, softTruth, falseAlarms, hardF1(), f1(), missed, wrong);
    }
}
