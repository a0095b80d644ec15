// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.FrameSink;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.SoundSink;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.bench.DevMedia;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Clips and shots whose size a person told, as the descriptor measures them. */
final class LabelledShots {

    private static final Map<String, Double> TRUST = Map.of("high", 1.0, "medium", 0.7, "low", 0.4);
    private static final String SIZES = "cmw";
    /** Seconds at either end of a shot of a finished video that are not looked at: the marks are one frame exact. */
    private static final double RIM = 0.03;

    private final FfmpegMediaReader reader = FfmpegMediaReader.open();
    private final LearnedFramingEstimator estimator = new LearnedFramingEstimator();

    private LabelledShots() {}

    /**
     * A shot.
     *
     * @param shoot equal for all shots of one scene or source video, also by several cameras
     * @param inputs of the descriptor
     * @param size close-up 0, medium 1, wide 2
     * @param angle ordinal; -1 when nobody told it
     * @param trust weight of the label, 0..1
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Shot(String name, String shoot, double[] inputs, int size, int angle, double trust) {}

    /** Returns the raw clips. */
    static List<Shot> clips() throws IOException, UnreadableMedia, InterruptedException {
        LabelledShots looked = new LabelledShots();
        List<Shot> shots = new ArrayList<>();
        for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
            String file = clip.path("file").asText();
            shots.add(new Shot(
                    file.replace("clips/", "").substring(0, 4),
                    shoot(clip.path("source").asText()),
                    looked.inputs(DevMedia.folder().resolve(file), 0, Double.MAX_VALUE),
                    ShotType.parse(clip.path("shot_type").asText()).ordinal(),
                    angle(clip.path("angle").asText()).ordinal(),
                    TRUST.getOrDefault(clip.path("shot_type_confidence").asText(), 0.4)));
        }
        return shots;
    }

    /** Returns the marked shots of finished videos, each video a shoot. */
    static List<Shot> reels() throws IOException, UnreadableMedia, InterruptedException {
        LabelledShots looked = new LabelledShots();
        Map<String, JsonNode> videos = new java.util.HashMap<>();
        DevMedia.truth("finished")
                .path("videos")
                .forEach(video -> videos.put(
                        video.path("file").asText().replace("finished/", "").substring(0, 3), video));
        List<Shot> shots = new ArrayList<>();
        for (String line : marks()) {
            String[] words = line.split(" ");
            JsonNode video = Objects.requireNonNull(videos.get(words[0]), words[0]);
            List<double[]> parts = parts(video);
            for (int i = 1; i < words.length; i++) {
                int number = Integer.parseInt(words[i].substring(0, words[i].length() - 1));
                double[] part = parts.get(number);
                shots.add(new Shot(
                        words[0] + "_" + number,
                        words[0],
                        looked.inputs(
                                DevMedia.folder().resolve(video.path("file").asText()), part[0] + RIM, part[1] - RIM),
                        SIZES.indexOf(words[i].charAt(words[i].length() - 1)),
                        -1,
                        1));
            }
        }
        return shots;
    }

    /** Returns what all clips of one scene have in common: cameras of one moment and parts of one video are one shoot. */
    static String shoot(String source) {
        return source.replaceAll("-Scene-\\d+\\.\\w+$", "")
                .replaceAll("cam\\d+\\.\\w+$", "")
                .replaceAll("asl_gestures/.*", "asl_gestures");
    }

    static Angle angle(String truth) {
        return switch (truth) {
            case "front" -> Angle.FRONT;
            case "side" -> Angle.SIDE;
            case "top" -> Angle.OVERHEAD;
            default -> Angle.OTHER;
        };
    }

    private static List<String> marks() throws IOException {
        try (InputStream in = LabelledShots.class.getResourceAsStream("reel-sizes.txt")) {
            return new String(Objects.requireNonNull(in, "reel-sizes.txt").readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Returns begin and end of the shots between the marked changes. */
    private static List<double[]> parts(JsonNode video) {
        List<double[]> changes = new ArrayList<>();
        video.path("hard").forEach(cut -> changes.add(new double[] {cut.asDouble(), cut.asDouble()}));
        for (String spans : List.of("soft", "ignore")) {
            video.path(spans)
                    .forEach(span -> changes.add(
                            new double[] {span.get(0).asDouble(), span.get(1).asDouble()}));
        }
        changes.sort(Comparator.comparingDouble(change -> change[0]));
        List<double[]> parts = new ArrayList<>();
        double at = 0;
        for (double[] change : changes) {
            if (change[0] > at) {
                parts.add(new double[] {at, change[0]});
            }
            at = Math.max(at, change[1]);
        }
        parts.add(new double[] {at, video.path("duration").asDouble()});
        return parts;
    }

    private double[] inputs(Path file, double from, double to) throws UnreadableMedia, InterruptedException {
        double[][] seen = new double[1][];
        var unused = new ClipAnalyzer(new Part(reader, from, to), (pictures, people, samples, motion) -> {
                    seen[0] = FramingDescriptor.of(pictures, people, samples, motion);
                    return estimator.estimate(pictures, people, samples, motion);
                })
                .analyze(file);
        return Objects.requireNonNull(seen[0]);
    }

    /** Shows only the pictures between two times. */
    private record Part(MediaReader whole, double from, double to) implements MediaReader {

        @Override
        public MediaInfo probe(Path file) throws UnreadableMedia, InterruptedException {
            return whole.probe(file);
        }

        @Override
        public MediaInfo skim(Path file) throws UnreadableMedia, InterruptedException {
            return whole.skim(file);
        }

        @Override
        public ReadSummary readFrames(Path file, FrameSpec spec, FrameSink sink)
                throws UnreadableMedia, InterruptedException {
            return whole.readFrames(file, spec, frame -> {
                if (frame.seconds() >= from && frame.seconds() < to) {
                    sink.accept(frame);
                }
            });
        }

        @Override
        public void readAudio(Path file, int sampleRate, SoundSink sink) throws UnreadableMedia, InterruptedException {
            whole.readAudio(file, sampleRate, sink);
        }

        @Override
        public float[] readAudio(Path file, int sampleRate) throws UnreadableMedia, InterruptedException {
            return whole.readAudio(file, sampleRate);
        }
    }
}
