// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/**
 * Light of one picture.
 *
 * @param mean mean luma, 0 (black) .. 1 (white)
 * @param contrast standard deviation of luma, 0..0.5
 * @param dark share of pixels at or under black
 * @param bright share of pixels at or over white
 */
public record Exposure(double mean, double contrast, double dark, double bright) {

    private static final int BLACK = 20;
    private static final int WHITE = 233;

    /** Measures a picture of limited-range luma (16..235). */
    public static Exposure of(Picture picture) {
        long sum = 0;
        long squares = 0;
        int dark = 0;
        int bright = 0;
        for (byte sample : picture.luma) {
            int value = sample & 0xff;
            sum += value;
            squares += (long) value * value;
            dark += value <= BLACK ? 1 : 0;
            bright += value >= WHITE ? 1 : 0;
        }
        double count = picture.luma.length;
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return new Exposure(Math.clamp((mean - 16) / 219, 0, 1), deviation / 219, dark / count, bright / count);
    }

    /** Tells whether nothing can be seen because there is no light: a covered lens, a black lead-in. */
    public boolean isBlack() {
        return mean < 0.035 && contrast < 0.05;
    }
}
