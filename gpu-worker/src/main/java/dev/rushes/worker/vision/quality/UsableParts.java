// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.quality;

import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.worker.vision.motion.CameraPath;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Exposure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits a clip into parts worth cutting from. A sample is dropped when its surroundings are black, too dark, burnt out,
 * out of focus, shaky or frozen; what is left in pieces of at least half a second is usable.
 *
 * @param windows usable parts in time order
 * @param remarks what is wrong with the rest and when, for example "too shaky from 2.1 s"; in time order
 * @param rejectedReason why there is no usable part, null if there is one
 */
public record UsableParts(
        List<UsableWindow> windows,
        List<String> remarks,
        @Nullable String rejectedReason) {

    /** Shortest part worth having: a beat at 120 a minute. */
    static final double LEAST_SECONDS = 0.5;

    private static final double TOO_BLURRED = 0.88;
    private static final double TOO_SHAKY = 0.64;
    private static final double TOO_DARK = 0.16;
    private static final double BURNT_SHARE = 0.6;
    private static final double BURNT_MEAN = 0.93;
    /** A clip with one fault for this share of it, and no longer good part than this, is as bad there: rejected whole. */
    private static final double HOPELESS_SHARE = 0.45;

    private static final double LEAST_ISLAND_SECONDS = 1.5;
    private static final double LEAST_REMARK_SECONDS = 0.25;
    private static final int MOST_REMARKS = 8;

    private static final double FROZEN_CHANGE = 0.02;
    private static final double FROZEN_SECONDS = 1.0;

    /** What is wrong with a sample, the worst first. */
    enum Fault {
        NONE(""),
        BLACK("black picture"),
        FROZEN("the picture does not move"),
        DARK("too dark"),
        BURNT("overexposed"),
        BLURRED("out of focus"),
        SHAKY("too shaky");

        final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    /** Tells what can be used of a clip that was sampled so, in time order, and ends at {@code endSeconds}. */
    public static UsableParts of(List<Sample> samples, CameraPath path, double endSeconds) {
        Fault[] faults = faults(samples, path);
        double[] local = path.localShake();
        List<UsableWindow> windows = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= faults.length; i++) {
            boolean good = i < faults.length && faults[i] == Fault.NONE;
            if (good && from < 0) {
                from = i;
            } else if (!good && from >= 0) {
                add(windows, samples, local, from, i, endSeconds);
                from = -1;
            }
        }
        List<String> remarks = remarks(samples, faults, endSeconds);
        Fault most = mostFrequent(faults);
        boolean islands = windows.stream().allMatch(window -> window.durationSeconds() < LEAST_ISLAND_SECONDS);
        boolean hopeless = most != Fault.NONE && share(faults, most) >= HOPELESS_SHARE;
        if (windows.isEmpty() || islands && hopeless) {
            return new UsableParts(List.of(), remarks, reason(faults, most));
        }
        return new UsableParts(windows, remarks, null);
    }

    private static String reason(Fault[] faults, Fault most) {
        return most == Fault.NONE || share(faults, most) < 0.25 ? "too short" : most.words;
    }

    private static double share(Fault[] faults, Fault fault) {
        return (double) Arrays.stream(faults).filter(fault::equals).count() / faults.length;
    }

    private static Fault mostFrequent(Fault[] faults) {
        int[] counts = new int[Fault.values().length];
        for (Fault fault : faults) {
            counts[fault.ordinal()]++;
        }
        Fault most = Fault.NONE;
        for (Fault fault : Fault.values()) {
            if (fault != Fault.NONE && counts[fault.ordinal()] > (most == Fault.NONE ? 0 : counts[most.ordinal()])) {
                most = fault;
            }
        }
        return most;
    }

    /** Names every fault that lasts long enough to be seen. */
    private static List<String> remarks(List<Sample> samples, Fault[] faults, double endSeconds) {
        List<String> remarks = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= faults.length; i++) {
            if (i < faults.length && faults[i] == faults[from]) {
                continue;
            }
            double start = samples.get(from).seconds();
            double end = i < faults.length ? samples.get(i).seconds() : endSeconds;
            if (faults[from] != Fault.NONE && end - start >= LEAST_REMARK_SECONDS && remarks.size() < MOST_REMARKS) {
                remarks.add(faults[from].words + span(from == 0, i == faults.length, start, end));
            }
            from = i;
        }
        return remarks;
    }

    private static String span(boolean fromStart, boolean toEnd, double start, double end) {
        if (fromStart) {
            return toEnd ? "" : String.format(Locale.ROOT, " until %.1f s", end);
        }
        return toEnd
                ? String.format(Locale.ROOT, " from %.1f s", start)
                : String.format(Locale.ROOT, " from %.1f to %.1f s", start, end);
    }

    private static void add(
            List<UsableWindow> windows, List<Sample> samples, double[] shake, int from, int to, double endSeconds) {
        double start = from == 0 ? 0 : samples.get(from).seconds();
        double end = to == samples.size() ? endSeconds : samples.get(to).seconds();
        if (end - start < LEAST_SECONDS) {
            return;
        }
        double quality = 0;
        for (int i = from; i < to; i++) {
            Sample sample = samples.get(i);
            double blur = Double.isNaN(sample.blur()) ? 0.5 : sample.blur();
            double shaking = shake.length == 0 ? 0 : shake[Math.max(0, i - 1)];
            quality += VisualQuality.of(blur, VisualQuality.light(sample.exposure()), shaking);
        }
        windows.add(new UsableWindow(start, end, quality / (to - from)));
    }

    private static Fault[] faults(List<Sample> samples, CameraPath path) {
        double[] shake = path.localShake();
        Fault[] faults = new Fault[samples.size()];
        for (int i = 0; i < faults.length; i++) {
            double shaking = shake.length == 0 ? 0 : shake[Math.max(0, i - 1)];
            faults[i] = fault(samples.get(i), blurAround(samples, i), shaking);
        }
        markFrozen(samples, faults);
        return faults;
    }

    private static Fault fault(Sample sample, double blur, double shake) {
        Exposure light = sample.exposure();
        if (light.isBlack()) {
            return Fault.BLACK;
        }
        if (light.mean() < TOO_DARK && light.contrast() < 0.12) {
            return Fault.DARK;
        }
        if (light.mean() > BURNT_MEAN || light.bright() > BURNT_SHARE) {
            return Fault.BURNT;
        }
        if (blur > TOO_BLURRED) {
            return Fault.BLURRED;
        }
        return shake > TOO_SHAKY ? Fault.SHAKY : Fault.NONE;
    }

    /** The mean over a third of a second: a single soft frame in a move is no fault. */
    private static double blurAround(List<Sample> samples, int at) {
        double sum = 0;
        int count = 0;
        for (int i = Math.max(0, at - 2); i <= Math.min(samples.size() - 1, at + 2); i++) {
            if (!Double.isNaN(samples.get(i).blur())) {
                sum += samples.get(i).blur();
                count++;
            }
        }
        return count == 0 ? 0.5 : sum / count;
    }

    private static void markFrozen(List<Sample> samples, Fault[] faults) {
        int from = 0;
        for (int i = 1; i <= faults.length; i++) {
            if (i < faults.length && samples.get(i).change() < FROZEN_CHANGE) {
                continue;
            }
            double seconds = samples.get(i - 1).seconds() - samples.get(from).seconds();
            for (int j = from + 1; seconds >= FROZEN_SECONDS && j < i; j++) {
                faults[j] = faults[j] == Fault.NONE ? Fault.FROZEN : faults[j];
            }
            from = i;
        }
    }
}
