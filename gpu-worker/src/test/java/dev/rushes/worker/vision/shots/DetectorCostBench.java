// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.vision.bench.DevMedia;
import dev.rushes.worker.vision.picture.Picture;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the shot boundary detector itself costs for each frame, warm: processor time of its thread over pictures that were decoded
 * before. Decoding scales every file to 256 pixels, so a frame of 1080x1920 and one
 * of 540x960 give the detector the same 144x256. Usage: {@code DetectorCostBench [rounds] [video...]}; without videos the
 * development clips of 1080x1920, which have no cut, and the upright finished videos, with a cut nearly every second.
 */
public final class DetectorCostBench {

    private static final int ROUNDS = 20;
    private static final double LEAST_UPRIGHT = 1.6;

    private DetectorCostBench() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
        if (arguments.length > 1) {
            List<Path> files = new ArrayList<>();
            for (int i = 1; i < arguments.length; i++) {
                files.add(Path.of(arguments[i]));
            }
            measure("all", files, rounds);
        } else if (DevMedia.isPresent()) {
            List<Path> clips = new ArrayList<>();
            for (JsonNode clip : DevMedia.truth("clips").path("clips")) {
                if (clip.path("width").asInt() == 1080 && clip.path("height").asInt() == 1920) {
                    clips.add(DevMedia.folder().resolve(clip.path("file").asText()));
                }
            }
            measure("clips", clips, rounds);
            List<Path> finished = new ArrayList<>();
            for (JsonNode video : DevMedia.truth("finished").path("videos")) {
                if (video.path("height").asDouble()
                        > LEAST_UPRIGHT * video.path("width").asDouble()) {
                    finished.add(DevMedia.folder().resolve(video.path("file").asText()));
                }
            }
            measure("finished videos", finished, rounds);
        } else {
            System.out.println("skipped: no media in " + DevMedia.folder());
        }
    }

    private static void measure(String what, List<Path> files, int rounds) throws Exception {
        List<List<Picture>> videos = new ArrayList<>();
        for (Path file : files) {
            videos.add(decode(file));
        }
        double[][] perFrame = new double[videos.size() + 1][rounds];
        int changes = 0;
        int frames = 0;
        for (int round = 0; round < rounds; round++) {
            double sum = 0;
            frames = 0;
            changes = 0;
            for (int i = 0; i < videos.size(); i++) {
                List<Picture> video = videos.get(i);
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                changes += detect(video);
                double spent = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
                perFrame[i][round] = spent / video.size();
                sum += spent;
                frames += video.size();
            }
            perFrame[videos.size()][round] = sum / frames;
        }
        for (int i = 0; i < videos.size(); i++) {
            Picture first = videos.get(i).getFirst();
            print(
                    "%s, %d frames of %dx%d"
                            .formatted(files.get(i).getFileName(), videos.get(i).size(), first.width, first.height),
                    perFrame[i]);
        }
        print("== %s, %d frames, %d changes".formatted(what, frames, changes), perFrame[videos.size()]);
    }

    private static List<Picture> decode(Path file) throws Exception {
        List<Picture> pictures = new ArrayList<>();
        FrameSpec spec = new FrameSpec(Picture.LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.ALL, true);
        FfmpegMediaReader.open().readFrames(file, spec, frame -> {
            Picture picture = new Picture(frame.width(), frame.height());
            picture.fill(frame);
            pictures.add(picture);
        });
        return pictures;
    }

    private static int detect(List<Picture> video) {
        ShotBoundaryDetector detector = new MotionCompensatedDetector();
        for (Picture picture : video) {
            detector.accept(picture);
        }
        return detector.finish().size();
    }

    /** The first half of the rounds warms the compilers. */
    private static void print(String what, double[] rounds) {
        double[] late = Arrays.copyOfRange(rounds, rounds.length / 2, rounds.length);
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.3f ms of processor a frame, best %.3f (first round %.3f)%n",
                what,
                late[late.length / 2],
                late[0],
                rounds[0]);
    }
}
