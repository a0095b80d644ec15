// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is wrong with a command line is found before a server is started. */
final class MainTest {

    @TempDir
    Path folder;

    private Path clips;
    private Path song;

    @BeforeEach
    void makeInputs() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        Files.write(clips.resolve("a.mp4"), new byte[] {1});
        song = Files.write(folder.resolve("song.mp3"), new byte[] {1});
    }

    private int edit(String... more) {
        String[] args = new String[more.length + 4];
        args[0] = "edit";
        args[1] = clips.toString();
        args[2] = "--song";
        args[3] = song.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Main.run(args);
    }

    @Test
    void missingOptionIsAUsageError() {
        assertThat(edit()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void outputThatIsNoMp4IsAUsageError() {
        assertThat(edit("-o", folder.resolve("edit.avi").toString())).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void outputInAMissingFolderIsAUsageError() {
        assertThat(edit("-o", folder.resolve("no/edit.mp4").toString())).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void outputOverAClipIsRefused() throws IOException {
        Path clip = clips.resolve("a.mp4");

        assertThat(edit("-o", clip.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(clip).hasBinaryContent(new byte[] {1});
    }

    @Test
    void durationOutsideTheRangeIsAUsageError() {
        String out = folder.resolve("edit.mp4").toString();

        assertThat(edit("-o", out, "--duration", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(edit("-o", out, "--duration", "601")).isEqualTo(ExitCode.USAGE.code());
        assertThat(edit("-o", out, "--duration", "half")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void projectWithoutANameIsAUsageError() {
        String out = folder.resolve("edit.mp4").toString();

        assertThat(edit("-o", out, "--project", " ")).isEqualTo(ExitCode.USAGE.code());
        assertThat(edit("-o", out, "--project", "x".repeat(201))).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void unknownShapeIsAUsageError() {
        assertThat(edit("-o", folder.resolve("edit.mp4").toString(), "--shape", "4:3"))
                .isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void serverThatIsNoUrlIsAUsageError() {
        assertThat(edit("-o", folder.resolve("edit.mp4").toString(), "--server", "localhost"))
                .isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void portOutsideTheRangeIsAUsageError() {
        assertThat(Main.run("serve", "--port", "65536")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("serve", "--port", "-1")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void guestLinkForNoTimeOrTooLongIsAUsageError() {
        assertThat(Main.run("share", "--days", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("share", "--days", "91")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void exportOfAnUnknownKindOrToNowhereIsAUsageError() {
        assertThat(Main.run("export", "-o", folder.resolve("cut.txt").toString()))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("export", "-o", folder.resolve("no/cut.json").toString()))
                .isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void exportOptionsThatContradictOrDoNothingAreUsageErrors() {
        String xml = folder.resolve("cut.xml").toString();
        String video = folder.resolve("cut.mov").toString();
        assertThat(Main.run("export", "-o", xml, "--format", "fcpxml")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("export", "-o", xml, "--format", "avid")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("export", "-o", xml, "--size", "1080x1080")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("export", "-o", video, "--media-root", "/clips")).isEqualTo(ExitCode.USAGE.code());
        assertThat(Main.run("export", "-o", video, "--size", "720x1280")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void helpIsNotAnError() {
        assertThat(Main.run("--help")).isEqualTo(ExitCode.OK.code());
        assertThat(Main.run("edit", "--help")).isEqualTo(ExitCode.OK.code());
    }

    @Test
    void helpAsAWordIsTheSameAsTheOption() {
        assertThat(said("help")).isEqualTo(said("--help")).contains("Exit codes:");
        assertThat(said("help", "edit")).isEqualTo(said("edit", "--help")).contains("--song");
        assertThat(Main.run("help", "nothing")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void misspelledWordsAreAnsweredWithTheRightOnes() {
        assertThat(complaint("edti", "clips"))
                .contains("Did you mean", "rushes edit")
                .doesNotContain("index");
        assertThat(complaint("edit", "clips", "--song", "song.mp3", "-o", "edit.mp4", "--durration", "15"))
                .contains("--duration");
    }

    @Test
    void clipsOneByOneAreAnsweredWithTheFolder() {
        assertThat(complaint("edit", "a.mp4", "b.mp4", "c.mp4", "--song", "song.mp3", "-o", "edit.mp4"))
                .contains("name the folder that holds your clips")
                .doesNotContain("index");
    }

    /** What a wrong command line is answered with on standard error. */
    private static String complaint(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            assertThat(Main.run(arguments)).isEqualTo(ExitCode.USAGE.code());
        } finally {
            System.setErr(before);
        }
        return err.toString(UTF_8);
    }

    /** What a command that succeeds writes to standard output. */
    private static String said(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            assertThat(Main.run(arguments)).isEqualTo(ExitCode.OK.code());
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8);
    }
}
