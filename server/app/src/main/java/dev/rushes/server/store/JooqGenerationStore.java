// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.GENERATIONS;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rushes.db.tables.records.GenerationsRecord;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.generation.GenerationStore;
import dev.rushes.server.generation.RejectedClip;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Generations in PostgreSQL; a timeline and the end of its generation are saved in one transaction or not at all. */
public final class JooqGenerationStore implements GenerationStore {
    private static final TypeReference<List<RejectedClip>> REJECTED = new TypeReference<>() {};

    private final DSLContext dsl;

    public JooqGenerationStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Generation insert(Generation generation, int mostOpen) {
        dsl.transaction(transaction -> insert(transaction.dsl(), generation, mostOpen));
        return find(generation.id()).orElseThrow();
    }

    private static void insert(DSLContext inside, Generation generation, int mostOpen) {
        if (inside.fetchExists(GENERATIONS, GENERATIONS.GENERATION_ID.eq(Rows.uuid(generation.id())))) {
            return;
        }
        OpenWork.requireRoom(inside, GENERATIONS, GENERATIONS.STATE, mostOpen, "cuts being made");
        inside.insertInto(GENERATIONS)
                .set(GENERATIONS.GENERATION_ID, Rows.uuid(generation.id()))
                .set(GENERATIONS.JOB_ID, Rows.uuid(generation.order().jobId()))
                .set(GENERATIONS.SEED, generation.order().seed())
                .set(
                        GENERATIONS.STYLE_PROFILE_ID,
                        Rows.uuidOrNull(generation.order().styleProfileId()))
                .set(GENERATIONS.AUTHOR, generation.order().author())
                .set(GENERATIONS.STATE, generation.state().name())
                .set(GENERATIONS.ATTEMPT, generation.attempt())
                .set(GENERATIONS.FAILURES, generation.failures())
                .set(GENERATIONS.PROGRESS, Json.write(generation.progress()))
                .set(GENERATIONS.TIMELINE_REVISION, generation.timelineRevision())
                .set(GENERATIONS.REJECTED_CLIPS, Json.write(generation.rejectedClips()))
                .set(GENERATIONS.REVISION, generation.revision())
                .set(GENERATIONS.CREATE_TIME, Rows.time(generation.createdAt()))
                .set(GENERATIONS.UPDATE_TIME, Rows.time(generation.updatedAt()))
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public Optional<Generation> find(String generationId) {
        return dsl.selectFrom(GENERATIONS)
                .where(GENERATIONS.GENERATION_ID.eq(Rows.uuid(generationId)))
                .fetchOptional(JooqGenerationStore::generation);
    }

    @Override
    public Optional<Generation> newestSucceeded(String jobId) {
        return dsl.selectFrom(GENERATIONS)
                .where(GENERATIONS.JOB_ID.eq(Rows.uuid(jobId)))
                .and(GENERATIONS.TIMELINE_REVISION.gt(0L))
                .orderBy(GENERATIONS.TIMELINE_REVISION.desc())
                .limit(1)
                .fetchOptional(JooqGenerationStore::generation);
    }

    @Override
    public Optional<Generation> begin(String generationId, Instant now) {
        return change(dsl, WorkState.RUNNING, now)
                .set(GENERATIONS.ATTEMPT, GENERATIONS.ATTEMPT.plus(1))
                .where(GENERATIONS.GENERATION_ID.eq(Rows.uuid(generationId)))
                .and(isOpen())
                .returning()
                .fetchOptional(JooqGenerationStore::generation);
    }

    @Override
    public boolean report(String generationId, long attempt, Report report) {
        return change(dsl, WorkState.RUNNING, report.now())
                        .set(GENERATIONS.PROGRESS, Json.write(report.progress()))
                        .set(GENERATIONS.REJECTED_CLIPS, Json.write(report.rejectedClips()))
                        .where(isRunning(generationId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public Saved succeed(String generationId, long attempt, Report report, LoggedEdit edit, Timeline after) {
        try {
            return dsl.transactionResult(configuration -> {
                DSLContext tx = configuration.dsl();
                Optional<UUID> job = change(tx, WorkState.SUCCEEDED, report.now())
                        .set(GENERATIONS.PROGRESS, Json.write(report.progress()))
                        .set(GENERATIONS.REJECTED_CLIPS, Json.write(report.rejectedClips()))
                        .set(GENERATIONS.TIMELINE_REVISION, edit.revision())
                        .where(isRunning(generationId, attempt))
                        .returning(GENERATIONS.JOB_ID)
                        .fetchOptional(GENERATIONS.JOB_ID);
                if (job.isEmpty()) {
                    return Saved.NOT_MINE;
                }
                String jobId = job.get().toString();
                JooqTimelineStore.insert(tx, jobId, null, List.of(edit));
                JooqTimelineStore.snapshot(tx, jobId, after);
                return Saved.SAVED;
            });
        } catch (IntegrityConstraintViolationException e) {
            if (JooqTimelineStore.isTaken(e)) {
                return Saved.MOVED_ON;
            }
            throw e;
        }
    }

    @Override
    public boolean fail(String generationId, long attempt, Report report, Failure failure) {
        return change(dsl, WorkState.FAILED, report.now())
                        .set(GENERATIONS.PROGRESS, Json.write(report.progress()))
                        .set(GENERATIONS.REJECTED_CLIPS, Json.write(report.rejectedClips()))
                        .set(GENERATIONS.FAILURE, Json.write(failure))
                        .where(isRunning(generationId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public boolean putBack(String generationId, long attempt, boolean counts, Instant now) {
        return change(dsl, WorkState.PENDING, now)
                        .set(GENERATIONS.FAILURES, GENERATIONS.FAILURES.plus(counts ? 1 : 0))
                        .where(isRunning(generationId, attempt))
                        .execute()
                == 1;
    }

    @Override
    public Optional<Generation> cancel(String generationId, Instant now) {
        change(dsl, WorkState.CANCELLED, now)
                .where(GENERATIONS.GENERATION_ID.eq(Rows.uuid(generationId)))
                .and(isOpen())
                .execute();
        return find(generationId);
    }

    @Override
    public Optional<Generation> cutEarly(String generationId, Instant now) {
        dsl.update(GENERATIONS)
                .set(GENERATIONS.EARLY, true)
                .set(GENERATIONS.REVISION, GENERATIONS.REVISION.plus(1))
                .set(GENERATIONS.UPDATE_TIME, Rows.time(now))
                .where(GENERATIONS.GENERATION_ID.eq(Rows.uuid(generationId)))
                .and(isOpen())
                .execute();
        return find(generationId);
    }

    @Override
    public List<String> open() {
        return dsl.select(GENERATIONS.GENERATION_ID)
                .from(GENERATIONS)
                .where(isOpen())
                .orderBy(GENERATIONS.GENERATION_ID)
                .fetch(row -> row.value1().toString());
    }

    private static UpdateSetMoreStep<GenerationsRecord> change(DSLContext dsl, WorkState state, Instant now) {
        return dsl.update(GENERATIONS)
                .set(GENERATIONS.STATE, state.name())
                .set(GENERATIONS.REVISION, GENERATIONS.REVISION.plus(1))
                .set(GENERATIONS.UPDATE_TIME, Rows.time(now));
    }

    private static Condition isOpen() {
        return GENERATIONS.STATE.in(WorkState.PENDING.name(), WorkState.RUNNING.name());
    }

    private static Condition isRunning(String generationId, long attempt) {
        return GENERATIONS
                .GENERATION_ID
                .eq(Rows.uuid(generationId))
                .and(GENERATIONS.ATTEMPT.eq(attempt))
                .and(GENERATIONS.STATE.eq(WorkState.RUNNING.name()));
    }

    private static Generation generation(GenerationsRecord row) {
        return new Generation(
                row.getGenerationId().toString(),
                new Generation.Order(
                        row.getJobId().toString(),
                        row.getSeed(),
                        Rows.textOrNull(row.getStyleProfileId()),
                        row.getAuthor()),
                row.getEarly(),
                WorkState.valueOf(row.getState()),
                row.getAttempt(),
                row.getFailures(),
                Json.read(row.getProgress(), Progress.class),
                row.getTimelineRevision(),
                Json.readOrNull(row.getFailure(), Failure.class),
                Json.read(row.getRejectedClips(), REJECTED),
                row.getRevision(),
                Rows.instant(row.getCreateTime()),
                Rows.instant(row.getUpdateTime()));
    }
}
