// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.GENERATIONS;
import static dev.rushes.db.Tables.PREVIEWED_JOBS;
import static dev.rushes.db.Tables.PREVIEWS;
import static dev.rushes.db.Tables.RENDERS;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rushes.db.tables.records.PreviewsRecord;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.preview.PreviewStore;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;

/** Previews in PostgreSQL; a late worker's files find their attempt gone and change no row. */
public final class JooqPreviewStore implements PreviewStore {
    private static final TypeReference<List<PreviewFile>> FILES = new TypeReference<>() {};

    private final DSLContext dsl;

    public JooqPreviewStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public void want(String jobId, Instant now) {
        dsl.insertInto(PREVIEWED_JOBS)
                .set(PREVIEWED_JOBS.JOB_ID, Rows.uuid(jobId))
                .set(PREVIEWED_JOBS.CREATE_TIME, Rows.time(now))
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public boolean isWanted(String jobId) {
        return dsl.fetchExists(PREVIEWED_JOBS, PREVIEWED_JOBS.JOB_ID.eq(Rows.uuid(jobId)));
    }

    @Override
    public Preview ensure(Preview preview) {
        dsl.insertInto(PREVIEWS)
                .set(PREVIEWS.PREVIEW_ID, Rows.uuid(preview.id()))
                .set(PREVIEWS.SHA256, preview.key().sha256())
                .set(PREVIEWS.KIND, preview.key().kind().name())
                .set(PREVIEWS.FILE_NAME, preview.fileName())
                .set(PREVIEWS.STATE, preview.state().name())
                .set(PREVIEWS.ATTEMPT, preview.attempt())
                .set(PREVIEWS.FAILURES, preview.failures())
                .set(PREVIEWS.FILES, Json.write(preview.files()))
                .set(PREVIEWS.CREATE_TIME, Rows.time(preview.createdAt()))
                .set(PREVIEWS.UPDATE_TIME, Rows.time(preview.updatedAt()))
                .onConflictDoNothing()
                .execute();
        return dsl.selectFrom(PREVIEWS)
                .where(PREVIEWS.SHA256.eq(preview.key().sha256()))
                .and(PREVIEWS.KIND.eq(preview.key().kind().name()))
                .fetchSingle(JooqPreviewStore::preview);
    }

    @Override
    public Optional<Preview> find(String previewId) {
        return dsl.selectFrom(PREVIEWS)
                .where(PREVIEWS.PREVIEW_ID.eq(Rows.uuid(previewId)))
                .fetchOptional(JooqPreviewStore::preview);
    }

    @Override
    public Map<Preview.Key, Preview> findAll(Collection<Preview.Key> keys) {
        Map<Preview.Key, Preview> found = new HashMap<>();
        dsl.selectFrom(PREVIEWS)
                .where(PREVIEWS.SHA256.in(
                        keys.stream().map(Preview.Key::sha256).distinct().toList()))
                .fetch(JooqPreviewStore::preview)
                .forEach(preview -> found.put(preview.key(), preview));
        return found;
    }

    @Override
    public boolean isSomebodyWaiting() {
        return Scope.SYSTEM.call(() -> dsl.select(DSL.field(
                        DSL.exists(DSL.selectOne().from(ANALYSES).where(open(ANALYSES.STATE)))
                                .or(DSL.exists(DSL.selectOne().from(GENERATIONS).where(open(GENERATIONS.STATE))))
                                .or(DSL.exists(DSL.selectOne().from(RENDERS).where(open(RENDERS.STATE))))))
                .fetchSingle()
                .value1());
    }

    @Override
    public Optional<Preview> begin(String previewId, Instant now) {
        return change(WorkState.RUNNING, now)
                .set(PREVIEWS.ATTEMPT, PREVIEWS.ATTEMPT.plus(1))
                .where(PREVIEWS.PREVIEW_ID.eq(Rows.uuid(previewId)))
                .and(open(PREVIEWS.STATE))
                .returning()
                .fetchOptional(JooqPreviewStore::preview);
    }

    @Override
    public boolean succeed(String previewId, long attempt, List<PreviewFile> files, Instant now) {
        return change(WorkState.SUCCEEDED, now)
                        .set(PREVIEWS.FILES, Json.write(files))
                        .where(isRunning(previewId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean putBack(String previewId, long attempt, boolean counts, Instant now) {
        return change(WorkState.PENDING, now)
                        .set(PREVIEWS.FAILURES, PREVIEWS.FAILURES.plus(counts ? 1 : 0))
                        .where(isRunning(previewId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean fail(String previewId, long attempt, Failure failure, Instant now) {
        return change(WorkState.FAILED, now)
                        .set(PREVIEWS.FAILURE, Json.write(failure))
                        .where(isRunning(previewId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public void reopen(String previewId, Instant now) {
        change(WorkState.PENDING, now)
                .set(PREVIEWS.FAILURES, 0)
                .setNull(PREVIEWS.FAILURE)
                .where(PREVIEWS.PREVIEW_ID.eq(Rows.uuid(previewId)))
                .and(PREVIEWS.STATE.eq(WorkState.FAILED.name()))
                .execute();
    }

    @Override
    public List<String> open() {
        return dsl.select(PREVIEWS.PREVIEW_ID)
                .from(PREVIEWS)
                .where(open(PREVIEWS.STATE))
                .orderBy(PREVIEWS.PREVIEW_ID)
                .fetch(row -> row.value1().toString());
    }

    private UpdateSetMoreStep<PreviewsRecord> change(WorkState state, Instant now) {
        return dsl.update(PREVIEWS).set(PREVIEWS.STATE, state.name()).set(PREVIEWS.UPDATE_TIME, Rows.time(now));
    }

    private static Condition open(Field<String> state) {
        return state.in(WorkState.PENDING.name(), WorkState.RUNNING.name());
    }

    private static Condition isRunning(String previewId, long attempt) {
        return PREVIEWS.PREVIEW_ID
                .eq(Rows.uuid(previewId))
                .and(PREVIEWS.ATTEMPT.eq(attempt))
                .and(PREVIEWS.STATE.eq(WorkState.RUNNING.name()));
    }

    private static Preview preview(PreviewsRecord row) {
        return new Preview(
                row.getPreviewId().toString(),
                new Preview.Key(row.getSha256(), Preview.Kind.valueOf(row.getKind())),
                row.getFileName(),
                WorkState.valueOf(row.getState()),
                row.getAttempt(),
                row.getFailures(),
                Json.read(row.getFiles(), FILES),
                Json.readOrNull(row.getFailure(), Failure.class),
                Rows.instant(row.getCreateTime()),
                Rows.instant(row.getUpdateTime()));
    }
}
