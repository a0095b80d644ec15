// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.ClipAnalyzer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Confusion of shot size, angle and camera class on the raw clips, what is rejected, and the cost against decoding alone in
 * the same run. Settings: 256 pixels, 15 measured pictures a second, faces on at most 3 pictures a clip.
 */
public final class ClipFeatureBench {

    private static final Map<String, String> ANGLES = Map.of(
            "front", "front", "side", "side", "top", "overhead", "high", "other", "low", "other", "back", "other");
    private static final Map<String, String> CAMERAS = Map.of(
            "static", "static",
            "handheld", "handheld",
            "pan", "slow_pan|fast_pan",
            "whip_pan", "fast_pan|slow_pan",
            "tracking", "slow_pan|fast_pan|handheld",
            "drone", "slow_pan|handheld",
            "zoom", "zoom_in",
            "dolly_out", "zoom_out");

    private final Map<String, Integer> confusion = new TreeMap<>();
    private final Map<String, int[]> hits = new TreeMap<>();
    private double analysing;
    private double decoding;
    private long frames;

    private ClipFeatureBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        new ClipFeatureBench().run();
    }

    private void run() throws Exception {
        FfmpegMediaReader reader = FfmpegMediaReader.open();
        ClipAnalyzer analyzer = new ClipAnalyzer(reader);
        int rejected = 0;
        analyzer.analyze(DevMedia.folder()
                .resolve(DevMedia.truth("clips")
                        .path("clips")
                        .get(0)
                        .path("file")
                        .asText())); // warm up
        for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
            Path file = DevMedia.folder().resolve(clip.path("file").asText());
            long begin = System.nanoTime();
            ClipFeatures features;
            try {
                features = analyzer.analyze(file);
            } catch (UnreadableMedia e) {
                System.out.println(file.getFileName() + " unreadable: " + e.getMessage());
                continue;
            }
            analysing += (System.nanoTime() - begin) / 1e9;
            decode(reader, file);
            rejected += features.isUsable() ? 0 : 1;
            print(clip, features);
        }
        confusion.forEach((key, count) -> System.out.println("   " + key + "  " + count));
        hits.forEach((key, counts) ->
                System.out.printf("== %s %d/%d = %.0f %%%n", key, counts[0], counts[1], 100.0 * counts[0] / counts[1]));
        System.out.println("== size and angle were trained on these clips: FramingBench has the held-out figures");
        System.out.printf(
                "== rejected %d; %d frames, analysis %.2f ms a frame wall, decoding alone %.2f, features cost %.2f x"
                        + " decoding%n",
                rejected,
                frames,
                1000 * analysing / frames,
                1000 * decoding / frames,
                (analysing - decoding) / decoding);
        nasty(analyzer);
    }

    private void decode(MediaReader reader, Path file) throws UnreadableMedia, InterruptedException {
        long begin = System.nanoTime();
        reader.probe(file);
        frames += reader.readFrames(
                        file, new FrameSpec(256, FrameSpec.Layout.YUV420, FrameSpec.Choice.ALL, true), frame -> {})
                .frameCount();
        decoding += (System.nanoTime() - begin) / 1e9;
    }

    private void print(JsonNode clip, ClipFeatures features) {
        String size = features.framing().shotType().word();
        String angle = features.framing().angle().word();
        String camera = features.motion().word();
        String wantedAngle = ANGLES.getOrDefault(clip.path("angle").asText(), "other");
        String wantedCamera = CAMERAS.getOrDefault(clip.path("camera").asText(), "");
        boolean sure = clip.path("shot_type_confidence").asText().equals("high");
        count("size, all labels", clip.path("shot_type").asText(), size);
        if (sure) {
            count("size, confident labels", clip.path("shot_type").asText(), size);
        }
        count("angle", wantedAngle, angle);
        count("camera", wantedCamera, camera);
        System.out.printf(
                "%-34s size %-8s(%s) %s %.2f | angle %s %s | camera %s %s | moves %s %.2f | blur %.2f light %.2f shake"
                        + " %.2f quality %.2f colour %.2f | %s %s%n",
                clip.path("file").asText().replace("clips/", ""),
                clip.path("shot_type").asText(),
                clip.path("shot_type_confidence").asText().charAt(0),
                size,
                features.framing().shotTypeConfidence(),
                clip.path("angle").asText(),
                angle,
                clip.path("camera").asText(),
                camera,
                clip.path("subject_motion").asText(),
                features.motionIntensity(),
                features.quality().blur(),
                features.quality().exposure(),
                features.quality().shake(),
                features.quality().visual(),
                features.colorVariance(),
                windows(features),
                features.rejectedReason());
    }

    private static String windows(ClipFeatures features) {
        StringBuilder text = new StringBuilder();
        features.usableWindows().forEach(window -> text.append("[%.1f-%.1f]".formatted(window.start(), window.end())));
        return text.append(" of %.1f".formatted(features.durationSeconds())).toString();
    }

    private void count(String question, String wanted, String got) {
        confusion.merge(question + ": " + wanted + " -> " + got, 1, Integer::sum);
        int[] counts = hits.computeIfAbsent(question, key -> new int[2]);
        counts[0] += java.util.Arrays.asList(wanted.split("\\|", -1)).contains(got) ? 1 : 0;
        counts[1]++;
    }

    private static void nasty(ClipAnalyzer analyzer) throws Exception {
        for (String name : new String[] {
            "n_black_5s",
            "n_blurred_5s",
            "n_overexposed_5s",
            "n_noise_dark_5s",
            "n_shaky_5s",
            "n_frozen_5s",
            "n_tiny_16x16"
        }) {
            try {
                ClipFeatures features = analyzer.analyze(DevMedia.folder().resolve("nasty/" + name + ".mp4"));
                System.out.printf(
                        "%-18s blur %.2f light %.2f shake %.2f quality %.2f | %s %s%n",
                        name,
                        features.quality().blur(),
                        features.quality().exposure(),
                        features.quality().shake(),
                        features.quality().visual(),
                        windows(features),
                        features.rejectedReason());
            } catch (UnreadableMedia e) {
                System.out.println(name + " unreadable: " + e.getMessage());
            }
        }
    }
}
