// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.BarcodeClip.expected;
import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.time.FrameRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise")
final class RenderedPicturesTest extends RenderStudio {
    @ParameterizedTest
    @CsvSource({
        "30/1, 30/1",
        "30/1, 25/1",
        "30/1, 24/1",
        "30/1, 30000/1001",
        "30/1, 60/1",
        "30/1, 16/1",
        "25/1, 30/1",
        "25/1, 25/1",
        "30000/1001, 30/1",
        "30000/1001, 24000/1001",
        "30000/1001, 30000/1001",
        "24/1, 60/1"
    })
    void everyFrameShowsThePictureOfItsTime(String timelineRate, String clipRate) throws Exception {
        FrameRate rate = FrameRate.parse(timelineRate);
        FrameRate source = FrameRate.parse(clipRate);
        clip("a", List.of("-r", clipRate), X264);
        RenderedFile file = render(aTimeline(rate)
                .shot("a", 0, 7)
                .shot("a", 61, 20)
                .shot("a", 23, 13)
                .shot("a", 90, 1)
                .build());

        List<Integer> wanted = new ArrayList<>(expected(rate, source, 0, 7));
        wanted.addAll(expected(rate, source, 61, 20));
        wanted.addAll(expected(rate, source, 23, 13));
        wanted.addAll(expected(rate, source, 90, 1));
        assertThat(BarcodeClip.numbers(output())).isEqualTo(wanted);
        assertThat(file.frameCount()).isEqualTo(41);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkv libx264",
                "mov libx264",
                "avi mpeg4",
                "avi libx264",
                "mkv libvpx-vp9",
                "mp4 libx265",
                "ts libx264",
                "webm libvpx"
            })
    void everyContainerIsReadToTheFrame(String kind) throws Exception {
        String[] words = kind.split(" ");
        List<String> encoder = words[1].equals("libx264")
                ? X264
                : List.of("-c:v", words[1], "-b:v", "2M", "-g", "24", "-threads", "2");
        clip("c", words[0], List.of("-r", "30"), encoder);
        FrameRate rate = FrameRate.FPS_30;
        render(aTimeline(rate)
                .shot("c", 100, 20)
                .shot("c", 3, 10)
                .shot("c", 200, 12)
                .build());

        List<Integer> wanted = new ArrayList<>(expected(rate, rate, 100, 20));
        wanted.addAll(expected(rate, rate, 3, 10));
        wanted.addAll(expected(rate, rate, 200, 12));
        assertThat(BarcodeClip.numbers(output())).isEqualTo(wanted);
    }

    @Test
    void clipTrimmedInThePhoneStartsAtTheTrim() throws Exception {
        Path whole = media.resolve("whole.mp4");
        Path trimmed = media.resolve("trimmed.mp4");
        BarcodeClip.write(whole, WIDTH, HEIGHT, 240, List.of("-r", "30"), longGroups());
        BarcodeClip.ffmpeg("-ss", "2", "-i", whole.toString(), "-c", "copy", trimmed.toString());
        clips.put("t", RenderFixtures.clip(trimmed, "trimmed.mp4", List.of()));
        render(aTimeline(FrameRate.FPS_30).shot("t", 0, 5).shot("t", 40, 10).build());

        List<Integer> wanted = new ArrayList<>(expected(FrameRate.FPS_30, FrameRate.FPS_30, 60, 5));
        wanted.addAll(expected(FrameRate.FPS_30, FrameRate.FPS_30, 100, 10));
        assertThat(BarcodeClip.numbers(output())).isEqualTo(wanted);
    }

    /** As {@code X264}, with one key frame only. */
    private static List<String> longGroups() {
        List<String> encoder = new ArrayList<>(X264);
        encoder.addAll(List.of("-g", "240", "-keyint_min", "240", "-sc_threshold", "0"));
        return encoder;
    }

    @Test
    void variableFrameRateShowsTheEarlierPicture() throws Exception {
        // Pictures 0..119 last 1/30 s, later ones 1/10 s.
        clip(
                "v",
                List.of("-r", "30"),
                List.of(
                        "-vf",
                        "settb=1/600,setpts='if(lt(N,120),N*20,2400+(N-120)*60)'",
                        "-fps_mode",
                        "passthrough",
                        "-enc_time_base",
                        "1/600",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-bf",
                        "2",
                        "-g",
                        "50"));
        render(aTimeline(FrameRate.FPS_30).shot("v", 110, 30).shot("v", 200, 9).build());

        List<Integer> wanted = new ArrayList<>();
        for (int k = 110; k < 140; k++) {
            wanted.add(k < 120 ? k : 120 + (k - 120) / 3);
        }
        for (int k = 200; k < 209; k++) {
            wanted.add(120 + (k - 120) / 3);
        }
        assertThat(BarcodeClip.numbers(output())).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void rotatedClipIsShownUpright(int degrees) throws Exception {
        Path stored = directory.resolve("stored.mp4");
        String turn = Map.of(90, "transpose=2", 180, "hflip,vflip", 270, "transpose=1")
                .get(degrees);
        List<String> encoder = new ArrayList<>(List.of("-vf", turn));
        encoder.addAll(X264);
        BarcodeClip.write(stored, WIDTH, HEIGHT, 60, List.of("-r", "30"), encoder);
        Path turned = directory.resolve("turned.mp4");
        BarcodeClip.ffmpeg(
                "-display_rotation",
                String.valueOf(-degrees),
                "-i",
                stored.toString(),
                "-c",
                "copy",
                turned.toString());
        clips.put("r", RenderFixtures.clip(turned, "turned" + degrees, List.of()));
        render(aTimeline(FrameRate.FPS_30).shot("r", 30, 10).build());
        assertThat(BarcodeClip.numbers(output())).isEqualTo(expected(FrameRate.FPS_30, FrameRate.FPS_30, 30, 10));
    }

    @Test
    void lastPictureIsHeldWhenTheClipEndsEarly() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        render(aTimeline(FrameRate.FPS_30).shot("a", 236, 8).shot("a", 300, 4).build());
        assertThat(BarcodeClip.numbers(output()))
                .containsExactly(236, 237, 238, 239, 239, 239, 239, 239, 239, 239, 239, 239);
    }

    @Test
    void subjectAtTheEdgeIsInTheCrop() throws Exception {
        Path wide = directory.resolve("wide.mp4");
        BarcodeClip.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=black:s=320x180:r=30:d=2,drawbox=x=270:y=60:w=40:h=60:color=white:t=fill",
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p",
                wide.toString());
        clips.put(
                "w",
                RenderFixtures.clip(wide, "wide", List.of(new SubjectBox(0, 270 / 320.0, 1 / 3.0, 0.125, 1 / 3.0))));
        render(aTimeline(FrameRate.FPS_30).shot("w", 10, 3).build());
        byte[] luma = BarcodeClip.lumaOf(output(), WIDTH, HEIGHT).getFirst();
        // The window's right edge is the picture's: the box spans 220/320 .. of the window of 101 pixels.
        int middle = HEIGHT / 2 * WIDTH;
        assertThat(luma[middle + 62] & 0xff).isGreaterThan(220);
        assertThat(luma[middle + 20] & 0xff).isLessThan(30);
    }

    @Test
    void windowPansAfterASubjectThatLeaves() throws Exception {
        Path wide = directory.resolve("pan.mp4");
        BarcodeClip.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=black:s=320x180:r=30:d=3",
                "-f",
                "lavfi",
                "-i",
                "color=white:s=40x60:r=30:d=3",
                "-filter_complex",
                "[0][1]overlay=x='20+50*t':y=60",
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p",
                wide.toString());
        List<SubjectBox> track = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            track.add(new SubjectBox(i / 10.0, (20 + 5.0 * i) / 320, 1 / 3.0, 0.125, 1 / 3.0));
        }
        clips.put("p", RenderFixtures.clip(wide, "pan", track));
        render(aTimeline(FrameRate.FPS_30).shot("p", 10, 70).build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), WIDTH, HEIGHT);
        assertThat(pictures).hasSize(70);
        for (byte[] luma : pictures) {
            int bright = 0;
            for (int x = 0; x < WIDTH; x++) {
                bright += (luma[HEIGHT / 2 * WIDTH + x] & 0xff) > 128 ? 1 : 0;
            }
            // The whole subject, 40 of 101 source pixels, is in every picture.
            assertThat(bright).isBetween(33, 39);
        }
    }
}
