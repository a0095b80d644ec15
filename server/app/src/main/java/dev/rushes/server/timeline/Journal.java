// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditApplication;
import dev.rushes.editorial.edit.EditLog;
import dev.rushes.editorial.edit.EditResult;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.Material;
import dev.rushes.editorial.edit.Touches;
import dev.rushes.editorial.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads timelines out of their logs: the nearest snapshot, then the edits after it. The newest timelines are kept in memory, and the
 * ones before them, which people who edit at the same time have just seen (RATIONALE X-8 of {@code server/chaos}); the rows decide, so another server's
 * edits are seen at the next look. Thread-safe.
 */
public final class Journal {
    /** A snapshot is kept at every so many revisions, or more of a long log. */
    static final long SNAPSHOT_EVERY = 50;

    /**
     * Share of a log that may lie behind its last snapshot. A snapshot holds what was made of the whole log, so that a fixed distance would
     * make the cost of the next edit grow with the number of those before (how much may lie behind is taste).
     */
    private static final long MOST_BEHIND = 8;

    /** How much further back the next look goes when one was not enough: few looks, and none reads much more than needed. */
    private static final long REACH_GROWTH = 4;

    /** Timelines in memory: tens of kilobytes each. */
    private static final int KEPT = 512;

    /** Timelines of one job in memory: as many as people who are likely to edit it at once (taste). */
    private static final int KEPT_OF_A_JOB = 8;

    private final TimelineStore store;
    /** By job, oldest first, never empty. */
    private final Cache<String, List<Timeline>> newest = CacheBuilder.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String jobId, List<Timeline> kept) -> kept.size())
            .build();

    public Journal(TimelineStore store) {
        this.store = store;
    }

    /**
     * Tells whether a snapshot is due when edits lead from one revision of a job to another. Jobs have theirs at different revisions, so that
     * cuts that were begun together and are edited alike do not all have one at once.
     */
    static boolean isSnapshotDue(String jobId, long before, long after) {
        // Doubles: 50 up to revision 799, 100 from 800 on, 200 from 1,600 on.
        long every = SNAPSHOT_EVERY * Math.max(1, Long.highestOneBit(after / (SNAPSHOT_EVERY * MOST_BEHIND)));
        long shift = Math.floorMod(jobId.hashCode(), SNAPSHOT_EVERY);
        return (after + shift) / every != (before + shift) / every;
    }

    TimelineStore store() {
        return store;
    }

    /** Returns the newest timeline known in memory, which may be behind the rows. */
    Optional<Timeline> remembered(String jobId) {
        return Optional.ofNullable(keptAt(jobId, Long.MAX_VALUE));
    }

    private List<Timeline> kept(String jobId) {
        List<Timeline> kept = newest.getIfPresent(jobId);
        return kept == null ? List.of() : kept;
    }

    /** Returns the newest timeline in memory that is not newer than a revision. */
    private @Nullable Timeline keptAt(String jobId, long revision) {
        for (Timeline timeline : kept(jobId).reversed()) {
            if (timeline.identity().revision() <= revision) {
                return timeline;
            }
        }
        return null;
    }

    void remember(Timeline timeline) {
        newest.asMap().merge(timeline.identity().jobId(), List.of(timeline), (known, fresh) -> {
            if (known.getLast().identity().revision() >= timeline.identity().revision()) {
                return known;
            }
            List<Timeline> longer = new ArrayList<>(known);
            longer.add(timeline);
            return List.copyOf(longer.subList(Math.max(0, longer.size() - KEPT_OF_A_JOB), longer.size()));
        });
    }

    /** Returns the newest timeline of a job, by the rows. */
    Optional<Timeline> newest(String jobId) {
        long revision = store.newestRevision(jobId);
        if (revision == 0) {
            return Optional.empty();
        }
        Timeline timeline = at(jobId, revision);
        remember(timeline);
        return Optional.of(timeline);
    }

    /** Returns the timeline at a revision that exists. */
    Timeline at(String jobId, long revision) {
        Timeline known = keptAt(jobId, revision);
        Timeline from = known != null ? known : store.snapshot(jobId, revision).orElse(null);
        if (from != null && from.identity().revision() == revision) {
            return from;
        }
        long after = from == null ? 0 : from.identity().revision();
        List<LoggedEdit> edits = store.edits(jobId, after, revision);
        if (edits.stream().anyMatch(LoggedEdit::isUndoOrRedo)) {
            // The cached timeline is older than an undo, which needs the log or its own snapshot.
            Optional<Timeline> snapshot = store.snapshot(jobId, revision);
            if (snapshot.isPresent() && snapshot.get().identity().revision() > after) {
                from = snapshot.get();
                edits = store.edits(jobId, from.identity().revision(), revision);
            }
            if (edits.stream().anyMatch(LoggedEdit::isUndoOrRedo)) {
                return log(jobId, revision).timeline();
            }
        }
        return fold(from, edits);
    }

    private static Timeline fold(@Nullable Timeline from, List<LoggedEdit> edits) {
        Timeline timeline = from;
        for (LoggedEdit entry : edits) {
            if (timeline == null) {
                timeline = EditApplication.first((Edit.Generated) entry.edit(), entry);
            } else {
                timeline = applied(timeline, entry).timeline();
            }
        }
        if (timeline == null) {
            throw new IllegalStateException("a log without edits");
        }
        return timeline;
    }

    private static EditResult.Applied applied(Timeline timeline, LoggedEdit entry) {
        return switch (EditApplication.apply(timeline, entry, Material.ACCEPTED)) {
            case EditResult.Applied applied -> applied;
            case EditResult.Refused refused ->
                throw new IllegalStateException("revision " + entry.revision() + " of the log of job "
                        + timeline.identity().jobId() + " cannot be replayed: " + refused.message());
        };
    }

    /** Folds the whole log up to a revision. */
    private EditLog log(String jobId, long revision) {
        return EditLog.replay(store.edits(jobId, 0, revision));
    }

    /**
     * Folds as much of the end of a log as a question needs, so that the newest steps of a long log cost no more than those of a short
     * one: from the nearest snapshot, then from further and further back, last of all the whole log.
     *
     * @param isEnough whether a log answers the question as the whole one would
     */
    EditLog log(String jobId, long revision, Predicate<EditLog> isEnough) {
        for (long reach = SNAPSHOT_EVERY; reach < revision; reach *= REACH_GROWTH) {
            Optional<Timeline> snapshot = store.snapshot(jobId, revision - reach);
            if (snapshot.isEmpty()) {
                break;
            }
            long after = snapshot.get().identity().revision();
            Optional<EditLog> end = EditLog.resume(snapshot.get(), store.edits(jobId, after, revision));
            if (end.isPresent() && isEnough.test(end.get())) {
                return end.get();
            }
        }
        return log(jobId, revision);
    }

    /** Returns the edits up to a revision that were not taken back, oldest first. */
    List<LoggedEdit> inForce(String jobId, long upTo) {
        List<LoggedEdit> edits = store.edits(jobId, 0, upTo);
        Set<Long> undone = new HashSet<>();
        for (LoggedEdit entry : edits) {
            if (entry.edit() instanceof Edit.Undo undo) {
                undone.add(undo.step());
            } else if (entry.edit() instanceof Edit.Redo redo) {
                undone.remove(redo.step());
            }
        }
        return edits.stream()
                .filter(entry -> !entry.isUndoOrRedo() && !undone.contains(entry.step()))
                .toList();
    }

    /** Returns the edits after a revision with what each touches, oldest first. */
    List<EditLog.Change> since(Timeline base, long upTo) {
        String jobId = base.identity().jobId();
        long after = base.identity().revision();
        List<LoggedEdit> edits = store.edits(jobId, after, upTo);
        if (edits.stream().anyMatch(LoggedEdit::isUndoOrRedo)) {
            return EditLog.resume(base, edits)
                    .orElseGet(() -> log(jobId, upTo, log -> log.reaches(after + 1)))
                    .since(after);
        }
        List<EditLog.Change> changes = new ArrayList<>();
        Timeline timeline = base;
        for (LoggedEdit entry : edits) {
            EditResult.Applied applied = applied(timeline, entry);
            List<Touches> touches = List.of(applied.touches());
            changes.add(new EditLog.Change(entry, touches));
            timeline = applied.timeline();
        }
        return changes;
    }
}
