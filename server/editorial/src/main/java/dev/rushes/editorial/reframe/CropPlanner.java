// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Chooses the crop window of a shot: as large as the shape allows, still while the subject stays comfortable in it, else
 * a slow pan after the subject. In the manner of Grundmann et al., "Auto-directed video stabilization with robust L1
 * optimal camera paths" (2011): parts that stand still or move evenly; here found by a lazy follower, smoothing and line
 * simplification instead of a linear programme, because shots last one or two seconds.
 */
public final class CropPlanner {

    /** Share of the window the subject's middle may wander in before the window follows (taste). */
    static final double COMFORT = 0.6;

    /** Fastest pan in windows a second; faster pans read as camera errors (taste). */
    static final double MAX_SPEED = 0.6;

    private static final double STEP_SECONDS = 0.1;
    private static final double SMOOTHING_SECONDS = 0.35;
    private static final double SHORTEST_MOVING_SECONDS = 0.8;

    /** Middle of a picture without a known subject: people's faces are above the middle. */
    private static final double UNKNOWN_MIDDLE_Y = 0.45;

    private CropPlanner() {}

    /**
     * Plans the window of one shot.
     *
     * @param track where the subject is; may be empty
     * @param source frames shown, handles included
     * @param rate of {@code source}
     * @param shownAspect width by height of the clip as shown
     * @param wantedAspect width by height of the output
     */
    public static CropPath plan(
            List<SubjectBox> track, FrameRange source, FrameRate rate, double shownAspect, double wantedAspect) {
        boolean horizontal = shownAspect >= wantedAspect;
        double window = horizontal ? wantedAspect / shownAspect : shownAspect / wantedAspect;
        if (window > 0.999) {
            return CropPath.still(horizontal, 1, 0);
        }
        int step = Math.max(1, (int) Math.round(rate.framesPerSecond() * STEP_SECONDS));
        long[] frames = sampled(source, step);
        double[] middles = middles(track, frames, rate, horizontal, window);
        double low = percentile(middles, 0.05);
        double high = percentile(middles, 0.95);
        boolean brief = rate.seconds(source.count()) < SHORTEST_MOVING_SECONDS;
        if (brief || high - low <= COMFORT * window) {
            double middle = brief ? percentile(middles, 0.5) : (low + high) / 2;
            return CropPath.still(horizontal, window, edge(middle, window));
        }
        double[] path = smooth(follow(middles, COMFORT / 4 * window));
        limit(path, rate.seconds(step) * MAX_SPEED * window, window);
        return moving(path, frames, horizontal, window);
    }

    /** Turns middles into edges that stay in the picture and move no faster than {@code reach} a step. */
    private static void limit(double[] path, double reach, double window) {
        path[0] = edge(path[0], window);
        for (int i = 1; i < path.length; i++) {
            path[i] = path[i - 1] + Math.clamp(edge(path[i], window) - path[i - 1], -reach, reach);
        }
    }

    private static CropPath moving(double[] path, long[] frames, boolean horizontal, double window) {
        List<Integer> kept = new ArrayList<>();
        kept.add(0);
        simplify(path, 0, path.length - 1, 0.012 * window, kept);
        List<CropPath.Knot> knots = new ArrayList<>();
        for (int i : kept) {
            knots.add(new CropPath.Knot(frames[i], path[i]));
        }
        double span =
                Arrays.stream(path).max().orElse(0) - Arrays.stream(path).min().orElse(0);
        return span < 0.04 * window
                ? CropPath.still(horizontal, window, path[path.length / 2])
                : new CropPath(horizontal, window, knots);
    }

    /** Where the window's middle should be, outliers removed. */
    private static double[] middles(
            List<SubjectBox> track, long[] frames, FrameRate rate, boolean horizontal, double window) {
        double[] raw = new double[frames.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = middleAt(track, rate.seconds(frames[i]), horizontal, window);
        }
        double[] result = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            result[i] = percentile(Arrays.copyOfRange(raw, Math.max(0, i - 2), Math.min(raw.length, i + 3)), 0.5);
        }
        return result;
    }

    /** Every frame a step apart, and the last. */
    private static long[] sampled(FrameRange source, int step) {
        return LongStream.concat(
                        LongStream.iterate(source.start(), f -> f < source.end() - 1, f -> f + step),
                        LongStream.of(source.end() - 1))
                .toArray();
    }

    private static double middleAt(List<SubjectBox> track, double seconds, boolean horizontal, double window) {
        if (track.isEmpty()) {
            return horizontal ? 0.5 : UNKNOWN_MIDDLE_Y;
        }
        SubjectBox before = track.getFirst();
        for (SubjectBox box : track) {
            if (box.seconds() >= seconds) {
                double gap = box.seconds() - before.seconds();
                double share = gap <= 0 ? 1 : Math.clamp((seconds - before.seconds()) / gap, 0, 1);
                return middle(before, horizontal, window) * (1 - share) + middle(box, horizontal, window) * share;
            }
            before = box;
        }
        return middle(before, horizontal, window);
    }

    /** A subject taller than the window is framed by its upper part, where a person's face is. */
    private static double middle(SubjectBox box, boolean horizontal, double window) {
        if (horizontal) {
            return box.centerX();
        }
        return box.height() > 0.9 * window ? box.top() + 0.42 * window : box.centerY();
    }

    private static double[] follow(double[] middles, double slack) {
        double[] path = new double[middles.length];
        double at = middles[0];
        for (int i = 0; i < middles.length; i++) {
            at = Math.clamp(at, middles[i] - slack, middles[i] + slack);
            path[i] = at;
        }
        return path;
    }

    private static double[] smooth(double[] path) {
        double[] result = new double[path.length];
        double sigma = SMOOTHING_SECONDS / STEP_SECONDS;
        int reach = (int) Math.ceil(3 * sigma);
        for (int i = 0; i < path.length; i++) {
            double sum = 0;
            double weights = 0;
            for (int k = -reach; k <= reach; k++) {
                double weight = Math.exp(-0.5 * k * k / (sigma * sigma));
                sum += weight * path[Math.clamp(i + k, 0, path.length - 1)];
                weights += weight;
            }
            result[i] = sum / weights;
        }
        return result;
    }

    /** Douglas and Peucker's line simplification; adds the kept indexes after {@code from} in order. */
    private static void simplify(double[] path, int from, int to, double tolerance, List<Integer> kept) {
        int farthest = -1;
        double worst = tolerance;
        for (int i = from + 1; i < to; i++) {
            double line = path[from] + (path[to] - path[from]) * (i - from) / (to - from);
            if (Math.abs(path[i] - line) > worst) {
                worst = Math.abs(path[i] - line);
                farthest = i;
            }
        }
        if (farthest >= 0) {
            simplify(path, from, farthest, tolerance, kept);
            simplify(path, farthest, to, tolerance, kept);
        } else {
            kept.add(to);
        }
    }

    private static double edge(double middle, double window) {
        return Math.clamp(middle - window / 2, 0, 1 - window);
    }

    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
