// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.worker.bench.ProcessCost;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import dev.rushes.worker.vision.bench.DevMedia;
import dev.rushes.worker.vision.picture.Picture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What looking for shot boundaries leaves of the frame rate of decoding alone, by the clock on the same cores: a whole look (probe,
 * decoding, scaling, pipe, detector) against the same FFmpeg that decodes the same file with as many threads in the same cage and
 * throws the frames away. Decoding alone is measured twice: as FFmpeg decodes by itself, and without the deblocking filter, as the
 * look decodes. All three take turns. The first third of the rounds warms the compilers; of the others those count in which other
 * processes took less than a tenth of the processors, and of these the medians. Where there are fewer than three, all count and the line
 * says "busy". Processor time is of children and worker together. Usage: {@code DetectorShareBench [rounds] [video...]}; without
 * videos the upright finished videos, then the development clips of 1080x1920.
 */
public final class DetectorShareBench {

    private static final int ROUNDS = 20;
    private static final int LEAST_ROUNDS = 3;
    private static final double LEAST_UPRIGHT = 1.6;
    private static final double CALM = 0.1;
    private static final double TICKS_PER_SECOND = 100;

    private final Sandbox sandbox = Sandbox.detect();
    private final int rounds;

    private DetectorShareBench(int rounds) {
        this.rounds = rounds;
    }

    /** Seconds by the clock, of processors, and of processors for others; frames of a look. */
    private record Turn(double wall, double processor, double others, int frames) {
        boolean isCalm() {
            return others < CALM * wall * Runtime.getRuntime().availableProcessors();
        }
    }

    /** All three of a file, one after the other. */
    private record Round(Turn plain, Turn fast, Turn look) {
        boolean isCalm() {
            return plain.isCalm() && fast.isCalm() && look.isCalm();
        }
    }

    /** Medians of a file or sums of them: seconds by the clock, then of processors. */
    private record Found(int frames, int counted, boolean busy, double[] wall, double[] processor) {

        static Found of(Round[] rounds) {
            List<Round> late = Arrays.stream(rounds).skip(rounds.length / 3).toList();
            List<Round> calm = late.stream().filter(Round::isCalm).toList();
            boolean busy = calm.size() < LEAST_ROUNDS;
            List<Round> counted = busy ? late : calm;
            return new Found(
                    rounds[0].look.frames,
                    counted.size(),
                    busy,
                    medians(counted, Turn::wall),
                    medians(counted, Turn::processor));
        }

        private static double[] medians(List<Round> rounds, ToDoubleFunction<Turn> of) {
            return new double[] {
                median(rounds.stream().map(Round::look), of),
                median(rounds.stream().map(Round::plain), of),
                median(rounds.stream().map(Round::fast), of)
            };
        }

        private static double median(Stream<Turn> turns, ToDoubleFunction<Turn> of) {
            double[] sorted = turns.mapToDouble(of).sorted().toArray();
            return sorted[sorted.length / 2];
        }

        Found plus(Found other) {
            return new Found(
                    frames + other.frames,
                    Math.min(counted, other.counted),
                    busy || other.busy,
                    sum(wall, other.wall),
                    sum(processor, other.processor));
        }

        private static double[] sum(double[] a, double[] b) {
            return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
        }

        void print(String what) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d frames: look %.0f frames a second of %.0f and, without deblocking, %.0f: leaves %.3f and %.3f; processor"
                            + " %.3f ms a frame, decoding %.3f and %.3f; %d rounds%s%n",
                    what,
                    frames,
                    frames / wall[0],
                    frames / wall[1],
                    frames / wall[2],
                    wall[1] / wall[0],
                    wall[2] / wall[0],
                    1000 * processor[0] / frames,
                    1000 * processor[1] / frames,
                    1000 * processor[2] / frames,
                    counted,
                    busy ? ", busy" : "");
        }
    }

    private interface Work {
        int frames() throws Exception;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Throwable {
        ProcessCost.adoptOrphans();
        var bench = new DetectorShareBench(arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS);
        if (arguments.length > 1) {
            bench.measure("all", Arrays.stream(arguments).skip(1).map(Path::of).toList());
        } else if (DevMedia.isPresent()) {
            List<Path> finished = new ArrayList<>();
            for (JsonNode video : DevMedia.truth("finished").path("videos")) {
                if (video.path("height").asDouble()
                        > LEAST_UPRIGHT * video.path("width").asDouble()) {
                    finished.add(DevMedia.folder().resolve(video.path("file").asText()));
                }
            }
            bench.measure("finished videos", finished);
            List<Path> clips = new ArrayList<>();
            for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
                if (clip.path("width").asInt() == 1080 && clip.path("height").asInt() == 1920) {
                    clips.add(DevMedia.folder().resolve(clip.path("file").asText()));
                }
            }
            bench.measure("clips", clips);
        } else {
            System.out.println("skipped: no media in " + DevMedia.folder());
        }
    }

    private void measure(String what, List<Path> files) throws Exception {
        Round[][] all = new Round[files.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < all.length; i++) {
                Path file = files.get(i);
                all[i][round] = new Round(
                        time(() -> decode(file)),
                        time(() -> decode(file, "-skip_loop_filter", "all")),
                        time(() -> look(file)));
            }
        }
        Found sum = null;
        for (int i = 0; i < all.length; i++) {
            Found found = Found.of(all[i]);
            found.print(String.valueOf(files.get(i).getFileName()));
            sum = sum == null ? found : sum.plus(found);
        }
        if (sum != null) {
            sum.print("== " + what);
        }
    }

    private static Turn time(Work work) throws Exception {
        ProcessCost before = ProcessCost.of(ProcessHandle.current().pid());
        double busyBefore = busySeconds();
        long start = System.nanoTime();
        int frames = work.frames();
        double wall = (System.nanoTime() - start) / 1e9;
        double busy = busySeconds() - busyBefore;
        ProcessCost spent = ProcessCost.of(ProcessHandle.current().pid()).minus(before);
        double own = spent.own() + spent.children();
        return new Turn(wall, own, busy - own, frames);
    }

    /** What all processors did since the machine began, also for other machines on the same hardware, but for idling and waiting. */
    private static double busySeconds() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        double ticks = 0;
        for (int i = 1; i <= 8; i++) {
            ticks += i == 4 || i == 5 ? 0 : Double.parseDouble(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private int decode(Path file, String... how) throws Exception {
        SandboxCommand command = sandbox.ffmpeg(Limits.decoding(600))
                .add("-hide_banner", "-nostats", "-nostdin", "-v", "error", "-threads", "1")
                .add(how);
        command.addInputLimits().add("-i", command.readable(file));
        command.add("-map", "0:V:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough", "-f", "null", "-");
        int exit =
                command.builder().redirectError(new File("/dev/null")).start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("ffmpeg ended with " + exit);
        }
        return 0;
    }

    /** A reader of its own each time, so that nothing is known of the file before. */
    private int look(Path file) throws Exception {
        ShotBoundaryDetector detector = new MotionCompensatedDetector();
        Picture[] picture = new Picture[1];
        FrameSpec spec = new FrameSpec(Picture.LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.ALL, true);
        var summary = new FfmpegMediaReader(sandbox).readFrames(file, spec, frame -> {
            if (picture[0] == null) {
                picture[0] = new Picture(frame.width(), frame.height());
            }
            picture[0].fill(frame);
            detector.accept(picture[0]);
        });
        detector.finish();
        return (int) summary.frameCount();
    }
}
