// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import java.util.Locale;

/** How one shot becomes the next. */
public enum TransitionKind {
    HARD_CUT,
    QUICK_DISSOLVE,
    WHIP_PAN;

    /** Returns the documented lower-case word, for example "close_up". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a documented word. */
    public static TransitionKind parse(String word) {
        for (TransitionKind value : values()) {
            if (value.word().equals(word)) {
                return value;
            }
        }
        throw new IllegalArgumentException("TransitionKind: \"" + word + "\" (expected: one of "
                + java.util.Arrays.toString(values()).toLowerCase(Locale.ROOT) + ")");
    }
}
