// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps generations. Every change by running work is fenced: it happens only for the attempt that is still running. */
public interface GenerationStore {

    /**
     * Keeps {@code generation} unless its id is known; returns what is kept.
     *
     * @param mostOpen open ones that the creator may have, this one included
     * @throws dev.rushes.server.fault.Fault.Exhausted when there are as many
     */
    Generation insert(Generation generation, int mostOpen);

    Optional<Generation> find(String generationId);

    /** Starts a new attempt of open work; empty when it has ended. */
    Optional<Generation> begin(String generationId, Instant now);

    /** Saves how far it is; false when {@code attempt} is not the running one any more. */
    boolean report(String generationId, long attempt, Report report);

    /** What came of saving a timeline. */
    enum Saved {
        /** It is saved and the work has ended. */
        SAVED,
        /** The attempt is not the running one any more; nothing is saved. */
        NOT_MINE,
        /** Somebody edited the timeline meanwhile; nothing is saved. */
        MOVED_ON
    }

    /**
     * Logs the cut and ends the work, in one transaction.
     *
     * @param edit the cut as the next edit of the job's timeline
     * @param after the timeline it makes
     */
    Saved succeed(String generationId, long attempt, Report report, LoggedEdit edit, Timeline after);

    /** Ends the work without a timeline; false when {@code attempt} is not the running one any more. */
    boolean fail(String generationId, long attempt, Report report, Failure failure);

    /** Puts work back; {@code counts} adds a failure. False when {@code attempt} is not the running one any more. */
    boolean putBack(String generationId, long attempt, boolean counts, Instant now);

    /** Ends open work on a person's wish; returns what it is then. */
    Optional<Generation> cancel(String generationId, Instant now);

    /** Has open work wait for no more clips; returns what it is then. */
    Optional<Generation> cutEarly(String generationId, Instant now);

    /** Returns the work that made a job's timeline last, if any has. */
    Optional<Generation> newestSucceeded(String jobId);

    /** Returns ids of work that has not ended. */
    List<String> open();

    /** How far work is. */
    record Report(Progress progress, List<RejectedClip> rejectedClips, Instant now) {
        public Report {
            rejectedClips = List.copyOf(rejectedClips);
        }
    }
}
