// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.util.Locale;

/** How much is tried: {@code -Drushes.chaos.tier=pr|nightly|release}. */
enum Tier {
    PR,
    NIGHTLY,
    RELEASE;

    static Tier chosen() {
        return valueOf(System.getProperty("rushes.chaos.tier", "pr").toUpperCase(Locale.ROOT));
    }

    /** Returns the count of the chosen tier. */
    static int count(int pr, int nightly, int release) {
        return switch (chosen()) {
            case PR -> pr;
            case NIGHTLY -> nightly;
            case RELEASE -> release;
        };
    }
}
