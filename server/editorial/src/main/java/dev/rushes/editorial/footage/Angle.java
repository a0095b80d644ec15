// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.Locale;

/** From where the camera sees the subject. */
public enum Angle {
    FRONT,
    SIDE,
    OVERHEAD,
    OTHER;

    /** Returns the documented lower-case word, for example "close_up". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a documented word. */
    public static Angle parse(String word) {
        for (Angle value : values()) {
            if (value.word().equals(word)) {
                return value;
            }
        }
        throw new IllegalArgumentException("Angle: \"" + word + "\" (expected: one of "
                + java.util.Arrays.toString(values()).toLowerCase(Locale.ROOT) + ")");
    }
}
