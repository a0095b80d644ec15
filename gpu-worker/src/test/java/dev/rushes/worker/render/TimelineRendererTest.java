// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.BarcodeClip.expected;
import static dev.rushes.worker.render.BarcodeClip.video;
import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineRendererTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 160;
    private static final List<String> X264 = List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "3", "-g", "24");

    @TempDir
    static Path media;

    private static Path song;

    @TempDir
    Path directory;

    private final Map<String, RenderClip> clips = new HashMap<>();
    private final TimelineRenderer renderer =
            new TimelineRenderer(Sandbox.detect(), InstantSource.fixed(Instant.EPOCH));

    @BeforeAll
    static void makeSong() throws Exception {
        song = media.resolve("song.wav");
        BarcodeClip.clicks(song);
    }

    @BeforeEach
    void makeOutputDirectory() throws IOException {
        Files.createDirectories(directory.resolve("out"));
    }

    private Path output() {
        return directory.resolve("out/edit.mp4");
    }

    private RenderPlan plan(Timeline timeline) {
        return new RenderPlan(
                timeline,
                clips,
                new RenderPlan.Song(song, "song.wav", "songsha"),
                new RenderPlan.Output(output(), WIDTH, HEIGHT, RenderQuality.HIGH, VideoEncoder.X264),
                new RenderPlan.Cache(directory.resolve("cache"), 1L << 30),
                2);
    }

    private RenderedFile render(Timeline timeline) throws Exception {
        return renderer.render(plan(timeline), (done, total) -> {});
    }

    private void clip(String id, List<String> input, List<String> encoder) throws Exception {
        clip(id, "mp4", input, encoder);
    }

    private void clip(String id, String suffix, List<String> input, List<String> encoder) throws Exception {
        Path file = media.resolve(id + "-" + Integer.toHexString((input + "" + encoder).hashCode()) + "." + suffix);
        if (!Files.exists(file)) {
            BarcodeClip.write(file, WIDTH, HEIGHT, 240, input, encoder);
        }
        clips.put(id, RenderFixtures.clip(file, String.valueOf(file.getFileName()), List.of()));
    }

    private void flat(String id, int luma) throws Exception {
        Path file = media.resolve(id + luma + ".mp4");
        if (!Files.exists(file)) {
            BarcodeClip.flat(file, luma);
        }
        clips.put(id, RenderFixtures.clip(file, id + luma, List.of()));
    }

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

    @Test
    void dissolveIsLinearAndMovesNoCutPoint() throws Exception {
        flat("light", 200);
        flat("dark", 60);
        render(aTimeline(FrameRate.FPS_30)
                .shot("light", 0, 20)
                .shot("dark", 30, 20, TransitionKind.QUICK_DISSOLVE, 4, 4)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 2, 2);
        assertThat(pictures).hasSize(40);
        for (int k = 0; k < 40; k++) {
            double weight = Math.clamp((k - 15) / 9.0, 0, 1);
            assertThat(video(pictures.get(k)[0])).as("frame " + k).isCloseTo(200 - 140 * weight, within(6.0));
        }
    }

    @Test
    void dissolveShowsTheHandlesOfBothClips() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        flat("dark", 20);
        render(aTimeline(FrameRate.FPS_30)
                .shot("dark", 0, 10)
                .shot("a", 100, 10, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 40, 80);
        for (int j = 0; j < 4; j++) {
            int weight = j + 1;
            byte[] luma = pictures.get(8 + j);
            for (int i = 0; i < luma.length; i++) {
                luma[i] = (byte) Math.clamp((long) Math.round(video(luma[i]) - 20) * 5 / weight + 20, 0, 255);
            }
            assertThat(BarcodeClip.number(luma, 40, 80)).isEqualTo(98 + j);
        }
    }

    @Test
    void whipPassesTheMiddleAtTheCutPoint() throws Exception {
        flat("light", 200);
        flat("dark", 60);
        render(aTimeline(FrameRate.FPS_30)
                .shot("light", 0, 20)
                .shot("dark", 30, 20, TransitionKind.WHIP_PAN, 4, 4)
                .build());
        List<byte[]> pictures = BarcodeClip.lumaOf(output(), 1, 1);
        assertThat(pictures).hasSize(40);
        assertThat(video(pictures.get(15)[0])).isBetween(197.0, 203.0);
        assertThat(video(pictures.get(19)[0])).isBetween(131.0, 190.0);
        assertThat(video(pictures.get(20)[0])).isBetween(70.0, 129.0);
        assertThat(video(pictures.get(24)[0])).isBetween(57.0, 63.0);
        for (int k = 16; k < 24; k++) {
            assertThat(pictures.get(k)[0] & 0xff).isLessThanOrEqualTo((pictures.get(k - 1)[0] & 0xff) + 1);
        }
    }

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
    void cachedRenderGivesTheSameBytes() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Timeline timeline = aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("a", 50, 12, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 100, 10)
                .build();
        RenderedFile first = render(timeline);
        RenderedFile second = render(timeline);
        assertThat(first.cachedSegmentCount()).isZero();
        assertThat(second.cachedSegmentCount()).isEqualTo(second.segmentCount()).isEqualTo(4);
        assertThat(second.sha256()).isEqualTo(first.sha256()).isEqualTo(Digests.sha256(output()));
        assertThat(second.sizeBytes()).isEqualTo(Files.size(output()));
    }

    @Test
    void damagedCacheFileIsMadeAgain() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Timeline timeline =
                aTimeline(FrameRate.FPS_30).shot("a", 0, 10).shot("a", 50, 12).build();
        RenderedFile first = render(timeline);
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".mp4")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            }
        }
        RenderedFile second = render(timeline);
        assertThat(second.cachedSegmentCount()).isZero();
        assertThat(second.sha256()).isEqualTo(first.sha256());
    }

    @Test
    void cacheKeepsItsBound() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        RenderPlan plan = plan(
                aTimeline(FrameRate.FPS_30).shot("a", 0, 10).shot("a", 50, 12).build());
        renderer.render(
                new RenderPlan(
                        plan.timeline(),
                        plan.clips(),
                        plan.song(),
                        plan.output(),
                        new RenderPlan.Cache(directory.resolve("cache"), 1),
                        1),
                (done, total) -> {});
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.filter(f -> !f.toString().endsWith(".json"))).isEmpty();
        }
    }

    @Test
    void progressRisesFromNothingToAll() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        List<Long> steps = new ArrayList<>();
        renderer.render(
                plan(aTimeline(FrameRate.FPS_30)
                        .shot("a", 0, 40)
                        .shot("a", 50, 12)
                        .build()),
                (done, total) -> steps.add(done));
        assertThat(steps).isSorted().startsWith(0L).endsWith(52L);
    }

    @Test
    void cancelLeavesNothingBehind() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        RenderFixtures timeline = aTimeline(FrameRate.FPS_30);
        for (int i = 0; i < 40; i++) {
            timeline.shot("a", i, 200);
        }
        RenderPlan plan = plan(timeline.build());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Long> frames = new AtomicReference<>(0L);
        Thread render = Thread.ofPlatform().start(() -> {
            try {
                renderer.render(plan, (done, total) -> frames.set(done));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> frames.get() > 0);
        render.interrupt();
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> !render.isAlive());
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().command().orElse("").endsWith("ffmpeg")))
                .isEmpty();
        assertThat(BarcodeClip.isEmpty(directory.resolve("out"))).isTrue();
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void brokenClipIsNamedAndLeavesNothingBehind() throws Exception {
        Path broken = directory.resolve("broken.mp4");
        Files.writeString(broken, "this is no video");
        clips.put("b", RenderFixtures.clip(broken, "broken", List.of()));
        assertThatThrownBy(() ->
                        render(aTimeline(FrameRate.FPS_30).shot("b", 0, 10).build()))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessageContaining("broken.mp4");
        assertThat(BarcodeClip.isEmpty(directory.resolve("out"))).isTrue();
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

    @Test
    void missingOutputFolderIsSaidAtOnce() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Files.delete(directory.resolve("out"));
        assertThatThrownBy(() ->
                        render(aTimeline(FrameRate.FPS_30).shot("a", 0, 10).build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
    }
}
