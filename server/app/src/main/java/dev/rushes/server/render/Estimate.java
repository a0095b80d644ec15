// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import java.time.Duration;

/**
 * What a render would be if nothing of it was rendered before. The figures are those {@code RenderCostBench} of the worker
 * measured on the development clips.
 *
 * @param resolution size of the picture
 * @param sizeBytes likely length of the file
 * @param duration likely time
 */
public record Estimate(Resolution resolution, long sizeBytes, Duration duration) {

    /** Measured cuts lay within 1.2 of the model; other footage differs more (taste). */
    public static final double SIZE_FACTOR = 2.0;

    /** Measured cuts lay within 1.6 of the model, on the machine that was measured; {@link Pace} is for others. */
    public static final double DURATION_FACTOR = 1.8;

    private static final double SOUND_BYTES_PER_SECOND = 192_000 / 8.0;

    /** Probing, joining, measuring loudness and counting. */
    private static final double FIXED_SECONDS = 1.5;

    private static final double FULL_PIXELS = 1080.0 * 1920;

    /** Every shot begins with a key frame, which weighs as much as this many pictures more. */
    private static final double KEY_FRAME_PICTURES = 7;

    /** Starting a child in its cage, seeking and opening the encoder. */
    private static final double SECONDS_PER_SHOT = 0.35;

    /** Bytes grow with this power of the pixels, processor time with the pixels. */
    private static final double BYTES_POWER = 0.78;

    /** Bytes and processor seconds of one picture of 1080x1920. */
    private record Cost(double bytes, double seconds) {}

    /**
     * Estimates a render.
     *
     * @param frames pictures
     * @param shots shots they are in
     * @param seconds length
     * @param processors encoders at a time
     */
    static Estimate of(Quality quality, Resolution resolution, long frames, int shots, double seconds, int processors) {
        Cost cost = cost(quality);
        double share = resolution.pixels() / FULL_PIXELS;
        double bytes = (frames + KEY_FRAME_PICTURES * shots) * cost.bytes() * Math.pow(share, BYTES_POWER);
        double work = frames * cost.seconds() * share + shots * SECONDS_PER_SHOT;
        return new Estimate(
                resolution,
                Math.round(bytes + seconds * SOUND_BYTES_PER_SECOND),
                Duration.ofMillis(Math.round(1000 * (FIXED_SECONDS + work / processors))));
    }

    /** Returns the same where renders take other times. */
    Estimate at(Pace pace) {
        return new Estimate(resolution, sizeBytes, Duration.ofMillis(Math.round(duration.toMillis() * pace.factor())));
    }

    private static Cost cost(Quality quality) {
        return switch (quality) {
            case LOW -> new Cost(8_150, 0.028);
            case HIGH -> new Cost(11_150, 0.039);
            case MAXIMUM -> new Cost(18_700, 0.093);
        };
    }
}
