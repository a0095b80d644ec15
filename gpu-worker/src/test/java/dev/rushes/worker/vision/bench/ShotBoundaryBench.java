// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.vision.VideoAnalyzer;
import java.util.function.Function;

/**
 * Precision and recall of shot boundaries on the finished videos, at one frame by presentation time. Settings: every frame,
 * 256 pixels, no deblocking filter. Arguments: sets to measure, of "finished" and "style"; both by default.
 */
public final class ShotBoundaryBench {

    private ShotBoundaryBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        for (String set : args.length == 0 ? new String[] {"finished", "style"} : args) {
            measure(set, set.equals("style") ? BoundaryScore.Marks::style : BoundaryScore.Marks::finished);
        }
    }

    private static void measure(String set, Function<JsonNode, BoundaryScore.Marks> marks) throws Exception {
        VideoAnalyzer analyzer = new VideoAnalyzer(FfmpegMediaReader.open());
        BoundaryScore all = new BoundaryScore();
        BoundaryScore real = new BoundaryScore();
        long frames = 0;
        long begin = System.nanoTime();
        for (JsonNode video : DevMedia.truth(set).path("videos")) {
            String file = video.path("file").asText();
            VideoAnalysis analysis = analyzer.analyze(DevMedia.folder().resolve(file));
            BoundaryScore score = new BoundaryScore();
            score.add(analysis.cuts(), marks.apply(video));
            System.out.println(file + "  " + score);
            all.add(score);
            if (video.path("kind").asText().equals("real")) {
                real.add(score);
            }
            frames += analysis.frameCount();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("== %s: all %s%n", set, all);
        if (set.equals("finished")) {
            System.out.printf("== %s: real only %s%n", set, real);
        }
        System.out.printf("== %s: %d frames, %.0f frames/s wall with decoding%n", set, frames, frames / seconds);
    }
}
