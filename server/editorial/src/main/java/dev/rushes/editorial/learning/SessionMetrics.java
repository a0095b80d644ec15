// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one edit session says, computed from the log and never taken from a client (inventory TEL-01 to TEL-14). A session begins with
 * a generated cut and lasts until the next one.
 */
public record SessionMetrics(
        Span span, Clips clips, Regenerations regenerations, Times times, Confidence confidence, Outcome outcome) {

    /**
     * Which session.
     *
     * @param sessionId id of the generation it begins with
     * @param startedAt when the generated cut was there
     * @param lastActionAt when something was done last; {@code startedAt} while nothing was
     * @param firstRevision revision of the generated cut
     * @param lastRevision newest revision of the session
     */
    public record Span(
            String sessionId,
            String jobId,
            String creatorId,
            Instant startedAt,
            Instant lastActionAt,
            long firstRevision,
            long lastRevision) {}

    /**
     * Shots of the generated cut and what became of them; edits that were undone do not count.
     *
     * @param generated shots of the generated cut
     * @param kept those that still stand with the same clip
     * @param deleted those a person deleted
     * @param reordered distinct shots that were moved
     * @param trimmed distinct shots whose edges or moment were changed
     * @param addedManually shots that came from the library: inserted, overwriting or replacing
     * @param modified distinct shots of the generated cut that were reordered or trimmed
     * @param locked shots that are locked now
     * @param cuts cut points of the generated cut
     * @param survivedCuts those that still stand between the same two frames
     */
    public record Clips(
            int generated,
            int kept,
            int deleted,
            int reordered,
            int trimmed,
            int addedManually,
            int modified,
            int locked,
            int cuts,
            int survivedCuts) {

        /** Returns kept shots as a share of the generated ones, 0..100; 0 when none was generated. */
        public double keptPercentage() {
            return percentage(kept, generated);
        }

        /** Returns reordered or trimmed shots as a share of the generated ones, 0..100. */
        public double modifiedPercentage() {
            return percentage(modified, generated);
        }

        /** Returns surviving cut points as a share of the generated ones, 0..100. */
        public double cutSurvivalPercentage() {
            return percentage(survivedCuts, cuts);
        }

        private static double percentage(int part, int whole) {
            return whole == 0 ? 0 : 100.0 * part / whole;
        }
    }

    /**
     * Regenerations that were asked for.
     *
     * @param instructions in order, one each
     * @param withLocks how many met a timeline with locked shots
     */
    public record Regenerations(List<String> instructions, int withLocks) {
        public Regenerations {
            instructions = List.copyOf(instructions);
        }

        /** Returns how often. */
        public int count() {
            return instructions.size();
        }
    }

    /**
     * Where the time went.
     *
     * @param generation from the wish for a cut to the cut, and all regenerations
     * @param editing time a person was at it: the gaps before edits and regenerations, each at most {@link SessionMeter#IDLE}
     * @param estimatedManual what the same edit takes by hand
     */
    public record Times(Duration generation, Duration editing, Duration estimatedManual) {
        /** Returns the time saved as a share of the estimated manual time, at most 100; negative when editing took longer. */
        public double savedPercentage() {
            return 100.0 * (estimatedManual.toMillis() - editing.toMillis()) / Math.max(1, estimatedManual.toMillis());
        }

        /** Returns the editing time as a share of the estimated manual time, from 0 on. */
        public double manualEditPercentage() {
            return 100.0 * editing.toMillis() / Math.max(1, estimatedManual.toMillis());
        }
    }

    /** Mean confidence of the generated shots, 0..1: all, those kept, those deleted; null where there is none. */
    public record Confidence(
            @Nullable Double all,
            @Nullable Double kept,
            @Nullable Double deleted) {}

    /**
     * How it ended, so far.
     *
     * @param exportedAt when it was exported last, null while it was not
     * @param exportFormat of that export, null likewise
     * @param videoSeconds length of the exported revision, of the newest one while there is none
     * @param survey the newest answers, null when nobody was asked
     */
    public record Outcome(
            @Nullable Instant exportedAt,
            @Nullable String exportFormat,
            double videoSeconds,
            SessionEvent.@Nullable Survey survey) {
        public boolean isExported() {
            return exportedAt != null;
        }
    }
}
