// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.Locale;

/** How much of the subject fills the frame; zoom when the size changes while the shot runs. */
public enum ShotType {
    CLOSE_UP,
    MEDIUM,
    WIDE,
    ZOOM;

    /** Returns the documented lower-case word, for example "close_up". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a documented word. */
    public static ShotType parse(String word) {
        for (ShotType value : values()) {
            if (value.word().equals(word)) {
                return value;
            }
        }
        throw new IllegalArgumentException("ShotType: \"" + word + "\" (expected: one of "
                + java.util.Arrays.toString(values()).toLowerCase(Locale.ROOT) + ")");
    }
}
