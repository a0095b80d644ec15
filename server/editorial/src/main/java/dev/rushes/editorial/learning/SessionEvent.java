// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a person did in an edit session that is no edit of the timeline. */
public sealed interface SessionEvent {
    /** Returns when it happened. */
    Instant at();

    /**
     * A regeneration was asked for, whatever became of its proposal.
     *
     * @param instruction word of the documents: make_tighter, add_energy, slow_down, regenerate_section
     * @param lockedShots shots that were locked in the whole timeline
     * @param took from the question to the last answer
     */
    record Regenerated(Instant at, String instruction, int lockedShots, Duration took) implements SessionEvent {}

    /**
     * A video or a document left the server.
     *
     * @param format mp4, mov, xmeml, fcpxml, otio, edl
     * @param revision of the timeline that was exported
     */
    record Exported(Instant at, String format, long revision) implements SessionEvent {}

    /** A person answered the questions after an edit; the newest answer counts. */
    record Surveyed(Instant at, Survey survey) implements SessionEvent {}

    /**
     * The answers; null where a question was left open.
     *
     * @param satisfaction 1..5
     * @param manualTime how long the same edit would have taken by hand
     */
    record Survey(
            @Nullable Boolean wouldPostUnchanged,
            @Nullable Integer satisfaction,
            @Nullable Duration manualTime) {
        public Survey {
            if (satisfaction != null && (satisfaction < 1 || satisfaction > 5)) {
                throw new IllegalArgumentException("user_satisfaction: " + satisfaction + " (expected: 1 to 5)");
            }
            if (manualTime != null
                    && (manualTime.isNegative()
                            || manualTime.isZero()
                            || manualTime.compareTo(Duration.ofDays(7)) > 0)) {
                throw new IllegalArgumentException(
                        "manual_time: " + manualTime + " (expected: more than zero, at most 7 days)");
            }
        }
    }
}
