// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import java.util.Locale;

/** The file's container. */
public enum Container {
    MP4,
    MOV;

    /** Returns how such files end, with the dot. */
    public String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
