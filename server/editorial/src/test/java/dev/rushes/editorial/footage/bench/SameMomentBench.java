// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage.bench;

import dev.rushes.editorial.footage.SameMoment;
import dev.rushes.editorial.footage.TakeSignature;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * CPU time of comparing every pair of a job's clips, as each cut and each proposal does: drawn signatures of clips that have nothing in
 * common, which no pair ends early. Argument: clips, default 200.
 */
public final class SameMomentBench {
    private static final int ROUNDS = 6;
    private static final int[] SECONDS = {6, 12, 30};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SameMomentBench() {}

    public static void main(String[] arguments) {
        int clips = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        for (boolean bySound : new boolean[] {false, true}) {
            for (int seconds : SECONDS) {
                SplittableRandom random = new SplittableRandom(seconds);
                List<TakeSignature> signatures = new ArrayList<>();
                for (int clip = 0; clip < clips; clip++) {
                    signatures.add(signature(random, seconds));
                }
                double best = Double.POSITIVE_INFINITY;
                int same = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    long start = THREADS.getCurrentThreadCpuTime();
                    same = compare(signatures, bySound);
                    best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e6);
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d clips of %d s, %s: %.0f ms, %d pairs taken for one moment%n",
                        clips,
                        seconds,
                        bySound ? "by sound alone too" : "what looks alike",
                        best,
                        same);
            }
        }
    }

    private static int compare(List<TakeSignature> signatures, boolean bySound) {
        List<SameMoment> moments = new ArrayList<>();
        int same = 0;
        for (TakeSignature signature : signatures) {
            SameMoment one = SameMoment.of(signature);
            for (SameMoment other : moments) {
                same += one.isThatOf(other, bySound) ? 1 : 0;
            }
            moments.add(one);
        }
        return same;
    }

    private static TakeSignature signature(SplittableRandom random, int seconds) {
        List<Long> hashes = new ArrayList<>();
        List<Float> motion = new ArrayList<>();
        List<Float> sound = new ArrayList<>();
        for (int i = 0; i < seconds / TakeSignature.HASH_SECONDS; i++) {
            hashes.add(random.nextLong());
        }
        for (int i = 0; i < seconds / TakeSignature.HOP_SECONDS; i++) {
            motion.add((float) random.nextDouble(9));
            sound.add((float) random.nextDouble(-60, 0));
        }
        return new TakeSignature(hashes, motion, sound);
    }
}
