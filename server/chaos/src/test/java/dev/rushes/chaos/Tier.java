// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** How much is tried: {@code -Drushes.chaos.tier=pr|full|nightly|release}. */
enum Tier {
    /** In every build. */
    PR,
    /** What the table of promises asks of a build, for the tests that take too long for one. */
    FULL,
    NIGHTLY,
    RELEASE;

    static Tier chosen() {
        return valueOf(System.getProperty("rushes.chaos.tier", "pr").toUpperCase(Locale.ROOT));
    }

    /** Returns the count of the chosen tier; that of every build also for the full one. */
    static int count(int pr, int nightly, int release) {
        return count(pr, pr, nightly, release);
    }

    static int count(int pr, int full, int nightly, int release) {
        return switch (chosen()) {
            case PR -> pr;
            case FULL -> full;
            case NIGHTLY -> nightly;
            case RELEASE -> release;
        };
    }

    /** Skips a test in the tier of every build, and says why. */
    static void onlyLonger(String why) {
        Assumptions.assumeTrue(chosen() != PR, why + "; run it with -Drushes.chaos.tier=full");
    }
}
