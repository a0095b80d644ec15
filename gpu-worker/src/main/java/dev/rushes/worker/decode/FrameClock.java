// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Presentation times of the frames on their way, told by FFmpeg's encoder statistics on standard error: one line a frame,
 * written before the frame itself. Lines are put in by the draining thread and taken out by the reading thread.
 */
final class FrameClock {

    /** What {@code -stats_enc_pre_fmt} must be for {@link #offer}. */
    static final String FORMAT = "<{n} {ptsi} {tbi} {pts} {tb}>";

    private static final Pattern LINE = Pattern.compile("<\\d+ (-?\\d+) (\\d+)/(\\d+) (-?\\d+) (\\d+)/(\\d+)>");

    /** FFmpeg prints this instead of a missing time stamp (AV_NOPTS_VALUE). */
    private static final long MISSING = Long.MIN_VALUE;

    private static final double ENDED = Double.NaN;

    private final LinkedBlockingQueue<Double> times = new LinkedBlockingQueue<>();
    private double usualStep = Double.NaN;
    private double origin = Double.NaN;
    private double last = Double.NaN;

    /** Says how many seconds one frame usually lasts, before the first time is taken out. */
    void expectStep(double seconds) {
        usualStep = seconds;
    }

    /** Takes the time out of a line; false if the line holds none. */
    boolean offer(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.find()) {
            return false;
        }
        double seconds = seconds(match, 1);
        times.add(Double.isInfinite(seconds) ? seconds(match, 4) : seconds);
        return true;
    }

    /** Returns the seconds one frame usually lasts. */
    double usualStep() {
        return usualStep;
    }

    /** Says that no line will follow. */
    void end() {
        times.add(ENDED);
    }

    /**
     * Returns the time of the next frame from the first one, always later than the one before. A frame without a usable
     * time follows the one before by the usual step.
     */
    double next() throws InterruptedException {
        Double told = times.poll(5, TimeUnit.SECONDS);
        double seconds = told == null ? Double.NaN : told;
        if (Double.isNaN(origin)) {
            origin = Double.isFinite(seconds) ? seconds : 0;
            last = 0;
            return 0;
        }
        double shown = seconds - origin;
        last = Double.isFinite(shown) && shown > last ? shown : last + usualStep;
        return last;
    }

    private static double seconds(Matcher match, int group) {
        long ticks = Long.parseLong(match.group(group));
        if (ticks == MISSING) {
            return Double.NEGATIVE_INFINITY;
        }
        return ticks * Double.parseDouble(match.group(group + 1)) / Double.parseDouble(match.group(group + 2));
    }
}
