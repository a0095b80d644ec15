// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Floats;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.FrameSpec.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegMediaReaderTest {

    private static final FrameSpec SMALL_GRAY = new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.ALL, false);

    private final MediaReader reader = FfmpegMediaReader.open();

    @TempDir
    Path folder;

    @Test
    void probeTellsShapeRateAndSound() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("clip.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=30000/1001:d=2",
                "-f",
                "lavfi",
                "-i",
                "sine=r=44100:d=2",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");

        MediaInfo info = reader.probe(clip);

        assertThat(info.video())
                .extracting(
                        v -> v.codec(),
                        v -> v.codedWidth(),
                        v -> v.shownHeight(),
                        v -> v.averageRate(),
                        v -> v.frameCount())
                .containsExactly("h264", 320, 180, new FrameRate(30000, 1001), 60L);
        assertThat(info.audio()).isEqualTo(new MediaInfo.AudioStream("aac", 44100, 1));
        assertThat(info.durationSeconds()).isCloseTo(2.0, within(0.05));
    }

    @Test
    void everyFrameComesOnceWithItsTrueTime() throws Exception {
        // Keeps frames 0, 1, 3, 6, 10, 15, ... of 30 fps: every gap is one frame longer than the one before.
        Path clip = TestMedia.make(
                folder.resolve("vfr.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=128x96:r=30:d=4",
                "-vf",
                "select='not(mod(sqrt(8*n+1)-1,2))'",
                "-fps_mode",
                "vfr",
                "-enc_time_base",
                "1/90000",
                "-pix_fmt",
                "yuv420p",
                "-bf",
                "2");
        List<Double> times = new ArrayList<>();

        MediaReader.ReadSummary summary = reader.readFrames(clip, SMALL_GRAY, frame -> times.add(frame.seconds()));

        List<Double> expected = new ArrayList<>();
        for (int k = 0; k * (k + 1) / 2 < 120; k++) {
            expected.add(k * (k + 1) / 2 / 30.0);
        }
        assertThat(times)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-4 ? 0 : 1)
                .containsExactlyElementsOf(expected);
        assertThat(summary.frameCount()).isEqualTo(expected.size());
        assertThat(summary.complete()).isTrue();
    }

    @Test
    void timesCountFromTheFirstShownFrame() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("late.mkv"),
                "-f",
                "lavfi",
                "-i",
                "sine=r=44100:d=4",
                "-itsoffset",
                "2",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=128x96:r=25:d=1",
                "-pix_fmt",
                "yuv420p");
        List<Double> times = new ArrayList<>();

        MediaReader.ReadSummary summary = reader.readFrames(clip, SMALL_GRAY, frame -> times.add(frame.seconds()));

        assertThat(times).hasSize(25).startsWith(0.0);
        assertThat(summary.endSeconds()).isCloseTo(1.0, within(0.002));
    }

    @Test
    void framesStandUprightInTheWantedShape() throws Exception {
        Path flat = TestMedia.make(
                folder.resolve("flat.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=white:s=320x180:r=25:d=0.2,drawbox=w=160:h=180:c=black:t=fill",
                "-pix_fmt",
                "yuv420p");
        Path turned = TestMedia.make(
                folder.resolve("turned.mp4"), "-display_rotation", "-90", "-i", flat.toString(), "-c", "copy");
        List<VideoFrame> frames = new ArrayList<>();

        reader.readFrames(turned, SMALL_GRAY, frame -> frames.add(copy(frame)));

        VideoFrame frame = frames.getFirst();
        assertThat(reader.probe(turned).video())
                .extracting(v -> v.rotation(), v -> v.shownWidth())
                .containsExactly(90, 180);
        assertThat(new int[] {frame.width(), frame.height()}).containsExactly(36, 64);
        // The black half was left, so after a quarter turn clockwise it is at the top.
        assertThat(frame.pixels()[5 * 36 + 18] & 0xff).isLessThan(10);
        assertThat(frame.pixels()[58 * 36 + 18] & 0xff).isGreaterThan(245);
    }

    @Test
    void layoutsHoldTheirPlanes() throws Exception {
        Path red = TestMedia.make(
                folder.resolve("red.mp4"), "-f", "lavfi", "-i", "color=red:s=128x64:r=25:d=0.2", "-pix_fmt", "yuv420p");
        for (Layout layout : Layout.values()) {
            List<VideoFrame> frames = new ArrayList<>();
            reader.readFrames(
                    red, new FrameSpec(32, layout, FrameSpec.Choice.ALL, false), frame -> frames.add(copy(frame)));
            byte[] pixels = frames.getFirst().pixels();
            int luma = 32 * 16;
            assertThat(pixels)
                    .hasSize(
                            switch (layout) {
                                case GRAY -> luma;
                                case YUV420 -> luma * 3 / 2;
                                case YUV444 -> luma * 3;
                            });
            if (layout != Layout.GRAY) {
                assertThat(pixels[0] & 0xff).isBetween(60, 90);
                assertThat(pixels[pixels.length - 1] & 0xff).as("V of red").isGreaterThan(220);
            }
        }
    }

    @Test
    void keyFramesOnlySkipsTheOthersButKeepsTheirTimes() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("gop.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=128x96:r=25:d=4",
                "-g",
                "25",
                "-sc_threshold",
                "0",
                "-pix_fmt",
                "yuv420p");
        List<Double> times = new ArrayList<>();

        reader.readFrames(
                clip,
                new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.KEY_FRAMES, true),
                frame -> times.add(frame.seconds()));

        assertThat(times).containsExactly(0.0, 1.0, 2.0, 3.0);
    }

    @Test
    void sampledFramesKeepTheirTimesAndTheEndOfTheFile() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("clip.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=64x64:r=30:d=2",
                "-bf",
                "3",
                "-pix_fmt",
                "yuv420p");
        List<Double> times = new ArrayList<>();

        var read = reader.readFrames(
                clip,
                new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.SAMPLED, true),
                frame -> times.add(frame.seconds()));

        assertThat(times).hasSizeBetween(24, 31);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i) * 30).isCloseTo(Math.rint(times.get(i) * 30), within(1e-6));
            assertThat(times.get(i) - (i == 0 ? -1 : times.get(i - 1)))
                    .isGreaterThanOrEqualTo(FrameSpec.SAMPLE_GAP_SECONDS);
        }
        assertThat(read.endSeconds()).isEqualTo(2, within(1e-3));
    }

    @Test
    void everyFrameOfASlowFileIsSampled() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("clip.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=64x64:r=10:d=2",
                "-bf",
                "3",
                "-pix_fmt",
                "yuv420p");

        var read = reader.readFrames(clip, new FrameSpec(64, Layout.GRAY, FrameSpec.Choice.SAMPLED, true), frame -> {});

        assertThat(read.frameCount()).isEqualTo(20);
    }

    @Test
    void soundComesAsMonoSamplesAtTheWantedRate() throws Exception {
        Path song = TestMedia.make(
                folder.resolve("song.mp3"), "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=3", "-ac", "2", "-b:a", "128k");

        float[] samples = reader.readAudio(song, 44_100);

        assertThat(samples.length / 44_100.0).isCloseTo(3.0, within(0.03));
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isBetween(0.08f, 0.2f);
        List<Float> pieces = new ArrayList<>();
        reader.readAudio(song, 44_100, (piece, count) -> {
            for (int i = 0; i < count; i++) {
                pieces.add(piece[i]);
            }
        });
        assertThat(Floats.toArray(pieces)).isEqualTo(samples);
    }

    @Test
    void interruptStopsReadingWithinTwoSeconds() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("long.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=640x360:r=30:d=60",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p");
        var started = new CountDownLatch(1);
        var outcome = new AtomicReference<Throwable>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                reader.readFrames(clip, SMALL_GRAY, frame -> {
                    if (frame.index() == 3) {
                        started.countDown();
                    }
                });
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
        started.await();

        thread.interrupt();

        assertThat(thread.join(java.time.Duration.ofSeconds(2))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void refusalsNameTheReasonAndTheFix() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path sound = TestMedia.make(folder.resolve("sound.m4a"), "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");
        Path silent = TestMedia.make(
                folder.resolve("silent.mp4"), "-f", "lavfi", "-i", "color=red:s=64x64:d=0.2", "-pix_fmt", "yuv420p");

        assertThatThrownBy(() -> reader.probe(empty)).satisfies(e -> assertCode(e, UnreadableMedia.Code.EMPTY));
        assertThatThrownBy(() -> reader.readFrames(sound, SMALL_GRAY, frame -> {}))
                .satisfies(e -> assertCode(e, UnreadableMedia.Code.NO_VIDEO));
        assertThatThrownBy(() -> reader.readAudio(silent, 44_100))
                .satisfies(e -> assertCode(e, UnreadableMedia.Code.NO_AUDIO));
    }

    @Test
    void descriptionComesBeforeTheFirstFrameAndMayRefuseTheFile() throws Exception {
        Path clip = TestMedia.make(
                folder.resolve("described.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=128x96:r=25:d=1",
                "-pix_fmt",
                "yuv420p");
        List<String> order = new ArrayList<>();
        MediaReader.InfoSink described =
                info -> order.add(info.video() == null ? "none" : info.video().codec());

        reader.readFrames(clip, SMALL_GRAY, described, frame -> order.add("frame"));

        assertThat(order).hasSize(26).startsWith("h264", "frame");
        assertThatThrownBy(() -> reader.readFrames(
                        clip,
                        SMALL_GRAY,
                        info -> {
                            throw Refusals.noPicture();
                        },
                        frame -> order.add("never")))
                .satisfies(e -> assertCode(e, UnreadableMedia.Code.CORRUPT));
        assertThat(order).doesNotContain("never");
    }

    private static void assertCode(Throwable thrown, UnreadableMedia.Code code) {
        assertThat(thrown)
                .asInstanceOf(InstanceOfAssertFactories.type(UnreadableMedia.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(thrown.getMessage()).doesNotContain("/").endsWith(".");
    }

    private static VideoFrame copy(VideoFrame frame) {
        return new VideoFrame(
                frame.index(),
                frame.seconds(),
                frame.width(),
                frame.height(),
                frame.pixels().clone());
    }
}
