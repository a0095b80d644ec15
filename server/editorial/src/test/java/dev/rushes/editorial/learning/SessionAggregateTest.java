// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SessionAggregateTest {
    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    @Test
    void exactlyTheLimitRaisesNothing() {
        SessionMetrics limit = session(0, new Facts(20, 15, 5, 6, 2, 600, 0.75));

        assertThat(RedFlag.of(limit)).isEmpty();
    }

    @Test
    void oneMoreRaisesEveryFlag() {
        SessionMetrics over = session(0, new Facts(20, 14, 6, 7, 3, 601, 0.7499));

        assertThat(RedFlag.of(over))
                .containsExactly(
                        RedFlag.HIGH_REORDER_RATE,
                        RedFlag.HIGH_DELETE_RATE,
                        RedFlag.EXCESSIVE_REGENERATION,
                        RedFlag.LONG_MANUAL_EDIT_TIME,
                        RedFlag.LOW_CONFIDENCE_IN_KEPT_CLIPS);
    }

    @Test
    void nothingGeneratedRaisesNoRate() {
        SessionMetrics empty = session(0, new Facts(0, 0, 0, 0, 0, 0, null));

        assertThat(RedFlag.of(empty)).isEmpty();
        assertThat(empty.clips().keptPercentage()).isZero();
    }

    @Test
    void flagsUseTheWordsOfTheDocuments() {
        assertThat(RedFlag.HIGH_REORDER_RATE.word()).isEqualTo("high_reorder_rate");
        assertThat(RedFlag.EXCESSIVE_REGENERATION.severity()).isEqualTo(RedFlag.Severity.MEDIUM);
    }

    @Test
    void meansAndTrendsOfManySessions() {
        List<SessionMetrics> sessions = List.of(
                session(1, new Facts(10, 9, 1, 0, 1, 300, 0.9)),
                session(2, new Facts(10, 8, 2, 0, 2, 900, 0.9)),
                session(9, new Facts(10, 5, 5, 0, 0, 300, 0.9)));

        SessionAggregate aggregate = SessionAggregate.of(sessions, NOW);

        assertThat(aggregate.sessions()).isEqualTo(3);
        assertThat(aggregate.videosExported()).isZero();
        assertThat(aggregate.quality().wouldPostUnchangedRate()).isNull();
        assertThat(aggregate.quality().clipsKeptPercentage()).isCloseTo(220 / 3.0, within(1e-9));
        assertThat(aggregate.usage().regenerations()).isEqualTo(1);
        assertThat(aggregate.usage().mostCommonInstruction()).isEqualTo("make_tighter");
        assertThat(Objects.requireNonNull(aggregate.trend().weekOverWeek())).isCloseTo(85 - 50, within(1e-9));
        // Oldest first 50, 80, 90.
        assertThat(Objects.requireNonNull(aggregate.trend().clipsKeptSlope())).isCloseTo(20, within(1e-9));
        assertThat(aggregate.redFlags())
                .isEqualTo(Map.of(RedFlag.HIGH_DELETE_RATE, 1, RedFlag.LONG_MANUAL_EDIT_TIME, 1));
    }

    @Test
    void noSessionHasNoMeans() {
        SessionAggregate none = SessionAggregate.of(List.of(), NOW);

        assertThat(none.quality()).isEqualTo(new SessionAggregate.Quality(null, null, null, null, null));
        assertThat(none.trend()).isEqualTo(new SessionAggregate.Trend(null, null));
    }

    private record Facts(
            int generated,
            int kept,
            int deleted,
            int reordered,
            int regenerations,
            int editingSeconds,
            @org.jspecify.annotations.Nullable Double keptConfidence) {}

    private static SessionMetrics session(int daysAgo, Facts facts) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo));
        return new SessionMetrics(
                new SessionMetrics.Span("session-" + daysAgo, "job", "ada", at, at, 1, 1),
                new SessionMetrics.Clips(
                        facts.generated, facts.kept, facts.deleted, facts.reordered, 0, 0, facts.reordered, 0, 0, 0),
                new SessionMetrics.Regenerations(java.util.Collections.nCopies(facts.regenerations, "make_tighter"), 0),
                new SessionMetrics.Times(
                        Duration.ZERO, Duration.ofSeconds(facts.editingSeconds), SessionMeter.USUAL_MANUAL_TIME),
                new SessionMetrics.Confidence(facts.keptConfidence, facts.keptConfidence, null),
                new SessionMetrics.Outcome(null, null, 10, null));
    }
}
