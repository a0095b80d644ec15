// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.quality;

import dev.rushes.worker.vision.motion.Sample;
import java.util.List;

/**
 * Quality of a span as a whole.
 *
 * @param blur mean blur of the pictures with texture, 0..1; 0.5 if none has any
 * @param exposure mean luma, 0..1
 * @param light mean of {@link VisualQuality#light}, 0..1
 * @param color mean spread of colours, 0..1
 */
public record QualityMeans(double blur, double exposure, double light, double color) {

    /** Returns the means of samples; of none, half blurred and black. */
    public static QualityMeans of(List<Sample> samples) {
        double blur = 0, mean = 0, light = 0, color = 0;
        int textured = 0;
        for (Sample sample : samples) {
            if (!Double.isNaN(sample.blur())) {
                blur += sample.blur();
                textured++;
            }
            mean += sample.exposure().mean();
            light += VisualQuality.light(sample.exposure());
            color += sample.color();
        }
        int n = Math.max(1, samples.size());
        return new QualityMeans(textured == 0 ? 0.5 : blur / textured, mean / n, light / n, color / n);
    }

    /** Returns the visual quality, 0..1, of a span that shakes so, 0..1. */
    public double visual(double shake) {
        return VisualQuality.of(blur, light, shake);
    }
}
