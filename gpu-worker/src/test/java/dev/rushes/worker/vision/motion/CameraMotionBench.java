// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.worker.vision.bench.DevMedia;
import dev.rushes.worker.vision.picture.ClipStills;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Camera classes of made takes: paths over drawn stills and, where they are at hand, over stills of the development clips,
 * alone and behind a moving subject. Thresholds may be looked at with even numbers only; odd stills and seeds are held out.
 * Usage: {@code CameraMotionBench [stills] [takes of each class] [first seed] [wrong]}; other seeds make other takes of the same stills,
 * and with "wrong" it names every take it got wrong.
 */
public final class CameraMotionBench {

    private final FlowMotionEstimator estimator = new FlowMotionEstimator();
    private final long firstSeed;
    private final boolean tellsWrong;

    private CameraMotionBench(long firstSeed, boolean tellsWrong) {
        this.firstSeed = firstSeed;
        this.tellsWrong = tellsWrong;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12;
        int takes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        var bench =
                new CameraMotionBench(arguments.length > 2 ? Long.parseLong(arguments[2]) : 0, arguments.length > 3);
        List<Still> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Texture texture = new Texture(100 + i);
            drawn.add(texture::at);
        }
        bench.measure("drawn stills", drawn, takes);
        if (DevMedia.isPresent()) {
            bench.measure("stills of clips", ClipStills.read(count), takes);
        } else {
            System.out.println("skipped: no media in " + DevMedia.folder());
        }
        bench.estimator.close();
    }

    private void measure(String what, List<Still> stills, int takes) {
        for (boolean subject : new boolean[] {false, true}) {
            for (int part = 0; part < 2; part++) {
                Map<String, Integer> confusion = new TreeMap<>();
                int right = 0;
                int all = 0;
                for (int i = part; i < stills.size(); i += 2) {
                    for (int take = 0; take < takes * CameraMotion.values().length; take++) {
                        CameraMotion truth = CameraMotion.values()[take % CameraMotion.values().length];
                        MadeTake made = new MadeTake(truth, subject, firstSeed + 1000L * i + take);
                        Still front = stills.get((i + 2) % stills.size());
                        MotionSummary got = new CameraPath(made.film(stills.get(i), front, estimator)).summary();
                        all++;
                        if (got.camera() == truth) {
                            right++;
                        } else {
                            confusion.merge(truth.word() + " -> " + got.camera().word(), 1, Integer::sum);
                            if (tellsWrong) {
                                System.out.println("  still " + i + " take " + take + ": " + made + " -> " + got);
                            }
                        }
                    }
                }
                System.out.printf(
                        "%s, %s, %s: %d/%d = %.1f %%  %s%n",
                        what,
                        subject ? "behind a moving subject" : "alone",
                        part == 0 ? "looked at" : "held out",
                        right,
                        all,
                        100.0 * right / all,
                        confusion);
            }
        }
    }
}
