// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.TestMedia;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void clipsGiveOneObjectALineInTheirOrder() throws Exception {
        Path good = clip("good.mp4", 2);
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path shorter = clip("shorter.mp4", 1);

        int status = run("clip", good.toString(), empty.toString(), shorter.toString(), "--json");

        List<JsonNode> objects = objects();
        assertThat(status).isEqualTo(1);
        assertThat(objects)
                .hasSize(3)
                .allSatisfy(object -> assertThat(keys(object))
                        .containsExactly(
                                "duration",
                                "width",
                                "height",
                                "rotation",
                                "frame_rate",
                                "shot_type",
                                "shot_type_confidence",
                                "angle",
                                "motion",
                                "motion_intensity",
                                "blur_score",
                                "exposure_score",
                                "shake_score",
                                "visual_quality",
                                "color_variance",
                                "usable_windows",
                                "rejected_reason",
                                "remarks",
                                "description",
                                "palette",
                                "color_temperature",
                                "saturation",
                                "contrast",
                                "mood"));
        assertThat(objects.get(0).path("duration").asDouble()).isEqualTo(2.0);
        assertThat(objects.get(1).path("rejected_reason").asText()).startsWith("This file is empty.");
        assertThat(objects.get(2).path("duration").asDouble()).isEqualTo(1.0);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("empty.mp4: This file is empty.");
    }

    @Test
    void songThatTheUntriedReaderRefusesIsReadByTheOther() throws Exception {
        Path song = TestMedia.make(
                folder.resolve("song.wav"), "-f", "lavfi", "-i", "aevalsrc='sin(440*2*PI*t)*exp(-20*mod(t,0.5))':d=12");
        MediaReader broken = (MediaReader) Proxy.newProxyInstance(
                MediaReader.class.getClassLoader(), new Class<?>[] {MediaReader.class}, (proxy, method, arguments) -> {
                    throw new UnreadableMedia(UnreadableMedia.Code.NOT_MEDIA, "no cage");
                });

        int status = new Inspect(broken, FfmpegMediaReader::open)
                .inspect(
                        Inspect.Kind.SONG,
                        List.of(song),
                        true,
                        new PrintStream(out, true),
                        new PrintStream(error, true));

        assertThat(status).isZero();
        assertThat(objects().getFirst().path("duration").asDouble()).isEqualTo(12.0);
        assertThat(error.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void songAndVideoHaveTheDocumentedKeys() throws Exception {
        Path song = TestMedia.make(
                folder.resolve("song.wav"), "-f", "lavfi", "-i", "aevalsrc='sin(440*2*PI*t)*exp(-20*mod(t,0.5))':d=12");

        assertThat(run("song", song.toString(), "--json")).isZero();
        assertThat(run("video", clip("edit.mp4", 2).toString(), "--json")).isZero();

        assertThat(keys(objects().get(0)))
                .contains(
                        "bpm",
                        "beats",
                        "downbeats",
                        "energy_curve",
                        "energy_hop_seconds",
                        "confidence",
                        "tempo_candidates",
                        "sections",
                        "duration");
        assertThat(keys(objects().get(1))).containsExactly("frame_rate", "frames", "cuts", "shots");
        assertThat(objects().get(1).path("frame_rate").asText()).isEqualTo("25/1");
        assertThat(objects().get(1).path("frames").asInt()).isEqualTo(50);
    }

    @Test
    void withoutJsonATableIsPrinted() {
        assertThat(run("clip", clip("good.mp4", 1).toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("good.mp4\n")
                .containsPattern("width +160")
                .doesNotContain("{");
    }

    @Test
    void wrongCommandLineIsExplained() {
        assertThat(run("film", "x.mp4")).isEqualTo(2);
        assertThat(run("clip")).isEqualTo(2);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("usage: inspect clip|song|video FILE... [--json]");
        assertThat(out.size()).isZero();
    }

    private int run(String... arguments) {
        return Inspect.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    private Path clip(String name, int seconds) {
        return TestMedia.make(
                folder.resolve(name),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=160x90:r=25:d=" + seconds,
                "-pix_fmt",
                "yuv420p");
    }

    private List<JsonNode> objects() throws Exception {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
