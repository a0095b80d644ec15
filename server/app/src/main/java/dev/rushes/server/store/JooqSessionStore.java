// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.GENERATIONS;
import static dev.rushes.db.Tables.JOBS;
import static dev.rushes.db.Tables.RENDERS;
import static dev.rushes.db.Tables.SESSION_EVENTS;

import dev.rushes.db.tables.records.GenerationsRecord;
import dev.rushes.editorial.learning.SessionEvent;
import dev.rushes.server.session.SessionStore;
import dev.rushes.server.task.WorkState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Edit sessions in PostgreSQL. */
public final class JooqSessionStore implements SessionStore {
    private final DSLContext dsl;

    public JooqSessionStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public void append(String eventId, Beginning session, SessionEvent event) {
        dsl.insertInto(SESSION_EVENTS)
                .set(SESSION_EVENTS.EVENT_ID, Rows.uuid(eventId))
                .set(SESSION_EVENTS.JOB_ID, Rows.uuid(session.jobId()))
                .set(SESSION_EVENTS.SESSION_ID, Rows.uuid(session.id()))
                .set(SESSION_EVENTS.EVENT, Json.write(event))
                .set(SESSION_EVENTS.CREATE_TIME, Rows.time(event.at()))
                .execute();
    }

    @Override
    public Optional<Beginning> find(String sessionId) {
        return dsl.selectFrom(GENERATIONS)
                .where(GENERATIONS.GENERATION_ID.eq(Rows.uuid(sessionId)))
                .and(GENERATIONS.TIMELINE_REVISION.gt(0L))
                .fetchOptional(JooqSessionStore::beginning);
    }

    @Override
    public Optional<Beginning> at(String jobId, long revision) {
        return dsl.selectFrom(GENERATIONS)
                .where(GENERATIONS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(GENERATIONS.TIMELINE_REVISION.between(1L, revision))
                .orderBy(GENERATIONS.TIMELINE_REVISION.desc())
                .limit(1)
                .fetchOptional(JooqSessionStore::beginning);
    }

    @Override
    public Map<String, Beginning> ofJob(String jobId) {
        return dsl.selectFrom(GENERATIONS)
                .where(GENERATIONS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(GENERATIONS.TIMELINE_REVISION.gt(0L))
                .fetchMap(row -> row.getGenerationId().toString(), JooqSessionStore::beginning);
    }

    @Override
    public List<Beginning> newest(String projectId, int limit) {
        return dsl.select(GENERATIONS.fields())
                .from(GENERATIONS)
                .join(JOBS)
                .on(JOBS.JOB_ID.eq(GENERATIONS.JOB_ID))
                .where(JOBS.PROJECT_ID.eq(Rows.uuid(projectId)))
                .and(GENERATIONS.TIMELINE_REVISION.gt(0L))
                .orderBy(GENERATIONS.GENERATION_ID.desc())
                .limit(limit)
                .fetch(row -> beginning(row.into(GENERATIONS)));
    }

    @Override
    public List<Recorded> events(String jobId) {
        return dsl.selectFrom(SESSION_EVENTS)
                .where(SESSION_EVENTS.JOB_ID.eq(Rows.uuid(jobId)))
                .orderBy(SESSION_EVENTS.CREATE_TIME, SESSION_EVENTS.EVENT_ID)
                .fetch(row ->
                        new Recorded(row.getSessionId().toString(), Json.read(row.getEvent(), SessionEvent.class)));
    }

    @Override
    public List<SessionEvent.Exported> renders(String jobId) {
        return dsl.selectFrom(RENDERS)
                .where(RENDERS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(RENDERS.STATE.eq(WorkState.SUCCEEDED.name()))
                .orderBy(RENDERS.UPDATE_TIME, RENDERS.RENDER_ID)
                .fetch(row -> new SessionEvent.Exported(
                        Rows.instant(row.getUpdateTime()),
                        row.getContainer().toLowerCase(Locale.ROOT),
                        row.getTimelineRevision()));
    }

    @Override
    public List<Duration> manualTimes(String projectId, int limit) {
        return dsl
                .select(SESSION_EVENTS.EVENT)
                .from(SESSION_EVENTS)
                .join(JOBS)
                .on(JOBS.JOB_ID.eq(SESSION_EVENTS.JOB_ID))
                .where(JOBS.PROJECT_ID.eq(Rows.uuid(projectId)))
                .and(DSL.jsonbGetAttributeAsText(DSL.jsonbGetAttribute(SESSION_EVENTS.EVENT, "survey"), "manualTime")
                        .isNotNull())
                .orderBy(SESSION_EVENTS.EVENT_ID.desc())
                .limit(limit)
                .fetch(row -> Json.read(row.value1(), SessionEvent.class))
                .stream()
                .map(event -> event instanceof SessionEvent.Surveyed surveyed
                        ? surveyed.survey().manualTime()
                        : null)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static Beginning beginning(GenerationsRecord row) {
        return new Beginning(
                row.getGenerationId().toString(), row.getJobId().toString(), Rows.instant(row.getCreateTime()));
    }
}
