// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.interchange.TimelineJson;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads saved timelines. */
public final class Timelines {
    private final TimelineStore store;

    public Timelines(TimelineStore store) {
        this.store = store;
    }

    /** The topic under which changes of a job's timeline are told. */
    public static String topic(String jobId) {
        return "timeline:" + jobId;
    }

    /** Returns a revision of a job's timeline, the newest for 0. */
    public Timeline timeline(String jobId, long revision) {
        if (revision < 0) {
            throw new Fault.Invalid(
                    "revision", revision + " (expected: 0 for the newest, or a revision of the timeline)");
        }
        Timeline newest = store.newest(jobId)
                .orElseThrow(() -> new Fault.Refused(
                        Reason.WRONG_STATE, "job " + jobId + " has no timeline yet; start a generation first"));
        if (revision == 0 || revision == newest.identity().revision()) {
            return newest;
        }
        return store.find(jobId, revision)
                .orElseThrow(() -> new Fault.NotFound("timeline revision", jobId + "/" + revision));
    }

    /** Returns the timeline as the documented JSON. */
    public String document(Timeline timeline) {
        return TimelineJson.write(timeline);
    }

    /** Returns the newest revision of a job's timeline, if it has one. */
    public Optional<Timeline> newest(String jobId) {
        return store.newest(jobId);
    }

    /** Returns the newest revision number of a job, 0 while it has no timeline. */
    public long newestRevision(String jobId) {
        return newestRevisions(List.of(jobId)).getOrDefault(jobId, 0L);
    }

    /** Returns the newest revision number of each job that has a timeline. */
    public Map<String, Long> newestRevisions(Collection<String> jobIds) {
        return store.newestRevisions(jobIds);
    }
}
