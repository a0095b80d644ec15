// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.RENDERS;

import dev.rushes.db.tables.records.RendersRecord;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.render.Container;
import dev.rushes.server.render.Quality;
import dev.rushes.server.render.Render;
import dev.rushes.server.render.RenderStore;
import dev.rushes.server.render.Resolution;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;

/** Renders in PostgreSQL. */
public final class JooqRenderStore implements RenderStore {
    private final DSLContext dsl;

    public JooqRenderStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Render insert(Render render, int mostOpen) {
        dsl.transaction(transaction -> {
            DSLContext inside = transaction.dsl();
            if (!render.state().isEnded()
                    && !inside.fetchExists(RENDERS, RENDERS.RENDER_ID.eq(Rows.uuid(render.id())))) {
                OpenWork.requireRoom(inside, RENDERS, RENDERS.STATE, mostOpen, "videos being rendered");
            }
            int made = inside.insertInto(RENDERS)
                    .set(RENDERS.RENDER_ID, Rows.uuid(render.id()))
                    .set(RENDERS.JOB_ID, Rows.uuid(render.order().jobId()))
                    .set(RENDERS.TIMELINE_REVISION, render.order().timelineRevision())
                    .set(RENDERS.QUALITY, render.order().quality().name())
                    .set(RENDERS.CONTAINER, render.order().form().container().name())
                    .set(RENDERS.RESOLUTION, render.order().form().resolution().name())
                    .set(RENDERS.LOUDNESS_LUFS, render.order().form().loudnessLufs())
                    .set(RENDERS.STATE, render.state().name())
                    .set(RENDERS.ATTEMPT, render.attempt())
                    .set(RENDERS.FAILURES, render.failures())
                    .set(RENDERS.PROGRESS, Json.write(render.progress()))
                    .set(RENDERS.RESULT, Json.writeOrNull(render.file()))
                    .set(RENDERS.REVISION, render.revision())
                    .set(RENDERS.CREATE_TIME, Rows.time(render.createdAt()))
                    .set(RENDERS.UPDATE_TIME, Rows.time(render.updatedAt()))
                    .onConflictDoNothing()
                    .execute();
            if (made == 1) {
                JooqAuditStore.keep(inside, render.order().jobId());
            }
        });
        return find(render.id()).orElseThrow();
    }

    @Override
    public Optional<Render> find(String renderId) {
        return dsl.selectFrom(RENDERS)
                .where(RENDERS.RENDER_ID.eq(Rows.uuid(renderId)))
                .fetchOptional(JooqRenderStore::render);
    }

    @Override
    public Optional<Render> findFinished(Render.Order order) {
        return dsl.selectFrom(RENDERS)
                .where(RENDERS.JOB_ID.eq(Rows.uuid(order.jobId())))
                .and(RENDERS.TIMELINE_REVISION.eq(order.timelineRevision()))
                .and(RENDERS.QUALITY.eq(order.quality().name()))
                .and(RENDERS.CONTAINER.eq(order.form().container().name()))
                .and(RENDERS.RESOLUTION.eq(order.form().resolution().name()))
                .and(RENDERS.LOUDNESS_LUFS.isNotDistinctFrom(order.form().loudnessLufs()))
                .and(RENDERS.STATE.eq(WorkState.SUCCEEDED.name()))
                .orderBy(RENDERS.RENDER_ID.desc())
                .limit(1)
                .fetchOptional(JooqRenderStore::render);
    }

    @Override
    public List<Render> newestFinished(int most) {
        return dsl.selectFrom(RENDERS)
                .where(RENDERS.STATE.eq(WorkState.SUCCEEDED.name()))
                .orderBy(RENDERS.RENDER_ID.desc())
                .limit(most)
                .fetch(JooqRenderStore::render);
    }

    @Override
    public Optional<Render> begin(String renderId, Instant now) {
        return change(WorkState.RUNNING, now)
                .set(RENDERS.ATTEMPT, RENDERS.ATTEMPT.plus(1))
                .where(RENDERS.RENDER_ID.eq(Rows.uuid(renderId)))
                .and(isOpen())
                .returning()
                .fetchOptional(JooqRenderStore::render);
    }

    @Override
    public boolean report(String renderId, long attempt, Progress progress, Instant now) {
        return change(WorkState.RUNNING, now)
                        .set(RENDERS.PROGRESS, Json.write(progress))
                        .where(isRunning(renderId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean succeed(String renderId, long attempt, Progress progress, RenderedFile file, Instant now) {
        return change(WorkState.SUCCEEDED, now)
                        .set(RENDERS.PROGRESS, Json.write(progress))
                        .set(RENDERS.RESULT, Json.write(file))
                        .where(isRunning(renderId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean fail(String renderId, long attempt, Failure failure, Instant now) {
        return change(WorkState.FAILED, now)
                        .set(RENDERS.FAILURE, Json.write(failure))
                        .where(isRunning(renderId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean putBack(String renderId, long attempt, boolean counts, Instant now) {
        return change(WorkState.PENDING, now)
                        .set(RENDERS.FAILURES, RENDERS.FAILURES.plus(counts ? 1 : 0))
                        .where(isRunning(renderId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public Optional<Render> cancel(String renderId, Instant now) {
        change(WorkState.CANCELLED, now)
                .where(RENDERS.RENDER_ID.eq(Rows.uuid(renderId)))
                .and(isOpen())
                .execute();
        return find(renderId);
    }

    @Override
    public List<String> open() {
        return dsl.select(RENDERS.RENDER_ID)
                .from(RENDERS)
                .where(isOpen())
                .orderBy(RENDERS.RENDER_ID)
                .fetch(row -> row.value1().toString());
    }

    private UpdateSetMoreStep<RendersRecord> change(WorkState state, Instant now) {
        return dsl.update(RENDERS)
                .set(RENDERS.STATE, state.name())
                .set(RENDERS.REVISION, RENDERS.REVISION.plus(1))
                .set(RENDERS.UPDATE_TIME, Rows.time(now));
    }

    private static Condition isOpen() {
        return RENDERS.STATE.in(WorkState.PENDING.name(), WorkState.RUNNING.name());
    }

    private static Condition isRunning(String renderId, long attempt) {
        return RENDERS.RENDER_ID
                .eq(Rows.uuid(renderId))
                .and(RENDERS.ATTEMPT.eq(attempt))
                .and(RENDERS.STATE.eq(WorkState.RUNNING.name()));
    }

    private static Render render(RendersRecord row) {
        return new Render(
                row.getRenderId().toString(),
                new Render.Order(
                        row.getJobId().toString(),
                        row.getTimelineRevision(),
                        Quality.valueOf(row.getQuality()),
                        new Render.Form(
                                Container.valueOf(row.getContainer()),
                                Resolution.valueOf(row.getResolution()),
                                row.getLoudnessLufs())),
                WorkState.valueOf(row.getState()),
                row.getAttempt(),
                row.getFailures(),
                Json.read(row.getProgress(), Progress.class),
                Json.readOrNull(row.getResult(), RenderedFile.class),
                Json.readOrNull(row.getFailure(), Failure.class),
                row.getRevision(),
                Rows.instant(row.getCreateTime()),
                Rows.instant(row.getUpdateTime()));
    }
}
