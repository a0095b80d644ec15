// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param exported whether a video was exported
 * @param exportedAt when, or null
 * @param userSatisfaction 1..5, null when not asked
 * @param wouldPostUnchanged whether the first draft could have been posted, null when not asked
 * @param manualEditPercentage editing time as a share of the manual time, 0..100
 * @param aiEdit time the machine took
 * @param manualEdit time the person took
 * @param saved time saved against editing by hand
 */
public record FinalStatus(
        boolean exported,
        @Nullable Instant exportedAt,
        @Nullable Integer userSatisfaction,
        @Nullable Boolean wouldPostUnchanged,
        int manualEditPercentage,
        Duration aiEdit,
        Duration manualEdit,
        Duration saved) {}
