// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.session;

import dev.rushes.editorial.learning.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what people did in edit sessions beside edits, and finds sessions. */
public interface SessionStore {

    /**
     * A generation that gave a job its timeline: the beginning of a session.
     *
     * @param id of the generation and of the session
     * @param askedAt when the cut was asked for
     */
    record Beginning(String id, String jobId, Instant askedAt) {}

    /** An event, and the session it belongs to. */
    record Recorded(String sessionId, SessionEvent event) {}

    /** Keeps an event under a new id. */
    void append(String eventId, Beginning session, SessionEvent event);

    Optional<Beginning> find(String sessionId);

    /** Returns the session that a revision of a job's timeline belongs to, if a generation is known for it. */
    Optional<Beginning> at(String jobId, long revision);

    /** Returns the beginnings of a job's sessions by session id. */
    Map<String, Beginning> ofJob(String jobId);

    /** Returns the newest sessions of a project, newest first. */
    List<Beginning> newest(String projectId, int limit);

    /** Returns what was recorded for a job, oldest first. */
    List<Recorded> events(String jobId);

    /** Returns finished renders of a job as exports, oldest first. */
    List<SessionEvent.Exported> renders(String jobId);

    /** Returns how long edits of a project take by hand, as its people said most recently, newest first; at most {@code limit}. */
    List<Duration> manualTimes(String projectId, int limit);
}
