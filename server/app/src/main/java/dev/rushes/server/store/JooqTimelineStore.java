// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.EDITS;
import static dev.rushes.db.Tables.MERGES;
import static dev.rushes.db.Tables.TIMELINE_SNAPSHOTS;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rushes.db.tables.TimelineSnapshots;
import dev.rushes.db.tables.records.EditsRecord;
import dev.rushes.db.tables.records.MergesRecord;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.timeline.TimelineStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Logs of timelines in PostgreSQL, one row an edit. */
public final class JooqTimelineStore implements TimelineStore {
    private static final String UNIQUE_VIOLATION = "23505";

    /** Every snapshot of so many newest revisions is kept. */
    private static final long ALL_KEPT = 1_000;
    /** Before them, the first of so many revisions. */
    private static final long THINNED_TO = 500;

    private static final TypeReference<List<Conflict>> CONFLICTS = new TypeReference<>() {};

    private final DSLContext dsl;

    public JooqTimelineStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public boolean append(
            String jobId, @Nullable Request request, List<LoggedEdit> edits, @Nullable Timeline snapshot) {
        return unlessTaken(() -> {
            if (snapshot == null) {
                insert(dsl, jobId, request, edits);
            } else {
                dsl.transaction(configuration -> {
                    insert(configuration.dsl(), jobId, request, edits);
                    snapshot(configuration.dsl(), jobId, snapshot);
                });
            }
        });
    }

    @Override
    public boolean appendMerge(
            String jobId, Request request, List<LoggedEdit> edits, Left left, @Nullable Timeline snapshot) {
        return unlessTaken(() -> dsl.transaction(configuration -> {
            DSLContext inside = configuration.dsl();
            inside.insertInto(MERGES)
                    .set(MERGES.JOB_ID, Rows.uuid(jobId))
                    .set(MERGES.REQUEST_ID, request.id())
                    .set(MERGES.DIGEST, request.digest())
                    .set(MERGES.REVISION, left.revision())
                    .set(MERGES.CONFLICTS, Json.write(left.conflicts()))
                    .execute();
            if (!edits.isEmpty()) {
                insert(inside, jobId, request, edits);
            }
            if (snapshot != null) {
                snapshot(inside, jobId, snapshot);
            }
        }));
    }

    private static boolean unlessTaken(Runnable inserts) {
        try {
            inserts.run();
            return true;
        } catch (IntegrityConstraintViolationException e) {
            if (isTaken(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Tells whether a statement failed because somebody else has the revision or the request. */
    static boolean isTaken(IntegrityConstraintViolationException e) {
        return UNIQUE_VIOLATION.equals(e.sqlState());
    }

    static void insert(DSLContext dsl, String jobId, @Nullable Request request, List<LoggedEdit> edits) {
        List<EditsRecord> rows = new ArrayList<>();
        for (LoggedEdit entry : edits) {
            EditsRecord row = new EditsRecord();
            row.setJobId(Rows.uuid(jobId));
            row.setRevision(entry.revision());
            row.setStep(entry.step());
            row.setAuthor(entry.stamp().author());
            row.setAutoLock(entry.stamp().locks());
            row.setEdit(Json.write(entry.edit()));
            row.setRequestId(request == null ? null : request.id());
            row.setRequestIndex(rows.size());
            row.setRequestDigest(request == null ? null : request.digest());
            row.setCreateTime(Rows.time(entry.stamp().at()));
            rows.add(row);
        }
        dsl.insertInto(EDITS).set(rows).execute();
    }

    /** Keeps a snapshot. Older ones are thinned out: a revision long ago takes longer to read, and a long log does not fill the disk. */
    static void snapshot(DSLContext dsl, String jobId, Timeline timeline) {
        dsl.insertInto(TIMELINE_SNAPSHOTS)
                .set(TIMELINE_SNAPSHOTS.JOB_ID, Rows.uuid(jobId))
                .set(TIMELINE_SNAPSHOTS.REVISION, timeline.identity().revision())
                .set(TIMELINE_SNAPSHOTS.DOCUMENT, Json.write(timeline))
                .set(
                        TIMELINE_SNAPSHOTS.CREATE_TIME,
                        Rows.time(timeline.identity().updatedAt()))
                .execute();
        long settled = timeline.identity().revision() - ALL_KEPT;
        if (settled > 0) {
            TimelineSnapshots earlier = TIMELINE_SNAPSHOTS.as("earlier");
            dsl.deleteFrom(TIMELINE_SNAPSHOTS)
                    .where(TIMELINE_SNAPSHOTS.JOB_ID.eq(Rows.uuid(jobId)))
                    .and(TIMELINE_SNAPSHOTS.REVISION.le(settled))
                    .andExists(DSL.selectOne()
                            .from(earlier)
                            .where(earlier.JOB_ID.eq(TIMELINE_SNAPSHOTS.JOB_ID))
                            .and(earlier.REVISION.lt(TIMELINE_SNAPSHOTS.REVISION))
                            .and(earlier.REVISION.div(THINNED_TO).eq(TIMELINE_SNAPSHOTS.REVISION.div(THINNED_TO))))
                    .execute();
        }
    }

    @Override
    public List<LoggedEdit> edits(String jobId, long after, long upTo) {
        return dsl.selectFrom(EDITS)
                .where(EDITS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(EDITS.REVISION.gt(after))
                .and(EDITS.REVISION.le(upTo))
                .orderBy(EDITS.REVISION)
                .fetch(JooqTimelineStore::entry);
    }

    @Override
    public List<LoggedEdit> page(String jobId, long after, int limit) {
        return dsl.selectFrom(EDITS)
                .where(EDITS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(EDITS.REVISION.gt(after))
                .orderBy(EDITS.REVISION)
                .limit(limit)
                .fetch(JooqTimelineStore::entry);
    }

    @Override
    public Optional<Recorded> recorded(String jobId, String requestId) {
        Result<EditsRecord> rows = dsl.selectFrom(EDITS)
                .where(EDITS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(EDITS.REQUEST_ID.eq(requestId))
                .orderBy(EDITS.REVISION)
                .fetch();
        MergesRecord left = dsl.selectFrom(MERGES)
                .where(MERGES.JOB_ID.eq(Rows.uuid(jobId)))
                .and(MERGES.REQUEST_ID.eq(requestId))
                .fetchOne();
        if (rows.isEmpty() && left == null) {
            return Optional.empty();
        }
        return Optional.of(new Recorded(
                new Request(requestId, left == null ? rows.getFirst().getRequestDigest() : left.getDigest()),
                rows.map(JooqTimelineStore::entry),
                left == null ? null : new Left(left.getRevision(), Json.read(left.getConflicts(), CONFLICTS))));
    }

    @Override
    public Optional<Timeline> snapshot(String jobId, long atMost) {
        return dsl.selectFrom(TIMELINE_SNAPSHOTS)
                .where(TIMELINE_SNAPSHOTS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(TIMELINE_SNAPSHOTS.REVISION.le(atMost))
                .orderBy(TIMELINE_SNAPSHOTS.REVISION.desc())
                .limit(1)
                .fetchOptional(row -> Json.read(row.getDocument(), Timeline.class));
    }

    @Override
    public long newestRevision(String jobId) {
        return dsl.select(EDITS.REVISION)
                .from(EDITS)
                .where(EDITS.JOB_ID.eq(Rows.uuid(jobId)))
                .orderBy(EDITS.REVISION.desc())
                .limit(1)
                .fetchOptional(EDITS.REVISION)
                .orElse(0L);
    }

    @Override
    public Map<String, Long> newestRevisions(Collection<String> jobIds) {
        List<UUID> ids = jobIds.stream().map(Rows::uuid).toList();
        Map<String, Long> newest = new HashMap<>();
        dsl.select(EDITS.JOB_ID, DSL.max(EDITS.REVISION))
                .from(EDITS)
                .where(EDITS.JOB_ID.in(ids))
                .groupBy(EDITS.JOB_ID)
                .forEach(row -> newest.put(row.value1().toString(), row.value2()));
        return newest;
    }

    private static LoggedEdit entry(EditsRecord row) {
        return new LoggedEdit(
                row.getRevision(),
                row.getStep(),
                new LoggedEdit.Stamp(row.getAuthor(), Rows.instant(row.getCreateTime()), row.getAutoLock()),
                Json.read(row.getEdit(), Edit.class));
    }
}
