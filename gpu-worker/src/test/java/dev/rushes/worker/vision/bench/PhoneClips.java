// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.worker.decode.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Clips as phones record them, made from development clips in the module's build folder, where they stay for the next run. */
final class PhoneClips {

    private static final int CLIPS = 20;
    private static final String LOOK =
            "scale=1080:1920:force_original_aspect_ratio=increase,crop=1080:1920,fps=30,noise=alls=6:allf=t";
    private static final List<String> CODEC = List.of(
            "-c:v",
            "libx264",
            "-preset",
            "superfast",
            "-pix_fmt",
            "yuv420p",
            "-b:v",
            "12M",
            "-maxrate",
            "14M",
            "-bufsize",
            "12M",
            "-g",
            "30",
            "-bf",
            "0",
            "-threads",
            "2");

    private PhoneClips() {}

    /** Returns a folder with {@code copies} names of each of 20 clips of 6 s. */
    static Path make(int copies) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("rushes.root", ".")).toAbsolutePath();
        Path made = Files.createDirectories(root.resolve("gpu-worker/target/phone-clips"));
        List<Path> clips = new ArrayList<>();
        JsonNode sources = DevMedia.truth("clips").path("clips");
        for (int i = 0; i < CLIPS; i++) {
            Path clip = made.resolve("p%02d.mp4".formatted(i));
            String source = sources.get(i * sources.size() / CLIPS).path("file").asText();
            if (!Files.exists(clip)) {
                encode(DevMedia.folder().resolve(source), clip);
            }
            clips.add(clip);
        }
        Path folder = Files.createDirectories(root.resolve("gpu-worker/target/phone-clips-" + copies));
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (int copy = 0; copy < copies; copy++) {
            for (int i = 0; i < CLIPS; i++) {
                Files.createLink(folder.resolve("p%02d-%02d.mp4".formatted(copy, i)), clips.get(i));
            }
        }
        return folder;
    }

    private static void encode(Path source, Path target) throws IOException, InterruptedException {
        Path partial = target.resolveSibling("part.mp4");
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-y", "-v", "error"));
        command.addAll(List.of("-stream_loop", "-1", "-i", source.toString(), "-an", "-vf", LOOK, "-t", "6"));
        command.addAll(CODEC);
        command.add(partial.toString());
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        if (builder.start().waitFor() != 0) {
            throw new IOException("not made: " + target);
        }
        Files.move(partial, target);
    }
}
