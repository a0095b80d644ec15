// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.API_TOKENS;
import static dev.rushes.db.Tables.CREATORS;
import static dev.rushes.db.Tables.ERASURES;
import static dev.rushes.db.Tables.ERASURE_FILES;
import static dev.rushes.db.Tables.GENERATIONS;
import static dev.rushes.db.Tables.MEDIA;
import static dev.rushes.db.Tables.MEMBERSHIPS;
import static dev.rushes.db.Tables.PAIRINGS;
import static dev.rushes.db.Tables.PREVIEWS;
import static dev.rushes.db.Tables.RENDERS;
import static dev.rushes.db.Tables.USERS;

import dev.rushes.server.access.Scope;
import dev.rushes.server.erasure.Erasure;
import dev.rushes.server.erasure.ErasureStore;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;

/** Erasures in PostgreSQL. */
public final class JooqErasureStore implements ErasureStore {
    /** Rows of one statement, which must end within the statement timeout. */
    private static final int BATCH = 5000;

    private final DSLContext dsl;

    public JooqErasureStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Optional<String> creatorName(String creatorId) {
        return Scope.SYSTEM.call(() -> dsl.select(CREATORS.DISPLAY_NAME)
                .from(CREATORS)
                .where(CREATORS.CREATOR_ID.eq(creatorId))
                .fetchOptional(CREATORS.DISPLAY_NAME));
    }

    @Override
    public List<String> creators() {
        return Scope.SYSTEM.call(
                () -> dsl.select(CREATORS.CREATOR_ID).from(CREATORS).fetch(CREATORS.CREATOR_ID));
    }

    @Override
    public Erasure begin(Erasure fresh, byte[] subject) {
        String creatorId = Objects.requireNonNull(fresh.creatorId(), "creatorId");
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            inside.insertInto(ERASURES)
                    .set(ERASURES.ERASURE_ID, Rows.uuid(fresh.id()))
                    .set(ERASURES.SUBJECT_SHA256, subject)
                    .set(ERASURES.CREATOR_ID, creatorId)
                    .set(ERASURES.STATE, fresh.state().name())
                    .set(ERASURES.CREATE_TIME, Rows.time(fresh.createdAt()))
                    .set(ERASURES.STEP_TIME, Rows.time(fresh.steppedAt()))
                    .onConflictDoNothing()
                    .execute();
            // Without memberships no token lets anybody in.
            inside.deleteFrom(PAIRINGS)
                    .where(PAIRINGS.CREATOR_ID.eq(creatorId).or(PAIRINGS.USER_ID.in(own(creatorId))))
                    .execute();
            inside.deleteFrom(MEMBERSHIPS)
                    .where(MEMBERSHIPS.CREATOR_ID.eq(creatorId).or(MEMBERSHIPS.USER_ID.in(own(creatorId))))
                    .execute();
            Erasure begun = inside.selectFrom(ERASURES)
                    .where(ERASURES.CREATOR_ID.eq(creatorId))
                    .fetchSingle(JooqErasureStore::erasure);
            JooqAuditStore.keep(inside, begun.id());
            return begun;
        }));
    }

    /** The people who are this creator; a person who is erased is erased everywhere. */
    private static org.jooq.Select<org.jooq.Record1<java.util.UUID>> own(String creatorId) {
        return DSL.select(USERS.USER_ID).from(USERS).where(USERS.CREATOR_ID.eq(creatorId));
    }

    @Override
    public List<Erasure> open() {
        return Scope.SYSTEM.call(() -> dsl.selectFrom(ERASURES)
                .where(ERASURES.STATE.ne(Erasure.State.DONE.name()))
                .orderBy(ERASURES.CREATE_TIME)
                .fetch(JooqErasureStore::erasure));
    }

    @Override
    public List<Erasure> newest(int most) {
        return Scope.SYSTEM.call(() -> dsl.selectFrom(ERASURES)
                .orderBy(ERASURES.CREATE_TIME.desc(), ERASURES.ERASURE_ID.desc())
                .limit(most)
                .fetch(JooqErasureStore::erasure));
    }

    @Override
    public List<byte[]> subjects() {
        return Scope.SYSTEM.call(
                () -> dsl.select(ERASURES.SUBJECT_SHA256).from(ERASURES).fetch(ERASURES.SUBJECT_SHA256));
    }

    @Override
    public boolean quiesce(Erasure erasure, Instant now) {
        String creatorId = Objects.requireNonNull(erasure.creatorId(), "creatorId");
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            String pending = WorkState.PENDING.name();
            inside.update(RENDERS)
                    .set(RENDERS.STATE, WorkState.CANCELLED.name())
                    .where(RENDERS.CREATOR_ID.eq(creatorId), RENDERS.STATE.eq(pending))
                    .execute();
            inside.update(GENERATIONS)
                    .set(GENERATIONS.STATE, WorkState.CANCELLED.name())
                    .where(GENERATIONS.CREATOR_ID.eq(creatorId), GENERATIONS.STATE.eq(pending))
                    .execute();
            inside.update(PREVIEWS)
                    .set(PREVIEWS.STATE, WorkState.FAILED.name())
                    .where(PREVIEWS.CREATOR_ID.eq(creatorId), PREVIEWS.STATE.eq(pending))
                    .execute();
            String running = WorkState.RUNNING.name();
            boolean busy = inside.fetchExists(RENDERS, RENDERS.CREATOR_ID.eq(creatorId), RENDERS.STATE.eq(running))
                    || inside.fetchExists(
                            GENERATIONS, GENERATIONS.CREATOR_ID.eq(creatorId), GENERATIONS.STATE.eq(running))
                    || inside.fetchExists(PREVIEWS, PREVIEWS.CREATOR_ID.eq(creatorId), PREVIEWS.STATE.eq(running));
            if (busy) {
                return false;
            }
            noteFiles(inside, erasure.id(), creatorId);
            return step(inside, erasure, Erasure.State.ROWS, now);
        }));
    }

    /** Notes content hashes, and the ids in the names of what work that was killed may have left. */
    private static void noteFiles(DSLContext inside, String erasureId, String creatorId) {
        inside.execute("""
                insert into erasure_files (erasure_id, sha256)
                select {0}::uuid, sha256 from media where creator_id = {1}
                union select {0}::uuid, result ->> 'sha256' from renders where creator_id = {1} and result ->> 'sha256' is not null
                union select {0}::uuid, file ->> 'sha256' from previews, jsonb_array_elements(files) file where creator_id = {1}
                union select {0}::uuid, sha256 from freed_files where creator_id = {1}
                union select {0}::uuid, media_id::text from media where creator_id = {1}
                union select {0}::uuid, render_id::text from renders where creator_id = {1}
                union select {0}::uuid, preview_id::text from previews where creator_id = {1}
                on conflict do nothing
                """, DSL.val(erasureId), DSL.val(creatorId));
    }

    private static boolean step(DSLContext inside, Erasure erasure, Erasure.State next, Instant now) {
        return inside.update(ERASURES)
                        .set(ERASURES.STATE, next.name())
                        .set(ERASURES.STEP_TIME, Rows.time(now))
                        .where(ERASURES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                        .and(ERASURES.STATE.eq(erasure.state().name()))
                        .execute()
                == 1;
    }

    /** Walled tables are found in the catalogue, so that none is forgotten; what others still refer to waits for the next round. */
    @Override
    public long removeSomeRows(Erasure erasure) {
        String creatorId = Objects.requireNonNull(erasure.creatorId(), "creatorId");
        return Scope.SYSTEM.call(() -> {
            long removed = removeTasks(creatorId);
            for (String table : walledTables()) {
                removed += removeSome(erasure, table, creatorId);
            }
            return removed;
        });
    }

    private long removeTasks(String creatorId) {
        return dsl.execute("""
                delete from scheduled_tasks where not picked and task_instance in (
                    select render_id::text from renders where creator_id = ?
                    union all select generation_id::text from generations where creator_id = ?
                    union all select preview_id::text from previews where creator_id = ?
                    union all select analysis_id::text from analyses where creator_id = ?)
                """, creatorId, creatorId, creatorId, creatorId);
    }

    private List<String> walledTables() {
        return dsl.resultQuery("""
                        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'creator_id'
                        where c.relkind in ('r', 'p') and c.relrowsecurity and c.relnamespace = current_schema()::regnamespace
                          and c.relname not in ('audit_events', 'audit_heads') order by c.relname
                        """).fetch(row -> String.valueOf(row.get(0)));
    }

    private long removeSome(Erasure erasure, String table, String creatorId) {
        long all = 0;
        try {
            for (long removed = BATCH; removed == BATCH; all += removed) {
                removed = dsl.transactionResult(transaction -> {
                    long gone = transaction
                            .dsl()
                            .execute(
                                    "delete from {0} where ctid = any(array(select ctid from {0} where creator_id = {1} limit {2}))",
                                    DSL.name(table), DSL.val(creatorId), DSL.inline(BATCH));
                    count(transaction.dsl(), erasure, gone, 0, 0);
                    return gone;
                });
            }
            return all;
        } catch (IntegrityConstraintViolationException e) {
            // Rows of another table refer to these; those go first.
            return all;
        }
    }

    private static void count(DSLContext inside, Erasure erasure, long rows, long files, long bytes) {
        inside.update(ERASURES)
                .set(ERASURES.ROW_COUNT, ERASURES.ROW_COUNT.plus(rows))
                .set(ERASURES.FILE_COUNT, ERASURES.FILE_COUNT.plus(files))
                .set(ERASURES.BYTE_COUNT, ERASURES.BYTE_COUNT.plus(bytes))
                .where(ERASURES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                .execute();
    }

    @Override
    public void forget(Erasure erasure, Instant now) {
        String creatorId = Objects.requireNonNull(erasure.creatorId(), "creatorId");
        Scope.SYSTEM.run(() -> dsl.transaction(transaction -> {
            DSLContext inside = transaction.dsl();
            Condition tokens = API_TOKENS.CREATOR_ID.eq(creatorId).or(API_TOKENS.USER_ID.in(own(creatorId)));
            Condition pairings = PAIRINGS.CREATOR_ID.eq(creatorId).or(PAIRINGS.USER_ID.in(own(creatorId)));
            Condition members = MEMBERSHIPS.CREATOR_ID.eq(creatorId).or(MEMBERSHIPS.USER_ID.in(own(creatorId)));
            long gone = inside.deleteFrom(API_TOKENS).where(tokens).execute();
            gone += inside.deleteFrom(PAIRINGS).where(pairings).execute();
            gone += inside.deleteFrom(MEMBERSHIPS).where(members).execute();
            Long events = inside.select(DSL.function("erase_audit_events", Long.class, DSL.val(creatorId)))
                    .fetchSingle()
                    .value1();
            gone += events;
            gone += inside.deleteFrom(USERS)
                    .where(USERS.CREATOR_ID.eq(creatorId))
                    .execute();
            gone += inside.deleteFrom(CREATORS)
                    .where(CREATORS.CREATOR_ID.eq(creatorId))
                    .execute();
            count(inside, erasure, gone, 0, 0);
            inside.update(ERASURES)
                    .setNull(ERASURES.CREATOR_ID)
                    .set(ERASURES.STATE, Erasure.State.FILES.name())
                    .set(ERASURES.STEP_TIME, Rows.time(now))
                    .where(ERASURES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                    .and(ERASURES.CREATOR_ID.eq(creatorId))
                    .execute();
        }));
    }

    @Override
    public List<String> files(Erasure erasure, int most) {
        return Scope.SYSTEM.call(() -> dsl.select(ERASURE_FILES.SHA256)
                .from(ERASURE_FILES)
                .where(ERASURE_FILES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                .limit(most)
                .fetch(ERASURE_FILES.SHA256));
    }

    @Override
    public boolean isReferenced(String sha256) {
        return Scope.SYSTEM.call(() -> dsl.fetchExists(MEDIA, MEDIA.SHA256.eq(sha256))
                || dsl.fetchExists(RENDERS, DSL.condition("result ->> 'sha256' = {0}", DSL.val(sha256)))
                || dsl.fetchExists(
                        PREVIEWS,
                        DSL.condition("files @> {0}", DSL.val(JSONB.valueOf("[{\"sha256\": \"" + sha256 + "\"}]")))));
    }

    @Override
    public void fileGone(Erasure erasure, String sha256, long bytes) {
        Scope.SYSTEM.run(() -> dsl.transaction(transaction -> {
            int noted = transaction
                    .dsl()
                    .deleteFrom(ERASURE_FILES)
                    .where(ERASURE_FILES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                    .and(ERASURE_FILES.SHA256.eq(sha256))
                    .execute();
            if (noted == 1 && bytes >= 0) {
                count(transaction.dsl(), erasure, 0, 1, bytes);
            }
        }));
    }

    @Override
    public void finish(Erasure erasure, Instant now) {
        Scope.SYSTEM.run(() -> dsl.update(ERASURES)
                .set(ERASURES.STATE, Erasure.State.DONE.name())
                .set(ERASURES.STEP_TIME, Rows.time(now))
                .set(ERASURES.FINISH_TIME, Rows.time(now))
                .where(ERASURES.ERASURE_ID.eq(Rows.uuid(erasure.id())))
                .and(ERASURES.STATE.eq(Erasure.State.FILES.name()))
                .execute());
    }

    private static Erasure erasure(Record row) {
        OffsetDateTime finished = row.get(ERASURES.FINISH_TIME);
        return new Erasure(
                row.get(ERASURES.ERASURE_ID).toString(),
                row.get(ERASURES.CREATOR_ID),
                Erasure.State.valueOf(row.get(ERASURES.STATE)),
                Rows.instant(row.get(ERASURES.CREATE_TIME)),
                Rows.instant(row.get(ERASURES.STEP_TIME)),
                finished == null ? null : finished.toInstant(),
                new Erasure.Removed(
                        row.get(ERASURES.ROW_COUNT), row.get(ERASURES.FILE_COUNT), row.get(ERASURES.BYTE_COUNT)));
    }
}
