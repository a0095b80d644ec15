// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.decode.UnreadableMedia;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenderedSongTest extends RenderStudio {
    @Test
    void songStartsWithThePictureAndEndsWithIt() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        render(aTimeline(FrameRate.FPS_30).songFrom(3.1).shot("a", 0, 100).build());
        short[] sound = BarcodeClip.soundOf(output());
        assertThat(sound.length / 48000.0).isCloseTo(100 / 30.0, within(0.022));
        // Clicks at 3.25, 4.25, 5.25 s of the song are at 0.15, 1.15, 2.15 s of the excerpt.
        for (double wanted : new double[] {0.15, 1.15, 2.15}) {
            int loudest = 0;
            for (int i = (int) ((wanted - 0.1) * 48000); i < (wanted + 0.1) * 48000; i++) {
                loudest = Math.abs(sound[i]) > Math.abs(sound[loudest]) ? i : loudest;
            }
            assertThat(loudest / 48000.0).isBetween(wanted - 0.002, wanted + 0.006);
        }
    }

    @Test
    void songWithoutSoundIsRefused() throws Exception {
        flat("light", 200);
        RenderPlan plan = plan(aTimeline(FrameRate.FPS_30).shot("light", 0, 10).build());
        RenderPlan.Song silent = new RenderPlan.Song(media.resolve("light200.mp4"), "song.wav", "silent");
        assertThatThrownBy(() -> renderer.render(
                        new RenderPlan(plan.timeline(), plan.clips(), silent, plan.output(), plan.cache(), 1),
                        (done, total) -> {}))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessageContaining("song.wav has no sound");
    }

    @ParameterizedTest
    @CsvSource({"-14, mp4", "-23, mov", "-9, mp4"})
    void targetLoudnessIsMeasuredInTheFile(double target, String container) throws Exception {
        flat("light", 200);
        Path noise = media.resolve("noise.wav");
        if (!Files.exists(noise)) {
            BarcodeClip.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    "anoisesrc=color=pink:seed=7:d=12:amplitude=0.2",
                    "-ac",
                    "2",
                    noise.toString());
        }
        Timeline timeline = aTimeline(FrameRate.FPS_30).shot("light", 0, 300).build();
        RenderPlan plan = plan(timeline);
        RenderPlan.Song song = new RenderPlan.Song(noise, "noise.wav", "noise", target);
        RenderedFile file = renderer.render(
                new RenderPlan(timeline, clips, song, output(container), plan.cache(), 2), (done, total) -> {});

        Loudness said = Objects.requireNonNull(file.loudness());
        // Measured again by another filter of FFmpeg, which reports to the log.
        String log = BarcodeClip.log(
                "-i", output(container).path().toString(), "-af", "loudnorm=print_format=json", "-f", "null", "-");
        double loudness = number(log, "input_i");
        double peak = number(log, "input_tp");
        assertThat(said.lufs()).isCloseTo(loudness, within(0.2));
        assertThat(peak).isLessThanOrEqualTo(-1.0);
        if (target <= -14) {
            assertThat(loudness).isCloseTo(target, within(0.2));
        } else {
            assertThat(loudness)
                    .as("peaks are kept below -1 dBTP")
                    .isLessThan(target)
                    .isGreaterThan(-20);
            assertThat(peak).isGreaterThan(-2.5);
        }
    }

    @Test
    void silenceStaysSilent() throws Exception {
        flat("light", 200);
        Path quiet = media.resolve("quiet.wav");
        BarcodeClip.ffmpeg("-f", "lavfi", "-i", "anullsrc=d=2", quiet.toString());
        Timeline timeline = aTimeline(FrameRate.FPS_30).shot("light", 0, 30).build();
        RenderPlan plan = plan(timeline);
        RenderPlan.Song song = new RenderPlan.Song(quiet, "quiet.wav", "quiet", -14.0);
        RenderedFile file = renderer.render(
                new RenderPlan(timeline, clips, song, plan.output(), plan.cache(), 1), (done, total) -> {});
        assertThat(file.loudness()).isNull();
    }

    @Test
    void quickTimeHoldsTheSameFramesAndSound() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Timeline timeline =
                aTimeline(FrameRate.FPS_30).shot("a", 0, 12).shot("a", 60, 9).build();
        render(timeline);
        List<Integer> wanted = BarcodeClip.numbers(output());
        RenderPlan plan = plan(timeline);
        renderer.render(
                new RenderPlan(timeline, clips, plan.song(), output("mov"), plan.cache(), 1), (done, total) -> {});
        Path film = output("mov").path();
        assertThat(BarcodeClip.numbers(film)).isEqualTo(wanted);
        assertThat(BarcodeClip.soundOf(film)).hasSameSizeAs(BarcodeClip.soundOf(output()));
        // ISO base media files begin with their brand: "qt  " is QuickTime.
        byte[] first = Arrays.copyOf(Files.readAllBytes(film), 12);
        assertThat(new String(first, 4, 8, StandardCharsets.US_ASCII)).isEqualTo("ftypqt  ");
    }

    private RenderPlan.Output output(String container) {
        return new RenderPlan.Output(
                directory.resolve("out/edit." + container),
                WIDTH,
                HEIGHT,
                RenderQuality.HIGH,
                VideoEncoder.X264,
                Container.valueOf(container.toUpperCase(Locale.ROOT)));
    }

    private static double number(String log, String name) {
        Matcher found = Pattern.compile("\"" + name + "\" : \"(-?[0-9.]+)\"").matcher(log);
        assertThat(found.find()).as(log).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
