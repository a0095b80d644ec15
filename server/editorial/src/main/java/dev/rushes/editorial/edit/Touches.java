// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an edit depended on and what it changed. Two edits commute when neither changes what the other touches: then both orders
 * give the same cut.
 *
 * @param reads what it depended on
 * @param writes what it changed
 * @param span how it relates to record positions
 */
public record Touches(Set<Aspect> reads, Set<Aspect> writes, Span span) {

    /** An edit that touches nothing. */
    public static final Touches NOTHING = new Touches(Set.of(), Set.of(), Span.NONE);

    /** An edit that replaces everything. */
    public static final Touches EVERYTHING = new Touches(Set.of(), Set.of(), Span.EVERYTHING);

    /** How an edit relates to record positions. */
    public enum Span {
        /** Not at all. */
        NONE,
        /** It moves shots behind it on the timeline. */
        SHIFTS,
        /** It was made for the positions it found. */
        HOLDS,
        /** It replaces the whole timeline. */
        EVERYTHING
    }

    public Touches {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /** Returns something both touch and at least one changes, if there is such a thing. */
    public Optional<Aspect> clash(Touches other) {
        if (span == Span.EVERYTHING || other.span == Span.EVERYTHING) {
            return Optional.of(new Aspect(Aspect.Kind.EXISTENCE, ""));
        }
        if (span == Span.SHIFTS && other.span == Span.HOLDS || span == Span.HOLDS && other.span == Span.SHIFTS) {
            return Optional.of(new Aspect(Aspect.Kind.NEXT, ""));
        }
        return first(writes, other.writes).or(() -> first(writes, other.reads)).or(() -> first(reads, other.writes));
    }

    public boolean commutesWith(Touches other) {
        return clash(other).isEmpty();
    }

    private static Optional<Aspect> first(Set<Aspect> left, Set<Aspect> right) {
        return left.stream()
                .filter(right::contains)
                .min(Comparator.comparing(Aspect::shotId).thenComparing(Aspect::kind));
    }

    /** Collects touches. */
    static final class Builder {
        private final Set<Aspect> reads = new LinkedHashSet<>();
        private final Set<Aspect> writes = new LinkedHashSet<>();
        private Span span = Span.NONE;

        Builder read(Aspect.Kind kind, String shotId) {
            reads.add(new Aspect(kind, shotId));
            return this;
        }

        Builder write(Aspect.Kind kind, String shotId) {
            writes.add(new Aspect(kind, shotId));
            return this;
        }

        Builder span(Span wanted) {
            span = wanted;
            return this;
        }

        Touches build() {
            return new Touches(reads, writes, span);
        }
    }
}
