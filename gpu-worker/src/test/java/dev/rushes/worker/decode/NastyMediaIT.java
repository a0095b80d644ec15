// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.worker.decode.FrameSpec.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads every file of the shared collection of hostile and damaged media. */
class NastyMediaIT {

    private static final Path MEDIA =
            Path.of(System.getProperty("rushes.root", "..")).resolve("../shared/media/dev");

    /**
     * Differences that stand: the readable part starts after 100 kB that look like nothing; songs that are only too short
     * are refused by the song analyser, not by the reader.
     */
    private static final Set<String> KNOWN = Set.of("nasty/media3_100kB_garbage_prefix.mp3", "nasty/n_song_0.2s.wav");

    @Test
    void everyNastyFileIsReadOrRefusedAsMarked() throws Exception {
        Path truth = MEDIA.resolve("truth/nasty.json");
        assumeThat(truth).as("the shared media are not on this machine").exists();
        MediaReader reader = FfmpegMediaReader.open();
        List<String> differences = new ArrayList<>();
        for (JsonNode entry :
                new ObjectMapper().readTree(Files.readAllBytes(truth)).path("files")) {
            String name = entry.path("file").asText();
            String expected = entry.path("expect").asText();
            long start = System.nanoTime();
            String outcome = outcome(
                    reader, MEDIA.resolve(name), entry.path("kind").asText().equals("song"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(name).isLessThan(Duration.ofMinutes(2));
            if (!KNOWN.contains(name) && !matches(expected, outcome)) {
                differences.add(name + ": expected " + expected + ", got " + outcome);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static boolean matches(String expected, String outcome) {
        boolean read = outcome.equals("read");
        return (expected.startsWith("accept") && read)
                || (expected.equals("reject") && !read)
                || expected.contains("_or_");
    }

    private static String outcome(MediaReader reader, Path file, boolean song) throws InterruptedException {
        try {
            if (song) {
                assertThat(reader.readAudio(file, 44_100)).isNotEmpty();
            } else {
                reader.readFrames(file, new FrameSpec(128, Layout.YUV444, FrameSpec.Choice.ALL, true), frame -> {});
            }
            return "read";
        } catch (UnreadableMedia refusal) {
            assertThat(refusal.getMessage())
                    .as(file.getFileName().toString())
                    .doesNotContain("/", "0x")
                    .endsWith(".");
            return refusal.code() + ": " + refusal.getMessage();
        }
    }
}
