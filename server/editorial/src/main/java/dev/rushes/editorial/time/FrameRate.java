// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

/**
 * A rational number of frames per second, for example 30000/1001.
 *
 * @param numerator frames counted; greater than zero
 * @param denominator seconds in which they pass; greater than zero
 */
public record FrameRate(int numerator, int denominator) {

    /** The default rate of a job, 30/1. */
    public static final FrameRate FPS_30 = new FrameRate(30, 1);

    public FrameRate {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException(
                    "frame rate: " + numerator + "/" + denominator + " (expected: both greater than 0)");
        }
    }

    /** Reads "30000/1001" or "25". */
    public static FrameRate parse(String text) {
        int slash = text.indexOf('/');
        try {
            return slash < 0
                    ? new FrameRate(Integer.parseInt(text.strip()), 1)
                    : new FrameRate(
                            Integer.parseInt(text.substring(0, slash).strip()),
                            Integer.parseInt(text.substring(slash + 1).strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("frame rate: \"" + text + "\" (expected: N or N/D)", e);
        }
    }

    /** Returns the start of a frame in seconds. */
    public double seconds(long frame) {
        return (double) frame * denominator / numerator;
    }

    /** Returns frames per second as a number, for display and filters only. */
    public double framesPerSecond() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
