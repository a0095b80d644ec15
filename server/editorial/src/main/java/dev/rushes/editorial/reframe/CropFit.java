// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;

/**
 * How much of its subject a crop of a clip loses over any span, in constant time: an estimate of what {@link CropPlanner} would
 * find, for choosing among thousands of spans. Range minima are kept for all powers of two (Bender and Farach-Colton 2000).
 */
public final class CropFit {

    /** Nothing is lost, because nothing is known of the crop or of the subject. */
    public static final CropFit NONE = new CropFit(1, new double[0][], new double[0][]);

    private static final FrameRate HOPS = new FrameRate(5, 1);

    /** Pans use a part of the time at the fastest speed, with which they lose nothing (measured on even ways). */
    private static final double PANNED = 0.5;

    private final double window;
    private final double[][] low;
    private final double[][] high;

    private CropFit(double window, double[][] low, double[][] high) {
        this.window = window;
        this.low = low;
        this.high = high;
    }

    /**
     * Measures a clip.
     *
     * @param wantedAspect width by height of the output; 0 if it is not known
     */
    public static CropFit of(ClipFeatures features, double wantedAspect) {
        long hops = (long) Math.floor(features.durationSeconds() * HOPS.framesPerSecond());
        if (wantedAspect <= 0 || features.subjectTrack().isEmpty() || features.height() <= 0 || hops < 1) {
            return NONE;
        }
        double shown = (double) features.width() / features.height();
        double window = CropPlanner.window(shown, wantedAspect);
        if (window > 0.999) {
            return NONE;
        }
        CropPlanner.Spans spans = CropPlanner.Spans.of(
                features.subjectTrack(),
                CropPlanner.sampled(new FrameRange(0, hops), 1),
                HOPS,
                shown >= wantedAspect,
                window);
        double[] from = spans.low().clone();
        double[] to = spans.high().clone();
        for (int i = 0; i < from.length; i++) {
            // a subject wider than the window is shown as far as it goes
            double middle = (from[i] + to[i]) / 2;
            double half = Math.min(to[i] - from[i], window) / 2;
            from[i] = middle - half;
            to[i] = half + middle;
        }
        return new CropFit(window, ranges(from, -1), ranges(to, 1));
    }

    /** Returns row k with the least (sign -1) or most (sign 1) of 2^k values from each place on. */
    private static double[][] ranges(double[] values, int sign) {
        int rows = 1 + (31 - Integer.numberOfLeadingZeros(values.length));
        double[][] result = new double[rows][];
        result[0] = values;
        for (int k = 1; k < rows; k++) {
            double[] before = result[k - 1];
            int step = 1 << (k - 1);
            result[k] = new double[values.length - 2 * step + 1];
            for (int i = 0; i < result[k].length; i++) {
                result[k][i] = sign < 0 ? Math.min(before[i], before[i + step]) : Math.max(before[i], before[i + step]);
            }
        }
        return result;
    }

    /** Returns the share of the way that the subject makes in a span of seconds which a crop cannot follow, 0..1. */
    public double lost(double start, double end) {
        if (low.length == 0) {
            return 0;
        }
        int last = low[0].length - 1;
        int from = Math.clamp((int) Math.floor(start * HOPS.framesPerSecond()), 0, last);
        int to = Math.clamp((int) Math.ceil(end * HOPS.framesPerSecond()), from, last);
        int k = 31 - Integer.numberOfLeadingZeros(to - from + 1);
        int other = to - (1 << k) + 1;
        double way = Math.max(high[k][from], high[k][other]) - Math.min(low[k][from], low[k][other]);
        double pan = end - start < CropPlanner.SHORTEST_MOVING_SECONDS
                ? 0
                : PANNED * CropPlanner.MAX_SPEED * window * (end - start);
        return way <= window + pan ? 0 : (way - window - pan) / way;
    }
}
