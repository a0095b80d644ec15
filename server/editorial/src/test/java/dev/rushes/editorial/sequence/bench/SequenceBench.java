// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence.bench;

import dev.rushes.editorial.sequence.SequenceFixtures;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.time.FrameRate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Gap to the proven bound and CPU time (not wall time, other work may share the core) of whole optimizations, for sizes of clips x beats. Arguments: instances per size (default 5)
 * and the largest number of clips (default 200).
 */
public final class SequenceBench {

    private static final int[][] SIZES = {{50, 30}, {50, 64}, {200, 30}, {200, 64}, {200, 130}, {1000, 64}};

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SequenceBench() {}

    public static void main(String[] arguments) {
        int instances = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int largest = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        System.out.println("settings: seeded clips of 4-12 s, song of 128 bpm, example style, 30 fps, one thread, JDK "
                + Runtime.version() + ", " + instances + " instances");
        SequenceOptimizer optimizer = new SequenceOptimizer();
        for (int warm = 0; warm < 12; warm++) {
            optimizer.optimize(request(50, 64, warm));
        }
        System.out.println("clips x beats   gap % mean    p95     cpu ms p50    p95   shots");
        for (int[] size : SIZES) {
            if (size[0] > largest) {
                continue;
            }
            double[] gap = new double[instances];
            double[] millis = new double[instances];
            int shots = 0;
            for (int i = 0; i < instances; i++) {
                SequenceRequest request = request(size[0], size[1], 100 + i);
                long start = THREADS.getCurrentThreadCpuTime();
                SequenceOutcome outcome = optimizer.optimize(request);
                millis[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
                if (outcome instanceof SequenceOutcome.Cut cut) {
                    double bound = cut.timeline().reasoning().objectiveBound();
                    gap[i] = 100 * (bound - cut.timeline().reasoning().objective()) / Math.abs(bound);
                    shots += cut.timeline().shots().size();
                } else {
                    throw new IllegalStateException(outcome.toString());
                }
            }
            Arrays.sort(gap);
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "%5d x %-5d   %8.3f %9.3f %9.1f %8.1f %6.1f%n",
                    size[0],
                    size[1],
                    Arrays.stream(gap).average().orElse(0),
                    quantile(gap, 0.95),
                    quantile(millis, 0.5),
                    quantile(millis, 0.95),
                    (double) shots / instances);
        }
    }

    private static SequenceRequest request(int clips, int beats, long seed) {
        return SequenceFixtures.request(
                FrameRate.FPS_30,
                beats * 60.0 / 128,
                SequenceFixtures.song(128, 165, seed),
                SequenceFixtures.clips(clips, seed),
                seed);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * sorted.length) - 1)];
    }
}
