// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Chooses the crop window of a shot: as large as the shape allows, still as long as a still window keeps the subject about as
 * well as a moving one, else a slow pan after the subject. In the manner of Grundmann et al., "Auto-directed video
 * stabilization with robust L1 optimal camera paths" (2011): parts that stand still or move evenly. Their linear programme is
 * a search over a grid of window positions here (Viterbi 1967): what it minimises is how much of the subject is lost over
 * time, how far off the middle it is, and the way the window travels. Corners of the path are rounded afterwards.
 *
 * <pre>
 *   subject   .  . .  .     . . - - = = =  = =        window  ___________/--------   one pan, rounded at both ends
 * </pre>
 */
public final class CropPlanner {

    /** Fastest pan in windows a second; faster pans read as camera errors (taste). */
    static final double MAX_SPEED = 0.6;

    /** Positions of the window within the way of one step at the fastest pan. */
    private static final int POSITIONS_A_STEP = 2;

    private static final double STEP_SECONDS = 0.1;
    private static final double SMOOTHING_SECONDS = 0.25;
    static final double SHORTEST_MOVING_SECONDS = 0.8;

    /** A subject at the window's edge costs as much as losing this share of it (taste). */
    private static final double OFF_MIDDLE = 0.2;

    /** Room wanted on both sides of a subject that leaves it, in windows (taste). */
    private static final double ROOM = 0.04;

    /** Panning over one window costs as much as losing the subject for this many seconds (taste). */
    private static final double SECONDS_A_WINDOW = 0.2;

    /** Panning at all costs as much as losing the subject for this many seconds (taste). */
    private static final double SECONDS_A_PAN = 0.12;

    /** Cost of one position's way, in steps of a lost subject. */
    private static final double POSITION_COST = MAX_SPEED * SECONDS_A_WINDOW / POSITIONS_A_STEP;

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
        double window = window(shownAspect, wantedAspect);
        if (window > 0.999) {
            return CropPath.still(horizontal, 1, 0);
        }
        if (track.isEmpty()) {
            return CropPath.still(horizontal, window, edge(horizontal ? 0.5 : UNKNOWN_MIDDLE_Y, window));
        }
        int step = Math.max(1, (int) Math.round(rate.framesPerSecond() * STEP_SECONDS));
        long[] frames = sampled(source, step);
        Spans spans = Spans.of(track, frames, rate, horizontal, window);
        double seconds = rate.seconds(step);
        double reach = seconds * MAX_SPEED * window;
        double[][] losses = losses(spans, window, reach / POSITIONS_A_STEP);
        int still = stillest(losses);
        if (rate.seconds(source.count()) >= SHORTEST_MOVING_SECONDS) {
            int[] way = way(losses);
            if (gain(losses, still, way) * seconds > SECONDS_A_PAN) {
                double[] path = new double[way.length];
                for (int i = 0; i < way.length; i++) {
                    path[i] = at(way[i], losses[0].length, window);
                }
                path = smooth(path);
                limit(path, reach, window);
                return moving(path, frames, horizontal, window);
            }
        }
        return CropPath.still(horizontal, window, at(still, losses[0].length, window));
    }

    /** Returns the length of the window along its axis, in shares of the shown picture. */
    public static double window(double shownAspect, double wantedAspect) {
        return Math.min(shownAspect / wantedAspect, wantedAspect / shownAspect);
    }

    /** Edges of the subject along the axis at each step, outliers removed. */
    record Spans(double[] low, double[] high) {

        static Spans of(List<SubjectBox> track, long[] frames, FrameRate rate, boolean horizontal, double window) {
            double[] low = new double[frames.length];
            double[] high = new double[frames.length];
            for (int i = 0; i < frames.length; i++) {
                double seconds = rate.seconds(frames[i]);
                low[i] = at(track, seconds, box -> low(box, horizontal));
                high[i] = at(track, seconds, box -> high(box, horizontal, window));
            }
            return new Spans(middles(low), middles(high));
        }

        private static double low(SubjectBox box, boolean horizontal) {
            return horizontal ? box.left() : box.top();
        }

        /** A subject taller than the window is framed by its upper part, where a person's face is. */
        private static double high(SubjectBox box, boolean horizontal, double window) {
            return horizontal ? box.left() + box.width() : box.top() + Math.min(box.height(), 0.84 * window);
        }

        private static double at(List<SubjectBox> track, double seconds, ToDoubleFunction<SubjectBox> value) {
            SubjectBox before = track.getFirst();
            for (SubjectBox box : track) {
                if (box.seconds() >= seconds) {
                    double gap = box.seconds() - before.seconds();
                    double share = gap <= 0 ? 1 : Math.clamp((seconds - before.seconds()) / gap, 0, 1);
                    return value.applyAsDouble(before) * (1 - share) + value.applyAsDouble(box) * share;
                }
                before = box;
            }
            return value.applyAsDouble(before);
        }

        private static double[] middles(double[] raw) {
            double[] result = new double[raw.length];
            for (int i = 0; i < raw.length; i++) {
                double[] near = Arrays.copyOfRange(raw, Math.max(0, i - 2), Math.min(raw.length, i + 3));
                Arrays.sort(near);
                result[i] = near[near.length / 2];
            }
            return result;
        }
    }

    /** Returns what each position of the window costs at each step: 0 all well .. 1.2 all lost. */
    private static double[][] losses(Spans spans, double window, double spacing) {
        int positions = 1 + Math.max(1, (int) Math.round((1 - window) / spacing));
        double[][] losses = new double[spans.low().length][positions];
        for (int i = 0; i < losses.length; i++) {
            double middle = (spans.low()[i] + spans.high()[i]) / 2;
            double half = Math.min((spans.high()[i] - spans.low()[i]) / 2, window / 2);
            half = Math.min(window / 2, half + ROOM * window);
            // what a person can not see anyway is not to be lost
            double low = Math.clamp(middle - half, 0, 1);
            double high = Math.clamp(middle + half, low, 1);
            for (int k = 0; k < positions; k++) {
                double edge = at(k, positions, window);
                double inside = Math.min(high, edge + window) - Math.max(low, edge);
                double lost = 1 - Math.clamp(inside / Math.max(1e-6, high - low), 0, 1);
                double off = Math.min(1, Math.abs(edge + window / 2 - middle) / (window / 2));
                losses[i][k] = lost + OFF_MIDDLE * off * off;
            }
        }
        return losses;
    }

    private static double at(int position, int positions, double window) {
        return (1 - window) * position / (positions - 1);
    }

    private static int stillest(double[][] losses) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < losses[0].length; k++) {
            double sum = 0;
            for (double[] step : losses) {
                sum += step[k];
            }
            if (sum < least - 1e-9) {
                least = sum;
                best = k;
            }
        }
        return best;
    }

    /** What the way saves against standing still, in steps of a lost subject. */
    private static double gain(double[][] losses, int still, int[] way) {
        double gain = 0;
        for (int i = 0; i < way.length; i++) {
            gain += losses[i][still] - losses[i][way[i]];
            gain -= i == 0 ? 0 : Math.abs(way[i] - way[i - 1]) * POSITION_COST;
        }
        return gain;
    }

    /** Returns the cheapest way of the window, a position for each step. */
    private static int[] way(double[][] losses) {
        int positions = losses[0].length;
        int[][] from = new int[losses.length][positions];
        double[] cost = losses[0].clone();
        for (int i = 1; i < losses.length; i++) {
            double[] next = new double[positions];
            for (int k = 0; k < positions; k++) {
                double least = Double.POSITIVE_INFINITY;
                for (int d = -POSITIONS_A_STEP; d <= POSITIONS_A_STEP; d++) {
                    int before = k + d;
                    if (before < 0 || before >= positions) {
                        continue;
                    }
                    double sum = cost[before] + Math.abs(d) * POSITION_COST;
                    // of equal ways the one that stands still
                    if (sum < least - 1e-12 || sum <= least + 1e-12 && d == 0) {
                        least = sum;
                        from[i][k] = before;
                    }
                }
                next[k] = least + losses[i][k];
            }
            cost = next;
        }
        int[] way = new int[losses.length];
        for (int k = 1; k < positions; k++) {
            way[way.length - 1] = cost[k] < cost[way[way.length - 1]] ? k : way[way.length - 1];
        }
        for (int i = way.length - 1; i > 0; i--) {
            way[i - 1] = from[i][way[i]];
        }
        return way;
    }

    /** Makes edges stay in the picture and move no faster than {@code reach} a step. */
    private static void limit(double[] path, double reach, double window) {
        path[0] = Math.clamp(path[0], 0, 1 - window);
        for (int i = 1; i < path.length; i++) {
            path[i] = path[i - 1] + Math.clamp(Math.clamp(path[i], 0, 1 - window) - path[i - 1], -reach, reach);
        }
    }

    private static CropPath moving(double[] path, long[] frames, boolean horizontal, double window) {
        List<Integer> kept = new ArrayList<>();
        kept.add(0);
        simplify(path, 0, path.length - 1, 0.006 * window, kept);
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

    /** Every frame a step apart, and the last. */
    static long[] sampled(FrameRange source, int step) {
        return LongStream.concat(
                        LongStream.iterate(source.start(), f -> f < source.end() - 1, f -> f + step),
                        LongStream.of(source.end() - 1))
                .toArray();
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
                sum += weight * beyond(path, i + k);
                weights += weight;
            }
            result[i] = sum / weights;
        }
        return result;
    }

    /** The path goes on beyond its ends as it came: a pan that is cut off does not lag behind there. */
    private static double beyond(double[] path, int at) {
        int last = path.length - 1;
        if (at < 0) {
            return 2 * path[0] - path[Math.min(-at, last)];
        }
        return at <= last ? path[at] : 2 * path[last] - path[Math.max(2 * last - at, 0)];
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
}
