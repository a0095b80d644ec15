// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.decode.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Where renderer tests keep their clips, their output and their cache. */
abstract class RenderStudio {

    static final int WIDTH = 90;
    static final int HEIGHT = 160;
    static final List<String> X264 = List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "3", "-g", "24");

    @TempDir
    static Path media;

    static Path song;

    @TempDir
    Path directory;

    final Map<String, RenderClip> clips = new HashMap<>();
    final TimelineRenderer renderer = new TimelineRenderer(Sandbox.detect(), InstantSource.fixed(Instant.EPOCH));

    @BeforeAll
    static void makeSong() throws Exception {
        song = media.resolve("song.wav");
        BarcodeClip.clicks(song);
    }

    @BeforeEach
    void makeOutputDirectory() throws IOException {
        Files.createDirectories(directory.resolve("out"));
    }

    Path output() {
        return directory.resolve("out/edit.mp4");
    }

    RenderPlan plan(Timeline timeline) {
        return new RenderPlan(
                timeline,
                clips,
                new RenderPlan.Song(song, "song.wav", "songsha"),
                new RenderPlan.Output(output(), WIDTH, HEIGHT, RenderQuality.HIGH, VideoEncoder.X264),
                new RenderPlan.Cache(directory.resolve("cache"), 1L << 30),
                2);
    }

    RenderedFile render(Timeline timeline) throws Exception {
        return renderer.render(plan(timeline), (done, total) -> {});
    }

    void clip(String id, List<String> input, List<String> encoder) throws Exception {
        clip(id, "mp4", input, encoder);
    }

    void clip(String id, String suffix, List<String> input, List<String> encoder) throws Exception {
        Path file = media.resolve(id + "-" + Integer.toHexString((input + "" + encoder).hashCode()) + "." + suffix);
        if (!Files.exists(file)) {
            BarcodeClip.write(file, WIDTH, HEIGHT, 240, input, encoder);
        }
        clips.put(id, RenderFixtures.clip(file, String.valueOf(file.getFileName()), List.of()));
    }

    void flat(String id, int luma) throws Exception {
        Path file = media.resolve(id + luma + ".mp4");
        if (!Files.exists(file)) {
            BarcodeClip.flat(file, luma);
        }
        clips.put(id, RenderFixtures.clip(file, id + luma, List.of()));
    }
}
