// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.reframe.CropPlanner;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.vision.ClipAnalyzer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a tall crop (9:16) keeps of the subject of landscape clips: the share of marked moments at which at least 90 % of the
 * subject's width is inside the window, in shots of several lengths, and how much the window moves. Where the subject is was
 * marked by eye ({@code subjects.txt}). With a file name as argument it writes there, for contact sheets, where the window of
 * shots of two seconds is at the marked moments: file, seconds, edge and length of the window, tab-separated.
 */
public final class CropBench {

    private static final double WANTED_ASPECT = 9.0 / 16;
    private static final double COVERED = 0.9;
    private static final double[] SHOT_SECONDS = {1, 2, 4};
    private static final FrameRate RATE = FrameRate.FPS_30;

    private final int[] seen = new int[SHOT_SECONDS.length];
    private final int[] covered = new int[SHOT_SECONDS.length];
    private final double[] kept = new double[SHOT_SECONDS.length];
    private final int[] shots = new int[SHOT_SECONDS.length];
    private final int[] moving = new int[SHOT_SECONDS.length];
    private double fastest;

    private CropBench() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        ClipAnalyzer analyzer = new ClipAnalyzer(FfmpegMediaReader.open());
        List<String> edges = new ArrayList<>();
        var found = new CropBench();
        var told = new CropBench();
        Map<String, String[]> subjects = subjects();
        for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
            String file = clip.path("file").asText();
            String[] marks = subjects.get(file.replace("clips/", "").substring(0, 4));
            if (marks != null) {
                ClipFeatures features = analyzer.analyze(DevMedia.folder().resolve(file));
                StringBuilder line = new StringBuilder("%-34s".formatted(file.replace("clips/", "")));
                found.score(line, marks, features, features.subjectTrack());
                edges.addAll(edges(file, marks.length, features));
                line.append(" | told");
                told.score(line, marks, features, marked(marks, features.durationSeconds()));
                features.subjectTrack().stream()
                        .limit(12)
                        .forEach(box -> line.append(" %.1f:%.0f-%.0f"
                                .formatted(box.seconds(), 100 * box.left(), 100 * (box.left() + box.width()))));
                System.out.println(line);
            }
        }
        if (arguments.length > 0) {
            Files.write(Path.of(arguments[0]), edges);
        }
        System.out.println("== where the subject is was found by the analyser:");
        found.print();
        System.out.println("== where the subject is was told, so only the planner can lose it:");
        told.print();
    }

    private static List<String> edges(String file, int moments, ClipFeatures features) {
        double aspect = (double) features.width() / features.height();
        long frames = Math.round(features.durationSeconds() * RATE.framesPerSecond());
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < moments; k++) {
            long at = Math.round(k * frames / (double) moments);
            long start = at / 60 * 60;
            CropPath path = CropPlanner.plan(
                    features.subjectTrack(),
                    new FrameRange(start, Math.min(60, frames - start)),
                    RATE,
                    aspect,
                    WANTED_ASPECT);
            lines.add("%s\t%.3f\t%.4f\t%.4f".formatted(file, RATE.seconds(at), path.edgeAt(at), path.window()));
        }
        return lines;
    }

    /** The marks as a track; of two readings the first. */
    private static List<SubjectBox> marked(String[] marks, double seconds) {
        List<SubjectBox> track = new ArrayList<>();
        for (int k = 0; k < marks.length; k++) {
            if (!marks[k].equals("-")) {
                String[] edges = marks[k].split("[-|]", -1);
                double left = Integer.parseInt(edges[0]) / 100.0;
                double right = Integer.parseInt(edges[1]) / 100.0;
                track.add(new SubjectBox(k * seconds / marks.length, left, 0.1, right - left, 0.8));
            }
        }
        return track;
    }

    private void print() {
        for (int i = 0; i < SHOT_SECONDS.length; i++) {
            System.out.printf(
                    "== shots of %.0f s: subject covered at %d/%d = %.1f %% of the moments, %.1f %% of its width kept; %d of"
                            + " %d windows move%n",
                    SHOT_SECONDS[i],
                    covered[i],
                    seen[i],
                    100.0 * covered[i] / seen[i],
                    100 * kept[i] / seen[i],
                    moving[i],
                    shots[i]);
        }
        System.out.printf("== fastest pan %.2f windows a second%n", fastest);
    }

    private void score(StringBuilder line, String[] marks, ClipFeatures features, List<SubjectBox> track) {
        double aspect = (double) features.width() / features.height();
        long frames = Math.round(features.durationSeconds() * RATE.framesPerSecond());
        for (int i = 0; i < SHOT_SECONDS.length; i++) {
            long length = Math.round(SHOT_SECONDS[i] * RATE.framesPerSecond());
            int hits = 0;
            int all = 0;
            for (long start = 0; start + length / 2 < frames; start += length) {
                var source = new FrameRange(start, Math.min(length, frames - start));
                CropPath path = CropPlanner.plan(track, source, RATE, aspect, WANTED_ASPECT);
                shots[i]++;
                moving[i] += path.isStill() ? 0 : 1;
                measureSpeed(path);
                for (int k = 0; k < marks.length; k++) {
                    long at = Math.round(k * frames / (double) marks.length);
                    if (at < source.start() || at >= source.end() || marks[k].equals("-")) {
                        continue;
                    }
                    double share = share(marks[k], path.edgeAt(at), path.window());
                    seen[i]++;
                    all++;
                    kept[i] += share;
                    covered[i] += share >= COVERED ? 1 : 0;
                    hits += share >= COVERED ? 1 : 0;
                }
            }
            line.append("  %d/%d".formatted(hits, all));
        }
    }

    private void measureSpeed(CropPath path) {
        List<CropPath.Knot> knots = path.knots();
        for (int i = 1; i < knots.size(); i++) {
            double seconds =
                    RATE.seconds(knots.get(i).frame() - knots.get(i - 1).frame());
            double speed = Math.abs(knots.get(i).edge() - knots.get(i - 1).edge()) / path.window() / seconds;
            fastest = Math.max(fastest, speed);
        }
    }

    /** The share of a marked subject inside the window, of the best of its readings. */
    private static double share(String mark, double edge, double window) {
        double best = 0;
        for (String reading : mark.split("\\|", -1)) {
            String[] edges = reading.split("-", -1);
            double left = Integer.parseInt(edges[0]) / 100.0;
            double right = Integer.parseInt(edges[1]) / 100.0;
            double inside = Math.min(right, edge + window) - Math.max(left, edge);
            best = Math.max(best, inside / Math.min(right - left, Math.max(window, 1e-9)));
        }
        return best;
    }

    private static Map<String, String[]> subjects() throws IOException {
        try (InputStream text = Objects.requireNonNull(CropBench.class.getResourceAsStream("subjects.txt"))) {
            Map<String, String[]> subjects = new LinkedHashMap<>();
            new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("d"))
                    .map(line -> line.split(" ", -1))
                    .forEach(words -> subjects.put(words[0], Arrays.copyOfRange(words, 1, words.length)));
            return subjects;
        }
    }
}
