// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.HeardBeats;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.TimelineDiff;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads timelines and their logs. */
public final class Timelines {
    private final Journal journal;

    public Timelines(Journal journal) {
        this.journal = journal;
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
        long newest = newestRevision(jobId);
        if (newest == 0) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE, "job " + jobId + " has no timeline yet; start a generation first");
        }
        if (revision > newest) {
            throw new Fault.NotFound("timeline revision", jobId + "/" + revision);
        }
        return journal.at(jobId, revision == 0 ? newest : revision);
    }

    /** Returns the newest revision of a job's timeline, if it has one. */
    public Optional<Timeline> newest(String jobId) {
        return journal.newest(jobId);
    }

    /** Returns the newest revision number of a job, 0 while it has no timeline. */
    public long newestRevision(String jobId) {
        return journal.store().newestRevision(jobId);
    }

    /** Returns the newest revision number of each job that has a timeline. */
    public Map<String, Long> newestRevisions(Collection<String> jobIds) {
        return journal.store().newestRevisions(jobIds);
    }

    /** Returns at most {@code limit} edits after a revision, oldest first. */
    public List<LoggedEdit> edits(String jobId, long after, int limit) {
        if (after < 0) {
            throw new Fault.Invalid("after_revision", after + " (expected: 0 or a revision of the timeline)");
        }
        return journal.store().page(jobId, after, limit);
    }

    /** Returns the whole log of a job, oldest edit first; empty while it has no timeline. */
    public List<LoggedEdit> log(String jobId) {
        return journal.store().edits(jobId, 0, journal.store().newestRevision(jobId));
    }

    /** Returns a song of a job with the beats under the job's cut. */
    public SongAnalysis corrected(String jobId, String songId, SongAnalysis heard) {
        return HeardBeats.corrected(heard, songId, inForce(jobId));
    }

    /**
     * Returns a song of a job with the beats a new cut is made on.
     *
     * @param said of the song itself, oldest first
     */
    public SongAnalysis forNewCut(String jobId, String songId, SongAnalysis heard, List<GridCorrection> said) {
        return HeardBeats.forNewCut(heard, songId, inForce(jobId), said);
    }

    private List<Edit> inForce(String jobId) {
        return journal.inForce(jobId, newestRevision(jobId)).stream()
                .map(LoggedEdit::edit)
                .toList();
    }

    /** Returns what differs between two timelines, in words. */
    public List<TimelineDiff.Difference> differences(Timeline from, Timeline to) {
        return TimelineDiff.between(from, to);
    }
}
