// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.Locale;

/** How the camera moves over a whole clip. */
public enum CameraMotion {
    STATIC,
    SLOW_PAN,
    FAST_PAN,
    HANDHELD,
    ZOOM_IN,
    ZOOM_OUT;

    /** Returns the documented lower-case word, for example "close_up". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a documented word. */
    public static CameraMotion parse(String word) {
        for (CameraMotion value : values()) {
            if (value.word().equals(word)) {
                return value;
            }
        }
        throw new IllegalArgumentException("CameraMotion: \"" + word + "\" (expected: one of "
                + java.util.Arrays.toString(values()).toLowerCase(Locale.ROOT) + ")");
    }
}
