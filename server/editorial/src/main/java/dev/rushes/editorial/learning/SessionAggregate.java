// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What many sessions say together (inventory TEL-11); null where nothing was measured or nobody answered.
 *
 * @param sessions how many
 * @param videosExported how many of them were exported
 * @param quality what people thought and kept
 * @param usage how regenerations were used
 * @param trend whether it gets better
 * @param redFlags how many sessions raised each flag; flags nobody raised are absent
 */
public record SessionAggregate(
        int sessions, int videosExported, Quality quality, Usage usage, Trend trend, Map<RedFlag, Integer> redFlags) {
    private static final Duration WEEK = Duration.ofDays(7);

    public SessionAggregate {
        redFlags = Map.copyOf(redFlags);
    }

    /**
     * Means over the sessions.
     *
     * @param wouldPostUnchangedRate 0..1, among those who answered
     * @param satisfaction 1..5, among those who answered
     * @param clipsKeptPercentage 0..100
     * @param timeSavedPercentage at most 100
     * @param cutSurvivalPercentage 0..100
     */
    public record Quality(
            @Nullable Double wouldPostUnchangedRate,
            @Nullable Double satisfaction,
            @Nullable Double clipsKeptPercentage,
            @Nullable Double timeSavedPercentage,
            @Nullable Double cutSurvivalPercentage) {}

    /** Regenerations a session, and the instruction given most often; of several, the first by the alphabet. */
    public record Usage(
            @Nullable Double regenerations, @Nullable String mostCommonInstruction) {}

    /**
     * Change over time.
     *
     * @param weekOverWeek mean share of kept clips in the last seven days minus that of the seven days before, in percentage points;
     *     null unless both weeks have sessions
     * @param clipsKeptSlope least-squares change of the share of kept clips from one session to the next, in percentage points; null
     *     below two sessions
     */
    public record Trend(
            @Nullable Double weekOverWeek, @Nullable Double clipsKeptSlope) {}

    /**
     * Sums sessions up.
     *
     * @param sessions in any order
     * @param now end of the last of the two compared weeks
     */
    public static SessionAggregate of(List<SessionMetrics> sessions, Instant now) {
        List<SessionMetrics> ordered = sessions.stream()
                .sorted(Comparator.comparing(
                                (SessionMetrics session) -> session.span().startedAt())
                        .thenComparing(session -> session.span().sessionId()))
                .toList();
        Map<RedFlag, Integer> flags = new EnumMap<>(RedFlag.class);
        ordered.forEach(session -> RedFlag.of(session).forEach(flag -> flags.merge(flag, 1, Integer::sum)));
        return new SessionAggregate(
                ordered.size(),
                (int) ordered.stream()
                        .filter(session -> session.outcome().isExported())
                        .count(),
                quality(ordered),
                new Usage(mean(ordered, session -> session.regenerations().count()), mostCommonInstruction(ordered)),
                new Trend(weekOverWeek(ordered, now), slope(ordered)),
                flags);
    }

    private static Quality quality(List<SessionMetrics> sessions) {
        List<SessionEvent.Survey> answers = sessions.stream()
                .map(session -> session.outcome().survey())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        List<Boolean> posts = answers.stream()
                .map(SessionEvent.Survey::wouldPostUnchanged)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        List<Integer> satisfaction = answers.stream()
                .map(SessionEvent.Survey::satisfaction)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return new Quality(
                mean(posts, post -> post ? 1 : 0),
                mean(satisfaction, Integer::doubleValue),
                mean(sessions, session -> session.clips().keptPercentage()),
                mean(sessions, session -> session.times().savedPercentage()),
                mean(sessions, session -> session.clips().cutSurvivalPercentage()));
    }

    private static <T> @Nullable Double mean(List<T> values, ToDoubleFunction<T> number) {
        return values.isEmpty()
                ? null
                : values.stream().mapToDouble(number).average().orElseThrow();
    }

    private static @Nullable String mostCommonInstruction(List<SessionMetrics> sessions) {
        Map<String, Integer> counts = new HashMap<>();
        sessions.forEach(
                session -> session.regenerations().instructions().forEach(word -> counts.merge(word, 1, Integer::sum)));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static @Nullable Double weekOverWeek(List<SessionMetrics> sessions, Instant now) {
        Double last = keptBetween(sessions, now.minus(WEEK), now);
        Double before = keptBetween(sessions, now.minus(WEEK.multipliedBy(2)), now.minus(WEEK));
        return last == null || before == null ? null : last - before;
    }

    private static @Nullable Double keptBetween(List<SessionMetrics> sessions, Instant after, Instant upTo) {
        Predicate<SessionMetrics> inside = session -> {
            Instant at = session.span().startedAt();
            return at.isAfter(after) && !at.isAfter(upTo);
        };
        return mean(
                sessions.stream().filter(inside).toList(),
                session -> session.clips().keptPercentage());
    }

    private static @Nullable Double slope(List<SessionMetrics> sessions) {
        List<Double> kept = new ArrayList<>();
        sessions.forEach(session -> kept.add(session.clips().keptPercentage()));
        int count = kept.size();
        if (count < 2) {
            return null;
        }
        double middle = (count - 1) / 2.0;
        double mean = kept.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < count; i++) {
            above += (i - middle) * (kept.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }
}
