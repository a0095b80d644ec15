// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What {@code rushes edit} says, returns and leaves behind when its input is bad; most cases share one running server. */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String[] GOOD = {
        "dress_wide_front.mp4", "coat_medium_front.mp4", "bag_hero.mp4", "flatlay_overhead.mp4"
    };

    private final ObjectMapper json = new ObjectMapper();
    private Path root;
    private Path data;
    private Program serve;
    private Path clips;
    private Path results;

    @BeforeAll
    void startServer(@TempDir Path folder) throws Exception {
        Program.assumeBuilt();
        root = folder;
        data = folder.resolve("data");
        serve = Program.start(data, "serve", "--port", "0");
        serve.awaitWhileRunning(
                "ready", Duration.ofSeconds(90), () -> serve.said().contains("ready at"));
    }

    @AfterAll
    void stopServer() {
        if (serve != null) {
            serve.close();
        }
    }

    @BeforeEach
    void emptyFolders() throws IOException {
        clips = Files.createTempDirectory(root, "clips");
        results = Files.createTempDirectory(root, "results");
    }

    @Test
    void badFilesAreNamedAndTheOthersUsed() throws Exception {
        Shoot.copyUnseen(clips, GOOD);
        addBadFiles();
        Program.Outcome outcome = edit(Shoot.song(), 6);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        JsonNode object = json.readTree(outcome.out());
        assertThat(object.path("left_out").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("broken.mp4", "letter.mp4", "empty.mp4");
        assertThat(outcome.err()).contains("broken.mp4: ", "letter.mp4: ", "empty.mp4: ");
        assertThat(object.path("frames").asInt()).isEqualTo(180);
        JsonNode timeline = json.readTree(results.resolve("edit.timeline.json").toFile());
        assertThat(timeline.path("clips"))
                .isNotEmpty()
                .allSatisfy(shot -> assertThat(GOOD).contains(shot.path("file").asText()));
    }

    @Test
    void onlyBadFilesEndTheEditWithEachNamed() throws Exception {
        addBadFiles();
        Program.Outcome outcome = edit(Shoot.song(), 6);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("broken.mp4: ", "letter.mp4: ", "empty.mp4: ")
                .doesNotContain(".;", ".)");
        assertNothingWritten(outcome);
    }

    @Test
    void songWithoutSoundIsRefused() throws Exception {
        Shoot.copyUnseen(clips, GOOD);
        Path silent = clips.resolveSibling("silent.mp4");
        Files.copy(Shoot.clips().resolve(GOOD[0]), silent);
        Program.Outcome outcome = edit(silent, 6);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("silent.mp4", "no sound", "add another song")
                .doesNotContain(".;");
        assertNothingWritten(outcome);
    }

    @Test
    void songOfAMomentIsRefusedWithWhatToDo() throws Exception {
        Shoot.copyUnseen(clips, GOOD);
        Path moment = clips.resolveSibling("moment.wav");
        try (AudioInputStream song =
                AudioSystem.getAudioInputStream(Shoot.song().toFile())) {
            long frames = Math.round(song.getFormat().getFrameRate() * 0.2);
            AudioSystem.write(
                    new AudioInputStream(song, song.getFormat(), frames), AudioFileFormat.Type.WAVE, moment.toFile());
        }
        Program.Outcome outcome = edit(moment, 6);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("moment.wav", "0.20 s", "at least 3 s", "add a longer song");
        assertNothingWritten(outcome);
    }

    @Test
    void textAsSongIsRefused() throws Exception {
        Shoot.copyUnseen(clips, GOOD);
        Path letter = Files.writeString(clips.resolveSibling("letter.mp3"), "Dear editor,\n".repeat(50));
        Program.Outcome outcome = edit(letter, 6);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("letter.mp3");
        assertNothingWritten(outcome);
    }

    @Test
    void targetLongerThanTheFootageIsExplained() throws Exception {
        Shoot.copyUnseen(clips, GOOD[0], GOOD[1]);
        Program.Outcome outcome = edit(Shoot.song(), 25);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("too short", "2 usable clips", "25.0 s");
        assertNothingWritten(outcome);
        Matcher fitting = Pattern.compile("a cut of (\\d+) s or less").matcher(outcome.err());
        assertThat(fitting.find()).as(outcome.err()).isTrue();
        assertThat(edit(Shoot.song(), Integer.parseInt(fitting.group(1))).exit())
                .as("the advice followed")
                .isZero();
    }

    @Test
    void unwritableOutputIsToldBeforeAnyWork() throws Exception {
        Shoot.copyUnseen(clips, GOOD[0]);
        Program.Outcome proc = editTo(Path.of("/proc/edit.mp4"));
        assertThat(proc.exit()).as(proc.err()).isEqualTo(4);
        assertThat(proc.err()).contains("/proc: cannot write there", "choose another -o");
        Path file = Files.writeString(results.resolve("file.txt"), "");
        Program.Outcome inFile = editTo(file.resolve("edit.mp4"));
        assertThat(inFile.exit()).as(inFile.err()).isEqualTo(2);
        assertThat(inFile.err()).contains("file.txt: there is no such folder");
        assertThat(List.of(proc, inFile))
                .allSatisfy(outcome -> assertThat(outcome.err()).doesNotContain("Reading clips"));
    }

    @Test
    void controlCWhileLookingLeavesNothing() throws Exception {
        interrupt("✓ Finding beats", Program::interruptGroup);
    }

    @Test
    void interruptWhileRenderingLeavesNothing() throws Exception {
        interrupt("✓ Choosing shots", program -> program.signal("INT"));
    }

    @Test
    void killedEditTakesItsServerAlong() throws Exception {
        Path own = Files.createTempDirectory(root, "own").resolve("data");
        try (Program edit = Program.start(own, editOfTenSeconds())) {
            edit.awaitWhileRunning(
                    "work has begun", Duration.ofMinutes(2), () -> edit.said().contains("✓ Reading clips"));
            edit.signal("KILL");
            edit.await(Duration.ofSeconds(10));
            edit.assertNothingLeft();
        }
    }

    private void interrupt(String moment, Interruption interruption) throws Exception {
        Program.assumeInterruptible();
        Path own = Files.createTempDirectory(root, "own").resolve("data");
        try (Program edit = Program.start(own, editOfTenSeconds())) {
            edit.awaitWhileRunning(
                    moment, Duration.ofMinutes(2), () -> edit.said().contains(moment));
            interruption.of(edit);
            Program.Outcome outcome = edit.await(Duration.ofSeconds(30));
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(130);
            assertThat(outcome.err()).doesNotContain("Done in", "Exception");
            assertNothingWritten(outcome);
            edit.assertNothingLeft();
        }
        assertThat(own.resolve("server.json")).doesNotExist();
    }

    private String[] editOfTenSeconds() throws Exception {
        return new String[] {
            "edit",
            Shoot.clips().toString(),
            "--song",
            Shoot.song().toString(),
            "--duration",
            "10",
            "-o",
            results.resolve("edit.mp4").toString()
        };
    }

    private interface Interruption {
        void of(Program program) throws IOException, InterruptedException;
    }

    private Program.Outcome edit(Path song, int seconds) throws IOException {
        return Program.run(
                data,
                "edit",
                clips.toString(),
                "--song",
                song.toString(),
                "--duration",
                Integer.toString(seconds),
                "--json",
                "-o",
                results.resolve("edit.mp4").toString());
    }

    private Program.Outcome editTo(Path output) throws Exception {
        return Program.run(
                data, "edit", clips.toString(), "--song", Shoot.song().toString(), "-o", output.toString());
    }

    /** A clip without its index, a letter named like a clip, and nothing at all. */
    private void addBadFiles() throws Exception {
        byte[] broken = Files.readAllBytes(Shoot.clips().resolve(GOOD[0]));
        Arrays.fill(broken, 32, broken.length / 2, (byte) 0);
        Files.write(clips.resolve("broken.mp4"), broken);
        Files.writeString(clips.resolve("letter.mp4"), "Dear editor,\n".repeat(50));
        Files.write(clips.resolve("empty.mp4"), new byte[0]);
    }

    private void assertNothingWritten(Program.Outcome outcome) throws IOException {
        assertThat(outcome.out()).isEmpty();
        try (Stream<Path> files = Files.list(results)) {
            assertThat(files).as("files in the output folder").isEmpty();
        }
    }
}
