// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.worker.decode.Ffmpeg;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.vision.bench.BoundaryScore;
import dev.rushes.worker.vision.bench.DevMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analysers on files that FFmpeg encoded. */
class VisionIT {

    @TempDir
    Path folder;

    private static void ffmpeg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void rotatedClipIsMeasuredUpright() throws Exception {
        Path flat = folder.resolve("flat.mp4");
        Path turned = folder.resolve("turned.mp4");
        ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2", "-pix_fmt", "yuv420p", flat.toString());
        ffmpeg("-display_rotation:v:0", "90", "-i", flat.toString(), "-c", "copy", turned.toString());

        ClipFeatures features = new ClipAnalyzer(FfmpegMediaReader.open()).analyze(turned);

        assertThat(features.width()).isEqualTo(180);
        assertThat(features.height()).isEqualTo(320);
        assertThat(features.rotation() % 180).isEqualTo(90);
        assertThat(features.durationSeconds()).isEqualTo(2, within(0.05));
        assertThat(features.isUsable()).isTrue();
    }

    @Test
    void encodedCutIsFoundToTheFrame() throws Exception {
        Path video = folder.resolve("video.mp4");
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=180x320:r=25:d=1.2",
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=s=180x320:r=25:end_pts=25",
                "-filter_complex",
                "[1:v]trim=duration=1.2[b];[0:v][b]concat=n=2:v=1",
                "-pix_fmt",
                "yuv420p",
                video.toString());

        VideoAnalysis analysis = new VideoAnalyzer(FfmpegMediaReader.open()).analyze(video);

        assertThat(analysis.cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.frame()).isEqualTo(30);
            assertThat(cut.seconds()).isEqualTo(1.2, within(1e-3));
            assertThat(cut.kind()).isEqualTo(CutKind.HARD_CUT);
        });
    }

    @Test
    void developmentReelsReachTheFloor() throws Exception {
        assumeTrue(DevMedia.isPresent(), () -> "skipped: no media in " + DevMedia.folder());
        VideoAnalyzer analyzer = new VideoAnalyzer(FfmpegMediaReader.open());
        BoundaryScore score = new BoundaryScore();
        for (JsonNode video : DevMedia.truth("finished").path("videos")) {
            String file = video.path("file").asText();
            if (file.contains("f02") || file.contains("f08") || file.contains("e01")) {
                score.add(
                        analyzer.analyze(DevMedia.folder().resolve(file)).cuts(), BoundaryScore.Marks.finished(video));
            }
        }

        assertThat(score.hardF1()).as(score.toString()).isGreaterThanOrEqualTo(0.95);
    }
}
