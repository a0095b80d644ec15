// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.timeline.Timeline;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Reads saved timelines; new revisions are saved by the work that makes them, together with its own state. */
public interface TimelineStore {

    /** Returns a revision of a job's timeline. */
    Optional<Timeline> find(String jobId, long revision);

    /** Returns the newest revision of a job's timeline. */
    Optional<Timeline> newest(String jobId);

    /** Returns the newest revision number of each job that has a timeline. */
    Map<String, Long> newestRevisions(Collection<String> jobIds);
}
