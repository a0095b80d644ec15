// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.worker.decode.FrameSpec.Layout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFramesTest {

    private static final FrameSpec FEW = new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.FEW_KEY_FRAMES, true);

    private final MediaReader reader = FfmpegMediaReader.open();

    @TempDir
    Path folder;

    @Test
    void oneOfEveryTwoSecondsIsWantedAndAtMostEight() {
        assertThat(KeyFrames.wanted(0.5)).isEqualTo(2);
        assertThat(KeyFrames.wanted(6)).isEqualTo(3);
        assertThat(KeyFrames.wanted(6.04)).isEqualTo(4);
        assertThat(KeyFrames.wanted(3_600)).isEqualTo(8);
        assertThat(KeyFrames.wanted(0)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp4", "a.mov", "a.mkv", "a.avi", "a.ts"})
    void keyFramesAreSpreadOverTheFileInEveryContainer(String name) throws Exception {
        List<Double> times = times(clip(name, 12, "-g", "25"));

        assertThat(times).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(times.get(i)).isCloseTo(2 * i, within(0.15));
        }
    }

    @Test
    void longFilesGiveNoMoreThanEight() throws Exception {
        List<Double> times = times(clip("long.mp4", 40, "-g", "10"));

        assertThat(times).hasSize(8);
        assertThat(times.getLast()).isBetween(34.5, 36.0);
    }

    @Test
    void fileWithOneKeyFrameIsSeen() throws Exception {
        assertThat(times(clip("one.mp4", 12, "-g", "1000"))).containsExactly(0.0);
    }

    @Test
    void fileThatBeginsBetweenKeyFramesIsSeen() throws Exception {
        Path whole = clip("whole.ts", 6, "-g", "50");
        byte[] bytes = Files.readAllBytes(whole);
        int cut = bytes.length / 5 / 188 * 188;
        Path rest = folder.resolve("rest.ts");
        Files.write(rest, Arrays.copyOfRange(bytes, cut, bytes.length));

        assertThat(times(rest)).isNotEmpty();
    }

    @Test
    void headersThatSayNothingOfTheSizeAreMadeUpFor() throws Exception {
        Path clip = clip("sizeless.mp4", 4, "-g", "25");
        byte[] bytes = Files.readAllBytes(clip);
        ByteBuffer.wrap(bytes).putInt(indexOf(bytes, "avc1") + 28, 0);
        Files.write(clip, bytes);

        assertThat(reader.skim(clip).video())
                .extracting(v -> v.codedWidth(), v -> v.codedHeight())
                .containsExactly(128, 96);
        assertThat(times(clip)).hasSize(2);
    }

    @Test
    void headersThatCallTheWrongFrameAKeyFrameAreNotBelieved() throws Exception {
        Path clip = clip("liar.mp4", 2, "-g", "1000");
        byte[] bytes = Files.readAllBytes(clip);
        ByteBuffer.wrap(bytes).putInt(indexOf(bytes, "stss") + 12, 20);
        Files.write(clip, bytes);

        assertThat(times(clip)).containsExactly(0.0);
    }

    @Test
    void skimSaysWhatAProbeSaysOfShapeAndLength() throws Exception {
        Path clip = clip("turned.mp4", 3, "-g", "25");
        Path turned =
                TestMedia.make(folder.resolve("t.mp4"), "-display_rotation", "90", "-i", clip.toString(), "-c", "copy");

        MediaInfo skimmed = FfmpegMediaReader.open().skim(turned);

        MediaInfo probed = reader.probe(turned);
        assertThat(skimmed.durationSeconds()).isCloseTo(probed.durationSeconds(), within(0.1));
        assertThat(skimmed.video())
                .usingRecursiveComparison()
                .ignoringFields("nominalRate", "pixelFormat", "transfer")
                .isEqualTo(probed.video());
        assertThat(skimmed.video()).extracting(v -> v.rotation()).isEqualTo(270);
    }

    private List<Double> times(Path clip) throws Exception {
        List<Double> times = new ArrayList<>();
        reader.readFrames(clip, FEW, frame -> times.add(frame.seconds()));
        return times;
    }

    private Path clip(String name, int seconds, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=s=128x96:r=25:d=" + seconds));
        arguments.addAll(List.of("-c:v", "libx264", "-pix_fmt", "yuv420p", "-sc_threshold", "0"));
        arguments.addAll(List.of(more));
        return TestMedia.make(folder.resolve(name), arguments.toArray(new String[0]));
    }

    /** The last one, as headers are at the end and brands at the beginning. */
    private static int indexOf(byte[] bytes, String word) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(word);
        assertThat(at).as(word).isPositive();
        return at;
    }
}
