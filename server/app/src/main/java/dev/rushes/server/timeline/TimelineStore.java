// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.Timeline;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log of every timeline: append-only, one entry a revision, without a gap. Snapshots only save time: without them
 * everything is folded from the log.
 */
public interface TimelineStore {

    /**
     * A request as it is kept with its edits.
     *
     * @param id UUID the caller chose
     * @param digest stands for its content
     */
    record Request(String id, String digest) {}

    /**
     * What a merge answered beside the edits it logged.
     *
     * @param revision the newest revision afterwards
     * @param conflicts the edits it left out
     */
    record Left(long revision, List<Conflict> conflicts) {
        public Left {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * What a request has come to.
     *
     * @param edits what it logged; empty only for a merge that made nothing
     * @param left null unless it is a merge that left something out
     */
    record Recorded(
            Request request,
            List<LoggedEdit> edits,
            @Nullable Left left) {
        public Recorded {
            edits = List.copyOf(edits);
        }
    }

    /**
     * Appends edits, all or none; durable when it returns true.
     *
     * @param request the request they come from, null when the caller gave none
     * @param edits with the revisions after the newest one
     * @param snapshot the timeline after the last of them, null to keep none
     * @return false when one of the revisions or the request is taken: somebody was faster
     */
    boolean append(String jobId, @Nullable Request request, List<LoggedEdit> edits, @Nullable Timeline snapshot);

    /**
     * Appends the edits of a merge and keeps what it left out, all or none.
     *
     * @param edits as of {@link #append}; empty when nothing was made
     * @return as of {@link #append}
     */
    boolean appendMerge(String jobId, Request request, List<LoggedEdit> edits, Left left, @Nullable Timeline snapshot);

    /** Returns the edits after one revision up to and with another, oldest first. */
    List<LoggedEdit> edits(String jobId, long after, long upTo);

    /** Returns at most {@code limit} edits after a revision, oldest first. */
    List<LoggedEdit> page(String jobId, long after, int limit);

    /** Returns what a request has logged or left out, if it has. */
    Optional<Recorded> recorded(String jobId, String requestId);

    /** Returns the newest snapshot that is not newer than a revision. */
    Optional<Timeline> snapshot(String jobId, long atMost);

    /** Returns the newest revision number of a job, 0 while it has no timeline. */
    long newestRevision(String jobId);

    /** Returns the newest revision number of each job that has a timeline. */
    Map<String, Long> newestRevisions(Collection<String> jobIds);
}
