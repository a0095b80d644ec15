// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far long work is: {@code fraction} 0..1 never falls; {@code remainingMillis} is null while unknown. */
public record Progress(
        double fraction, List<Step> steps, @Nullable Long remainingMillis) {
    public Progress {
        steps = List.copyOf(steps);
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction: " + fraction + " (expected: 0..1)");
        }
    }

    /** Returns progress of work that has not begun, with these steps ahead. */
    public static Progress ahead(Step.Kind... kinds) {
        return new Progress(0, java.util.Arrays.stream(kinds).map(Step::pending).toList(), null);
    }
}
