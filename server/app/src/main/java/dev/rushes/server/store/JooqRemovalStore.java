// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.EDITS;
import static dev.rushes.db.Tables.FREED_FILES;
import static dev.rushes.db.Tables.GENERATIONS;
import static dev.rushes.db.Tables.JOBS;
import static dev.rushes.db.Tables.MEDIA;
import static dev.rushes.db.Tables.PREVIEWS;
import static dev.rushes.db.Tables.RENDERS;
import static dev.rushes.db.Tables.UPLOADS;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rushes.db.tables.records.MediaRecord;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.server.task.WorkState;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Removals in PostgreSQL. */
public final class JooqRemovalStore implements RemovalStore {
    private static final TypeReference<List<PreviewFile>> FILES = new TypeReference<>() {};

    private final DSLContext dsl;

    public JooqRemovalStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Outcome remove(String mediaId, long revision) {
        UUID media = Rows.uuid(mediaId);
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            // Generations, edits and files that come for the job wait: each takes a lock on the row it refers to.
            UUID job = inside.select(JOBS.JOB_ID)
                    .from(JOBS)
                    .where(JOBS.JOB_ID.in(DSL.select(MEDIA.JOB_ID).from(MEDIA).where(MEDIA.MEDIA_ID.eq(media))))
                    .forUpdate()
                    .fetchOne(JOBS.JOB_ID);
            MediaRecord file = inside.selectFrom(MEDIA)
                    .where(MEDIA.MEDIA_ID.eq(media))
                    .forUpdate()
                    .fetchOne();
            if (job == null || file == null) {
                return Outcome.ABSENT;
            }
            if (newest(inside, job) != revision) {
                return Outcome.MOVED_ON;
            }
            boolean cutting =
                    inside.fetchExists(GENERATIONS, GENERATIONS.JOB_ID.eq(job).and(isOpen(GENERATIONS.STATE)));
            if (cutting && file.getState().equals("ACTIVE")) {
                return Outcome.CUTTING;
            }
            JooqCommentStore.silenceOn(inside, job, media);
            JooqSongRepairStore.forget(inside, media);
            JooqFramingStore.forget(inside, media);
            inside.deleteFrom(UPLOADS).where(UPLOADS.UPLOAD_ID.eq(media)).execute();
            note(inside, file.getSha256());
            inside.deleteFrom(MEDIA).where(MEDIA.MEDIA_ID.eq(media)).execute();
            JooqAuditStore.keep(inside, mediaId);
            return Outcome.DONE;
        });
    }

    private static long newest(DSLContext inside, UUID job) {
        return inside.select(DSL.coalesce(DSL.max(EDITS.REVISION), 0L))
                .from(EDITS)
                .where(EDITS.JOB_ID.eq(job))
                .fetchSingle()
                .value1();
    }

    private static void note(DSLContext inside, String sha256) {
        inside.insertInto(FREED_FILES)
                .set(FREED_FILES.SHA256, sha256)
                .onConflictDoNothing()
                .execute();
    }

    private static Condition isOpen(Field<String> state) {
        return state.in(WorkState.PENDING.name(), WorkState.RUNNING.name());
    }

    @Override
    public List<Freed> freed(int most) {
        return dsl.selectFrom(FREED_FILES)
                .orderBy(FREED_FILES.CREATE_TIME)
                .limit(most)
                .fetch(row -> new Freed(row.getCreatorId(), row.getSha256()));
    }

    @Override
    public void doubt(List<String> sha256s) {
        dsl.transaction(transaction -> sha256s.forEach(sha256 -> note(transaction.dsl(), sha256)));
    }

    @Override
    public boolean isAtRest(String sha256) {
        return !dsl.fetchExists(ANALYSES, ANALYSES.SHA256.eq(sha256).and(isOpen(ANALYSES.STATE)))
                && !dsl.fetchExists(PREVIEWS, PREVIEWS.STATE.eq(WorkState.RUNNING.name()))
                && !dsl.fetchExists(RENDERS, isOpen(RENDERS.STATE));
    }

    @Override
    public void settle(String sha256) {
        dsl.transaction(transaction -> {
            DSLContext inside = transaction.dsl();
            inside.deleteFrom(FREED_FILES).where(FREED_FILES.SHA256.eq(sha256)).execute();
            if (!inside.fetchExists(MEDIA, MEDIA.SHA256.eq(sha256))) {
                inside.deleteFrom(PREVIEWS).where(PREVIEWS.SHA256.eq(sha256)).returning().fetch().stream()
                        .flatMap(row -> Json.read(row.getFiles(), FILES).stream())
                        .forEach(made -> note(inside, made.sha256()));
            }
        });
    }
}
