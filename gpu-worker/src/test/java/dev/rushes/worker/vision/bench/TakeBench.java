// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.SameMoment;
import dev.rushes.worker.decode.Ffmpeg;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.ClipAnalyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How well takes of one moment are known. From each development clip three are made: its first 70 % at low quality, its last
 * 70 % cropped, brighter and less coloured, and its last 70 % as a second camera would see it (another part, enlarged) and
 * hear it (quieter). Clips of different sources are no takes. The constants were chosen on {@link #LOOKED_AT}.
 */
public final class TakeBench {

    private static final Set<String> LOOKED_AT = Set.of(
            "d001", "d002", "d005", "d008", "d011", "d012", "d013", "d014", "d018", "d019", "d021", "d023", "d032",
            "d037", "d039", "d041", "d048", "d049", "d052", "d053", "d057", "d058", "d059", "d065");

    private static final double LEAST_SECONDS = 4;

    private final ClipAnalyzer analyzer = new ClipAnalyzer(FfmpegMediaReader.open());
    private final List<String> wrong = new ArrayList<>();
    private int different;

    private TakeBench() {}

    private record Clip(String source, boolean heard, SameMoment whole, Map<String, SameMoment> parts) {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        Path scratch = Files.createTempDirectory("takes");
        try {
            new TakeBench().run(scratch);
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private void run(Path scratch) throws Exception {
        Map<String, Clip> clips = new LinkedHashMap<>();
        for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
            Path file = DevMedia.folder().resolve(clip.path("file").asText());
            String name = file.getFileName().toString().substring(0, 4);
            try {
                clips.put(name, clip(scratch, name, file, clip.path("source").asText()));
            } catch (UnreadableMedia e) {
                System.out.println(name + " unreadable: " + e.getMessage());
            }
        }
        for (boolean looked : new boolean[] {true, false}) {
            report(looked, clips);
        }
        different(clips);
    }

    private Clip clip(Path scratch, String name, Path file, String source) throws Exception {
        var whole = analyzer.analyze(file);
        Map<String, SameMoment> parts = new LinkedHashMap<>();
        if (whole.durationSeconds() >= LEAST_SECONDS) {
            String later = String.format(Locale.ROOT, "%.3f", 0.3 * whole.durationSeconds());
            String until = String.format(Locale.ROOT, "%.3f", 0.7 * whole.durationSeconds());
            String small = "scale='if(gt(iw,ih),400,-2)':'if(gt(iw,ih),-2,400)'";
            make(scratch, parts, "first", List.of("-i", file.toString(), "-t", until, "-vf", small));
            make(
                    scratch,
                    parts,
                    "copy",
                    List.of(
                            "-ss",
                            later,
                            "-i",
                            file.toString(),
                            "-vf",
                            "crop=iw*.94:ih*.94," + small + ",eq=brightness=.06:contrast=1.15:saturation=.8"));
            make(
                    scratch,
                    parts,
                    "camera",
                    List.of(
                            "-ss",
                            later,
                            "-i",
                            file.toString(),
                            "-vf",
                            "crop=iw*.6:ih*.6:iw*.37:ih*.2," + small + ",eq=brightness=-.05",
                            "-af",
                            "volume=.4"));
        }
        System.out.println(name);
        boolean heard = !whole.takeSignature().sound().isEmpty();
        return new Clip(source, heard, SameMoment.of(whole.takeSignature()), parts);
    }

    private void make(Path scratch, Map<String, SameMoment> parts, String part, List<String> how)
            throws IOException, InterruptedException, UnreadableMedia {
        Path file = scratch.resolve(part + ".mp4");
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-y", "-v", "error"));
        command.addAll(how);
        command.addAll(
                List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-threads", "1", "-c:a", "aac"));
        command.add(file.toString());
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        if (builder.start().waitFor() != 0) {
            throw new IOException("not made: " + command);
        }
        parts.put(part, SameMoment.of(analyzer.analyze(file).takeSignature()));
    }

    private static void report(boolean looked, Map<String, Clip> clips) {
        int all = 0;
        int copies = 0;
        int heard = 0;
        int cameras = 0;
        List<String> missed = new ArrayList<>();
        for (Map.Entry<String, Clip> entry : clips.entrySet()) {
            Map<String, SameMoment> parts = entry.getValue().parts;
            if (parts.isEmpty() || LOOKED_AT.contains(entry.getKey()) != looked) {
                continue;
            }
            all++;
            if (isKnown(parts, "copy")) {
                copies++;
            } else {
                missed.add(entry.getKey());
            }
            heard += entry.getValue().heard ? 1 : 0;
            cameras += entry.getValue().heard && isKnown(parts, "camera") ? 1 : 0;
        }
        System.out.printf(
                "== %s: copies known %d of %d (missed %s), second cameras with sound %d of %d%n",
                looked ? "looked at" : "held out", copies, all, missed, cameras, heard);
    }

    private static boolean isKnown(Map<String, SameMoment> parts, String other) {
        SameMoment first = parts.get("first");
        SameMoment that = parts.get(other);
        return first != null && that != null && first.isThatOf(that, true);
    }

    private void different(Map<String, Clip> clips) {
        List<String> names = List.copyOf(clips.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < i; j++) {
                Clip a = clips.get(names.get(i));
                Clip b = clips.get(names.get(j));
                if (a == null || b == null || a.source.equals(b.source)) {
                    continue;
                }
                String pair = names.get(i) + " " + names.get(j);
                count(pair, a.whole, b.whole);
                a.parts.forEach((part, moment) ->
                        b.parts.forEach((other, that) -> count(pair + " " + part + " " + other, moment, that)));
            }
        }
        System.out.printf(
                "== different sources: %d of %d pairs taken for one moment: %s%n", wrong.size(), different, wrong);
    }

    private void count(String pair, SameMoment a, SameMoment b) {
        different++;
        if (a.isThatOf(b, true)) {
            wrong.add(pair);
        }
    }
}
