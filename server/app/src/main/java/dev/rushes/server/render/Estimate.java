// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import java.time.Duration;

/**
 * What a render would be if nothing of it was rendered before. Size and time of a picture grow with a power of its pixels,
 * measured by {@code RenderCostBench} on the development clips for each quality (gpu-worker, W-24).
 *
 * @param resolution size of the picture
 * @param sizeBytes likely length of the file
 * @param duration likely time
 */
public record Estimate(Resolution resolution, long sizeBytes, Duration duration) {

    /** Four of five sizes lie between the estimate divided by and times this; footage differs that much. */
    public static final double SIZE_FACTOR = 2.0;

    /** As {@link #SIZE_FACTOR} for the time, on a machine like the one measured on. */
    public static final double DURATION_FACTOR = 1.6;

    private static final double SOUND_BYTES_PER_SECOND = 192_000 / 8.0;

    /** Probing, joining, measuring loudness and counting. */
    private static final double FIXED_SECONDS = 1.5;

    private static final double FULL_PIXELS = 1080.0 * 1920;

    /** Bytes and processor seconds of one picture of 1080x1920, and the power by which each grows with the pixels. */
    private record Cost(double bytes, double bytesPower, double seconds, double secondsPower) {}

    /**
     * Estimates a render.
     *
     * @param frames pictures
     * @param seconds length
     * @param processors encoders at a time
     */
    static Estimate of(Quality quality, Resolution resolution, long frames, double seconds, int processors) {
        Cost cost = cost(quality);
        double share = resolution.pixels() / FULL_PIXELS;
        double bytes = frames * cost.bytes() * Math.pow(share, cost.bytesPower());
        double work = frames * cost.seconds() * Math.pow(share, cost.secondsPower());
        return new Estimate(
                resolution,
                Math.round(bytes + seconds * SOUND_BYTES_PER_SECOND),
                Duration.ofMillis(Math.round(1000 * (FIXED_SECONDS + work / processors))));
    }

    private static Cost cost(Quality quality) {
        return switch (quality) {
            case LOW -> new Cost(9_000, 0.8, 0.040, 0.8);
            case HIGH -> new Cost(20_000, 0.8, 0.060, 0.8);
            case MAXIMUM -> new Cost(45_000, 0.8, 0.140, 0.9);
        };
    }
}
