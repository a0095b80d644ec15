// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;

/** Mean motion of a clip over any span, in constant time. */
final class MotionMean {

    /** A mean where nothing is known. */
    static final MotionMean NONE = new MotionMean();

    private final double hop;
    private final double[] integral;
    private final double fallback;

    private MotionMean() {
        this.hop = 1;
        this.integral = new double[1];
        this.fallback = 0;
    }

    MotionMean(ClipFeatures features) {
        this.hop = features.motionCurve().hopSeconds();
        this.fallback = features.motionIntensity();
        int count = features.motionCurve().values().size();
        this.integral = new double[count + 1];
        for (int i = 0; i < count; i++) {
            integral[i + 1] = integral[i] + features.motionCurve().values().get(i) * hop;
        }
    }

    /** Returns the mean over a span of seconds; the mean of the clip if nothing is known of the span. */
    double over(double start, double end) {
        double last = (integral.length - 1) * hop;
        double from = Math.clamp(start, 0, last);
        double to = Math.clamp(end, 0, last);
        return to - from < 1e-6 ? fallback : (integralTo(to) - integralTo(from)) / (to - from);
    }

    private double integralTo(double seconds) {
        double position = seconds / hop;
        int left = Math.min((int) position, integral.length - 1);
        int right = Math.min(left + 1, integral.length - 1);
        return integral[left] + (integral[right] - integral[left]) * (position - left);
    }
}
