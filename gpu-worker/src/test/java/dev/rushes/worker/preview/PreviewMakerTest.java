// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.worker.decode.Ffmpeg;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.TestMedia;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.preview.PreviewFile.Role;
import dev.rushes.worker.render.BarcodeClip;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewMakerTest {
    private static final Sandbox SANDBOX = Sandbox.detect();
    private static final PreviewMaker MAKER = new PreviewMaker(SANDBOX, new FfmpegMediaReader(SANDBOX));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void everyFrameOfTheProxyIsThatOfTheClipAtItsTime() throws Exception {
        // 30 frames 33 ms apart, then 30 frames 100 ms apart, beginning at 2 s, as a phone in bad light writes them.
        Path clip = BarcodeClip.write(
                folder.resolve("clip.mkv"),
                540,
                960,
                60,
                List.of("-r", "30"),
                List.of(
                        "-vf",
                        "settb=1/1000,setpts='2000+if(lt(N,30),N*33,990+(N-30)*100)'",
                        "-fps_mode",
                        "passthrough",
                        "-enc_time_base",
                        "1/1000",
                        "-c:v",
                        "libx264",
                        "-bf",
                        "3"));
        List<PreviewFile> made = MAKER.picture(clip, folder.resolve("out"), (done, total) -> {});
        Path proxy = path(made, Role.PROXY);
        assertThat(BarcodeClip.numbers(proxy))
                .isEqualTo(IntStream.range(0, 60).boxed().toList());
        List<Double> times = new ArrayList<>();
        for (JsonNode frame : probe(proxy, "-show_entries", "frame=pts_time").path("frames")) {
            times.add(frame.path("pts_time").asDouble());
        }
        assertThat(times).hasSize(60);
        for (int i = 0; i < 60; i++) {
            double expected = (i < 30 ? i * 33 : 990 + (i - 30) * 100) / 1e3;
            assertThat(times.get(i)).as("frame " + i).isCloseTo(expected, org.assertj.core.data.Offset.offset(0.0011));
        }
        assertThat(file(made, Role.PROXY).count()).isEqualTo(60);
        assertThat(file(made, Role.PROXY).micros()).isBetween(3_900_000L, 4_100_000L);
    }

    @Test
    void aProxyIsMadeForSeeking() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("clip.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=1920x1080:r=30:d=3",
                "-f",
                "lavfi",
                "-i",
                "sine=d=3",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "250",
                "-shortest");
        List<PreviewFile> made = MAKER.picture(clip, folder.resolve("out"), (done, total) -> {});
        Path proxy = path(made, Role.PROXY);
        JsonNode streams = probe(proxy, "-show_streams").path("streams");
        assertThat(streams).as("no sound").hasSize(1);
        assertThat(streams.path(0).path("codec_name").asText()).isEqualTo("h264");
        assertThat(streams.path(0).path("width").asInt()).isEqualTo(960);
        assertThat(streams.path(0).path("height").asInt()).isEqualTo(540);
        assertThat(streams.path(0).path("has_b_frames").asInt()).isZero();
        int sinceKey = 0;
        for (JsonNode packet : probe(proxy, "-show_packets").path("packets")) {
            sinceKey = packet.path("flags").asText().startsWith("K") ? 0 : sinceKey + 1;
            assertThat(sinceKey).as("frames since the last key frame").isLessThan(15);
        }
        String head = new String(Files.readAllBytes(proxy), StandardCharsets.ISO_8859_1);
        assertThat(head.indexOf("moov")).as("faststart").isBetween(0, head.indexOf("mdat"));
        assertThat(size(made, Role.POSTER)).containsExactly(960, 540);
        assertThat(size(made, Role.THUMBNAIL)).containsExactly(320, 180);
        assertThat(file(made, Role.THUMBNAIL).width()).isEqualTo(320);
        for (PreviewFile each : made) {
            assertThat(Files.size(folder.resolve("out").resolve(each.fileName())))
                    .isEqualTo(each.sizeBytes());
        }
    }

    @Test
    void aTurnedClipIsUpright() throws Exception {
        Path flat = TestMedia.make(
                folder.resolve("flat.mp4"), "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=1", "-c:v", "libx264");
        Path clip = TestMedia.make(
                folder.resolve("turned.mp4"), "-display_rotation:v:0", "90", "-i", flat.toString(), "-c", "copy");
        List<PreviewFile> made = MAKER.picture(clip, folder.resolve("out"), (done, total) -> {});
        JsonNode stream =
                probe(path(made, Role.PROXY), "-show_streams").path("streams").path(0);
        assertThat(stream.path("width").asInt()).isEqualTo(540);
        assertThat(stream.path("height").asInt()).isEqualTo(960);
        assertThat(stream.path("side_data_list")).as("turned for good").isEmpty();
        assertThat(size(made, Role.POSTER)).containsExactly(540, 960);
    }

    @Test
    void everyTileShowsThePictureOfItsTime() throws Exception {
        Path clip = BarcodeClip.write(
                folder.resolve("clip.mp4"), 540, 960, 310, List.of("-r", "30"), List.of("-c:v", "libx264", "-bf", "2"));
        List<PreviewFile> made = MAKER.picture(clip, folder.resolve("out"), (done, total) -> {});
        PreviewFile strip = file(made, Role.FILMSTRIP);
        assertThat(strip.micros()).isEqualTo(500_000);
        assertThat(strip.count()).isEqualTo(21);
        assertThat(strip.columnCount()).isEqualTo(10);
        BufferedImage sheet = ImageIO.read(path(made, Role.FILMSTRIP).toFile());
        assertThat(sheet.getWidth()).isEqualTo(10 * strip.width());
        assertThat(sheet.getHeight()).isEqualTo(3 * strip.height());
        for (int tile = 0; tile < strip.count(); tile++) {
            assertThat(number(sheet, strip, tile)).as("tile " + tile).isEqualTo(tile * 15);
        }
    }

    @Test
    void aSinglePictureHasAllFiles() throws Exception {
        Path clip = BarcodeClip.write(
                folder.resolve("one.mp4"), 200, 120, 1, List.of("-r", "30"), List.of("-c:v", "libx264"));
        List<PreviewFile> made = MAKER.picture(clip, folder.resolve("out"), (done, total) -> {});
        assertThat(made)
                .extracting(PreviewFile::role)
                .containsExactly(Role.PROXY, Role.POSTER, Role.THUMBNAIL, Role.FILMSTRIP);
        assertThat(size(made, Role.POSTER)).as("never enlarged").containsExactly(200, 120);
        assertThat(file(made, Role.FILMSTRIP).count()).isEqualTo(1);
    }

    @Test
    void peaksAreTheExtremesOfTheSound() throws Exception {
        Path song = TestMedia.make(
                folder.resolve("song.wav"),
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='if(lt(t,1),0.25,if(lt(t,2),-0.5,0))':s=44100:d=3");
        List<PreviewFile> made = MAKER.sound(song, folder.resolve("out"));
        assertThat(made).extracting(PreviewFile::samplesPerPeak).containsExactly(256, 1_024, 4_096, 16_384);
        for (PreviewFile zoom : made) {
            ByteBuffer data = ByteBuffer.wrap(
                            Files.readAllBytes(folder.resolve("out").resolve(zoom.fileName())))
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(List.of(data.getInt(), data.getInt(), data.getInt(), data.getInt()))
                    .containsExactly(2, 1, 44_100, zoom.samplesPerPeak());
            int peaks = data.getInt();
            assertThat(peaks).isEqualTo((int) zoom.count()).isEqualTo(Math.ceilDiv(3 * 44_100, zoom.samplesPerPeak()));
            assertThat(data.getInt()).as("channels").isEqualTo(1);
            assertThat(data.remaining()).isEqualTo(2 * peaks);
            int change = 44_100 / zoom.samplesPerPeak();
            assertThat(List.of(data.get(24), data.get(25))).containsExactly((byte) 32, (byte) 32);
            assertThat(List.of(data.get(24 + 2 * change), data.get(25 + 2 * change)))
                    .as("the peak that spans the change")
                    .containsExactly((byte) -63, (byte) 32);
            assertThat(List.of(data.get(data.limit() - 2), data.get(data.limit() - 1)))
                    .containsExactly((byte) 0, (byte) 0);
        }
    }

    @Test
    void aFileWithoutPictureIsRefusedInWords() throws IOException {
        Path text =
                Files.writeString(folder.resolve("text.mp4"), "not a video at all, but long enough to be looked at");
        UnreadableMedia refused = catchThrowableOfType(
                UnreadableMedia.class, () -> MAKER.picture(text, folder.resolve("out"), (done, total) -> {}));
        assertThat(refused.code()).isEqualTo(UnreadableMedia.Code.NOT_MEDIA);
    }

    private Path path(List<PreviewFile> made, Role role) {
        return folder.resolve("out").resolve(file(made, role).fileName());
    }

    private static PreviewFile file(List<PreviewFile> made, Role role) {
        return made.stream().filter(each -> each.role() == role).findFirst().orElseThrow();
    }

    private int[] size(List<PreviewFile> made, Role role) throws IOException {
        BufferedImage image = ImageIO.read(path(made, role).toFile());
        return new int[] {image.getWidth(), image.getHeight()};
    }

    private static int number(BufferedImage sheet, PreviewFile strip, int tile) {
        int width = strip.width();
        byte[] luma = new byte[width * strip.height()];
        int left = tile % strip.columnCount() * width;
        int top = tile / strip.columnCount() * strip.height();
        for (int y = 0; y < strip.height(); y++) {
            for (int x = 0; x < width; x++) {
                luma[y * width + x] = (byte) (sheet.getRGB(left + x, top + y) >> 8 & 0xff);
            }
        }
        return BarcodeClip.number(luma, width, strip.height());
    }

    private static JsonNode probe(Path file, String... what) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Ffmpeg.ffprobe().toString(), "-v", "error", "-of", "json"));
        line.addAll(List.of(what));
        line.add(file.toString());
        var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Ffmpeg.environment(Ffmpeg.ffprobe()));
        Process child = builder.start();
        JsonNode said = JSON.readTree(child.getInputStream().readAllBytes());
        assertThat(child.waitFor()).isZero();
        return said;
    }
}
