// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.worker.decode.FrameSpec.Layout;
import dev.rushes.worker.decode.UnreadableMedia.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {

    private static final FrameSpec SPEC = new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.ALL, false);

    private static final FrameSpec GLANCE = new FrameSpec(64, Layout.YUV420, FrameSpec.Choice.FEW_KEY_FRAMES, true);

    @TempDir
    Path folder;

    private Path good;

    /** The weaker cage must hold as well: it is all a machine without bubblewrap has. */
    enum Cage {
        BEST,
        LIMITS_ONLY;

        MediaReader reader() {
            return new FfmpegMediaReader(this == BEST ? Sandbox.detect() : Sandbox.limitsOnly());
        }
    }

    @BeforeEach
    void makeGoodClip() {
        good = TestMedia.make(
                folder.resolve("good.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=128x96:r=25:d=2",
                "-pix_fmt",
                "yuv420p",
                "-movflags",
                "faststart");
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void playlistsDoNotLeadToOtherFiles(Cage cage) throws IOException {
        Path target = TestMedia.make(folder.resolve("secret.ts"), "-i", good.toString(), "-c", "copy");
        String hls = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + target.toUri() + "\n#EXT-X-ENDLIST\n";
        String concat = "ffconcat version 1.0\nfile '" + target + "'\n";
        String sdp =
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n";
        for (String script : new String[] {hls, concat, sdp}) {
            assertRefused(cage, write("clip.mp4", script.getBytes(StandardCharsets.UTF_8)), Code.NOT_MEDIA);
            // The same hidden behind a byte that is no text, so that only the demuxer list stands in the way.
            assertRefused(cage, write("b.mp4", (script + "\u0001").getBytes(StandardCharsets.UTF_8)), Code.NOT_MEDIA);
        }
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void hugePicturesAreRefusedBeforeTheyAreDecoded(Cage cage) {
        Path huge = TestMedia.make(
                folder.resolve("huge.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=red:s=12000x12000:r=1:d=1",
                "-c:v",
                "mjpeg",
                "-pix_fmt",
                "yuvj420p");

        assertRefused(cage, huge, Code.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void gapOfTwentyHoursGivesNoExtraFrames(Cage cage) throws Exception {
        Path gap = TestMedia.make(
                folder.resolve("gap.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=64x64:r=10:d=1",
                "-vf",
                "setpts='PTS+if(gte(N,5),72000/TB,0)'",
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "yuv420p");

        assertRefused(cage, gap, Code.TOO_LONG);
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void truncatedFileGivesWhatCameBefore(Cage cage) throws Exception {
        byte[] bytes = Files.readAllBytes(good);
        Path half = write("half.mp4", Arrays.copyOf(bytes, bytes.length * 6 / 10));

        MediaReader.ReadSummary summary = cage.reader().readFrames(half, SPEC, frame -> {});

        assertThat(summary.frameCount()).isBetween(5L, 49L);
        assertThat(summary.complete()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void damagedFramesAreCounted(Cage cage) throws Exception {
        byte[] bytes = Files.readAllBytes(good);
        for (int at = bytes.length / 3; at < bytes.length * 2 / 3; at += 211) {
            bytes[at] ^= 0x55;
        }

        MediaReader.ReadSummary damaged = cage.reader().readFrames(write("bits.mp4", bytes), SPEC, frame -> {});

        assertThat(damaged.damagedFrames()).isPositive();
        assertThat(damaged.complete()).isFalse();
        assertThat(cage.reader().readFrames(good, SPEC, frame -> {}).damagedFrames())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void glanceAtDamagedFilesEndsWithPicturesOrARefusal(Cage cage) throws Exception {
        byte[] whole = Files.readAllBytes(good);
        MediaReader reader = cage.reader();
        Random random = new Random(7);
        int seen = 0;
        for (int round = 0; round < 12; round++) {
            byte[] bytes = Arrays.copyOf(whole, round % 3 == 0 ? whole.length * (round + 4) / 16 : whole.length);
            for (int hit = 0; hit < 4 * round; hit++) {
                bytes[32 + random.nextInt(bytes.length / (1 + round % 2) - 32)] = (byte) random.nextInt();
            }
            try {
                seen += reader.readFrames(write("r" + round + ".mp4", bytes), GLANCE, frame -> {})
                                        .frameCount()
                                > 0
                        ? 1
                        : 0;
            } catch (UnreadableMedia e) {
                assertThat(e.getMessage()).doesNotContain("/").endsWith(".");
            }
        }
        assertThat(seen).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void whatIsPlainlySomethingElseIsNamed(Cage cage) throws IOException {
        assertThat(refusal(cage, write("a.mp4", "Dear diary,\nno film today.\n".getBytes(StandardCharsets.UTF_8))))
                .hasMessageStartingWith("This is a text file, not a video");
        assertThat(refusal(cage, write("b.mov", "<!DOCTYPE html>\n<p>404".getBytes(StandardCharsets.UTF_8))))
                .hasMessageStartingWith("This is a web page");
        Path picture =
                TestMedia.make(folder.resolve("c.png"), "-f", "lavfi", "-i", "color=red:s=8x8", "-frames:v", "1");
        assertThat(refusal(cage, Files.copy(picture, folder.resolve("c.mp4"))))
                .hasMessageStartingWith("This is a picture");
        assertThat(refusal(cage, write("d.mp4", new byte[5000])).code()).isEqualTo(Code.NOT_MEDIA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i.mp4",
                "-y",
                "a b 'c' \"d\" 100%d ;rm & $(x).mp4",
                "名前 😀.mp4",
                "pipe:0",
                "%03d.mp4",
                "concat:a|b.mp4"
            })
    void namesAreOnlyNames(String name) throws Exception {
        Path odd = Files.copy(good, folder.resolve(name));
        Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), odd);
        MediaReader reader = Cage.BEST.reader();

        assertThat(reader.readFrames(odd, SPEC, frame -> {}).frameCount()).isEqualTo(50);
        assertThat(reader.readFrames(link, SPEC, frame -> {}).frameCount()).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(Cage.class)
    void missingFileAndFolderAreRefused(Cage cage) {
        assertRefused(cage, folder.resolve("gone.mp4"), Code.DECODER_FAILED);
        assertRefused(cage, folder, Code.DECODER_FAILED);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static UnreadableMedia refusal(Cage cage, Path file) {
        UnreadableMedia refusal = refusal(cage, file, SPEC);
        assertThat(refusal(cage, file, GLANCE)).hasMessage(refusal.getMessage());
        return refusal;
    }

    private static UnreadableMedia refusal(Cage cage, Path file, FrameSpec spec) {
        UnreadableMedia refusal =
                catchThrowableOfType(UnreadableMedia.class, () -> cage.reader().readFrames(file, spec, frame -> {}));
        assertThat(refusal).as("refusal of %s", file.getFileName()).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("/").endsWith(".");
        return refusal;
    }

    private static void assertRefused(Cage cage, Path file, Code code) {
        assertThatThrownBy(() -> {
                    throw refusal(cage, file);
                })
                .extracting(e -> ((UnreadableMedia) e).code())
                .isEqualTo(code);
    }
}
