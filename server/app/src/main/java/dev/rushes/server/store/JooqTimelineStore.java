// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.TIMELINES;

import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.timeline.TimelineStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Timelines in PostgreSQL, one row a revision. */
public final class JooqTimelineStore implements TimelineStore {
    private final DSLContext dsl;

    public JooqTimelineStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Optional<Timeline> find(String jobId, long revision) {
        return dsl.selectFrom(TIMELINES)
                .where(TIMELINES.JOB_ID.eq(Rows.uuid(jobId)))
                .and(TIMELINES.REVISION.eq(revision))
                .fetchOptional(row -> Json.read(row.getDocument(), Timeline.class));
    }

    @Override
    public Optional<Timeline> newest(String jobId) {
        return dsl.selectFrom(TIMELINES)
                .where(TIMELINES.JOB_ID.eq(Rows.uuid(jobId)))
                .orderBy(TIMELINES.REVISION.desc())
                .limit(1)
                .fetchOptional(row -> Json.read(row.getDocument(), Timeline.class));
    }

    @Override
    public Map<String, Long> newestRevisions(Collection<String> jobIds) {
        List<UUID> ids = jobIds.stream().map(Rows::uuid).toList();
        Map<String, Long> newest = new HashMap<>();
        dsl.select(TIMELINES.JOB_ID, DSL.max(TIMELINES.REVISION))
                .from(TIMELINES)
                .where(TIMELINES.JOB_ID.in(ids))
                .groupBy(TIMELINES.JOB_ID)
                .forEach(row -> newest.put(row.value1().toString(), row.value2()));
        return newest;
    }
}
