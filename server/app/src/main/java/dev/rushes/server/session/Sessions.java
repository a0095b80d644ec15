// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.session;

import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.learning.SessionAggregate;
import dev.rushes.editorial.learning.SessionEvent;
import dev.rushes.editorial.learning.SessionMeter;
import dev.rushes.editorial.learning.SessionMetrics;
import dev.rushes.editorial.regeneration.Instruction;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.generation.Proposals;
import dev.rushes.server.handoff.HandOffs;
import dev.rushes.server.id.Ids;
import dev.rushes.server.project.Projects;
import dev.rushes.server.timeline.Timelines;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures edit sessions from the log whenever somebody asks, and records what the log does not hold. A record that cannot be kept is
 * logged and never fails what it is about. Thread-safe.
 */
public final class Sessions implements Proposals.Watcher, HandOffs.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    /** Sessions a summary takes if nothing is said: the number the learning cycle of the documents uses. */
    private static final int USUAL_SESSIONS = 50;

    private static final int MOST_SESSIONS = 200;
    /** Statements about manual work that are averaged. */
    private static final int MANUAL_TIMES = 20;

    private final SessionStore store;
    private final Projects projects;
    private final Timelines timelines;
    private final Ids ids;
    private final InstantSource clock;

    public Sessions(SessionStore store, Projects projects, Timelines timelines, Ids ids, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.timelines = timelines;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns one session as it stands now. */
    public EditSession session(String sessionId) {
        SessionStore.Beginning beginning = beginning(sessionId);
        return measure(beginning.jobId(), Set.of(sessionId)).stream()
                .findFirst()
                .orElseThrow(() -> new Fault.NotFound("session", sessionId));
    }

    /** Returns the sessions of a job, oldest first. */
    public List<EditSession> ofJob(String jobId) {
        return measure(
                projects.job(jobId).id(), new HashSet<>(store.ofJob(jobId).keySet()));
    }

    /** Keeps a person's answers and returns the session with them. */
    public EditSession survey(String sessionId, SessionEvent.Survey survey) {
        if (survey.wouldPostUnchanged() == null && survey.satisfaction() == null && survey.manualTime() == null) {
            throw new Fault.Invalid("survey", "is empty (expected: at least one answer)");
        }
        SessionStore.Beginning beginning = beginning(sessionId);
        if (!Scope.learns()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE, "an anonymous session keeps no answers; sign in with an account to keep them");
        }
        store.append(ids.next(), beginning, new SessionEvent.Surveyed(clock.instant(), survey));
        return session(sessionId);
    }

    /** Sums up the newest sessions of a project; {@code count} 0 means the usual number. */
    public SessionAggregate aggregate(String projectId, int count) {
        if (count < 0) {
            throw new Fault.Invalid("session_count", count + " (expected: 0 for " + USUAL_SESSIONS + ", or more)");
        }
        String id = projects.project(projectId).id();
        List<SessionStore.Beginning> newest =
                store.newest(id, count == 0 ? USUAL_SESSIONS : Math.min(count, MOST_SESSIONS));
        List<SessionMetrics> metrics = new ArrayList<>();
        for (String jobId :
                newest.stream().map(SessionStore.Beginning::jobId).distinct().toList()) {
            Set<String> wanted = new HashSet<>();
            newest.stream().filter(one -> one.jobId().equals(jobId)).forEach(one -> wanted.add(one.id()));
            measure(jobId, wanted).forEach(session -> metrics.add(session.metrics()));
        }
        return SessionAggregate.of(metrics, clock.instant());
    }

    @Override
    public void asked(Timeline timeline, Instruction instruction, Duration took) {
        int locked = (int) timeline.shots().stream().filter(Shot::isLocked).count();
        record(timeline, new SessionEvent.Regenerated(clock.instant(), instruction.word(), locked, took));
    }

    @Override
    public void exported(Timeline timeline, Format format) {
        record(
                timeline,
                new SessionEvent.Exported(
                        clock.instant(),
                        format.name().toLowerCase(Locale.ROOT),
                        timeline.identity().revision()));
    }

    private void record(Timeline timeline, SessionEvent event) {
        if (!Scope.learns()) {
            return;
        }
        try {
            store.at(timeline.identity().jobId(), timeline.identity().revision())
                    .ifPresent(session -> store.append(ids.next(), session, event));
        } catch (RuntimeException e) {
            LOG.warn("a {} of a session is not recorded", event.getClass().getSimpleName(), e);
        }
    }

    @Override
    public @Nullable FinalStatus finalStatus(Timeline timeline) {
        String jobId = timeline.identity().jobId();
        Optional<SessionStore.Beginning> session =
                store.at(jobId, timeline.identity().revision());
        if (session.isEmpty()) {
            return null;
        }
        return measure(jobId, Set.of(session.get().id())).stream()
                .findFirst()
                .map(found -> status(found.metrics()))
                .orElse(null);
    }

    private static FinalStatus status(SessionMetrics metrics) {
        SessionMetrics.Times times = metrics.times();
        SessionEvent.Survey survey = metrics.outcome().survey();
        return new FinalStatus(
                metrics.outcome().isExported(),
                metrics.outcome().exportedAt(),
                survey == null ? null : survey.satisfaction(),
                survey == null ? null : survey.wouldPostUnchanged(),
                (int) Math.round(times.manualEditPercentage()),
                times.generation(),
                times.editing(),
                times.estimatedManual().minus(times.editing()));
    }

    private SessionStore.Beginning beginning(String sessionId) {
        return store.find(sessionId).orElseThrow(() -> new Fault.NotFound("session", sessionId));
    }

    /** Measures the wanted sessions of a job, oldest first. */
    private List<EditSession> measure(String jobId, Set<String> wanted) {
        String projectId = projects.job(jobId).projectId();
        Map<String, SessionStore.Beginning> beginnings = store.ofJob(jobId);
        List<LoggedEdit> log = timelines.log(jobId);
        List<SessionStore.Recorded> recorded = store.events(jobId);
        List<SessionEvent.Exported> renders = store.renders(jobId);
        Duration manual = mean(store.manualTimes(projectId, MANUAL_TIMES));
        List<EditSession> sessions = new ArrayList<>();
        int wholeCuts = 0;
        for (SessionMeter.Span span : SessionMeter.spans(log)) {
            List<SessionEvent> events = new ArrayList<>();
            recorded.stream()
                    .filter(one -> one.sessionId().equals(span.sessionId()))
                    .forEach(one -> events.add(one.event()));
            renders.stream()
                    .filter(one -> one.revision() >= span.first() && one.revision() <= span.last())
                    .forEach(events::add);
            events.sort(Comparator.comparing(SessionEvent::at));
            SessionStore.Beginning beginning = beginnings.get(span.sessionId());
            if (beginning != null && wanted.contains(span.sessionId())) {
                sessions.add(new EditSession(
                        projectId,
                        SessionMeter.measure(
                                log,
                                span,
                                new SessionMeter.Surroundings(beginning.askedAt(), wholeCuts, events, manual))));
            }
            boolean isExported = events.stream().anyMatch(SessionEvent.Exported.class::isInstance);
            wholeCuts = isExported ? 0 : wholeCuts + 1;
        }
        return sessions;
    }

    private static @Nullable Duration mean(List<Duration> durations) {
        if (durations.isEmpty()) {
            return null;
        }
        Duration sum = durations.stream().reduce(Duration.ZERO, Duration::plus);
        return sum.dividedBy(durations.size());
    }
}
