// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.quality;

import dev.rushes.worker.vision.picture.Exposure;

/**
 * One number from blur, light and shake: {@code quality = sharp * light * steady}. It never rises when blur, clipping or
 * shake grow, nor when the mean moves away from the comfortable range.
 */
final class VisualQuality {

    /** Mean luma outside this range begins to cost. Night streets and snow stay inside. */
    private static final double COMFORT_LOW = 0.22;

    private static final double COMFORT_HIGH = 0.72;
    private static final double NOTHING_LOW = 0.02;
    private static final double NOTHING_HIGH = 0.98;

    private VisualQuality() {}

    /**
     * Returns 0..1.
     *
     * @param blur 0 (sharp) .. 1
     * @param light what {@link #light} returned
     * @param shake 0 (steady) .. 1
     */
    static double of(double blur, double light, double shake) {
        double sharp = 1 - 0.9 * Math.pow(blur, 1.5);
        double steady = 1 - 0.85 * shake;
        return Math.clamp(sharp * light * steady, 0, 1);
    }

    /** Returns 1 for good light .. 0 for none or far too much. */
    static double light(Exposure exposure) {
        double mean = exposure.mean();
        double level = 1;
        if (mean < COMFORT_LOW) {
            level = (mean - NOTHING_LOW) / (COMFORT_LOW - NOTHING_LOW);
        } else if (mean > COMFORT_HIGH) {
            level = (NOTHING_HIGH - mean) / (NOTHING_HIGH - COMFORT_HIGH);
        }
        double clipped = 1 - Math.max(0, exposure.dark() - 0.25) * 0.6 - Math.max(0, exposure.bright() - 0.15) * 0.8;
        return Math.pow(Math.clamp(level, 0, 1), 0.7) * Math.clamp(clipped, 0, 1);
    }
}
