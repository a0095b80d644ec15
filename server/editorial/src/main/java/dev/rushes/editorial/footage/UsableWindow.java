// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * A part of a clip that is good enough to cut from.
 *
 * @param start seconds, inclusive
 * @param end seconds, exclusive
 * @param quality mean visual quality inside, 0..1
 */
public record UsableWindow(double start, double end, double quality) {

    public UsableWindow {
        if (!(end > start) || start < 0) {
            throw new IllegalArgumentException("window: " + start + ".." + end + " (expected: 0 <= start < end)");
        }
    }

    public double durationSeconds() {
        return end - start;
    }
}
