// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.JOBS;
import static dev.rushes.db.Tables.MEDIA;
import static dev.rushes.db.Tables.PROJECTS;

import dev.rushes.db.tables.records.MediaRecord;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.media.MediaStore;
import dev.rushes.server.media.Usage;
import dev.rushes.server.request.Page;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Records of files in PostgreSQL. */
public final class JooqMediaStore implements MediaStore {
    private static final String ACTIVE = "ACTIVE";
    private static final String PENDING = "PENDING";

    private final DSLContext dsl;

    public JooqMediaStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Media insert(Media media, Usage.Guard guard) {
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            // Announcements of one project pass here one at a time.
            UUID project = inside.select(PROJECTS.PROJECT_ID)
                    .from(PROJECTS)
                    .join(JOBS)
                    .on(JOBS.PROJECT_ID.eq(PROJECTS.PROJECT_ID))
                    .where(JOBS.JOB_ID.eq(Rows.uuid(media.jobId())))
                    .forNoKeyUpdate()
                    .of(PROJECTS)
                    .fetchOptional(PROJECTS.PROJECT_ID)
                    .orElseThrow(() -> new Fault.NotFound("job", media.jobId()));
            Optional<Media> known = inside.selectFrom(MEDIA)
                    .where(MEDIA.MEDIA_ID.eq(Rows.uuid(media.id())))
                    .fetchOptional(JooqMediaStore::media);
            if (known.isPresent()) {
                return known.get();
            }
            guard.check(usage(inside, project, media.jobId()));
            return inside.insertInto(MEDIA)
                    .set(MEDIA.MEDIA_ID, Rows.uuid(media.id()))
                    .set(MEDIA.JOB_ID, Rows.uuid(media.jobId()))
                    .set(MEDIA.KIND, media.kind().name())
                    .set(MEDIA.FILE_NAME, media.fileName())
                    .set(MEDIA.SIZE_BYTES, media.sizeBytes())
                    .set(MEDIA.SHA256, media.sha256())
                    .set(MEDIA.STATE, media.active() ? ACTIVE : PENDING)
                    .set(MEDIA.CREATE_TIME, Rows.time(media.createdAt()))
                    .returning()
                    .fetchSingle(JooqMediaStore::media);
        });
    }

    private static Usage usage(DSLContext inside, UUID projectId, String jobId) {
        return inside.select(
                        DSL.count().filterWhere(MEDIA.JOB_ID.eq(Rows.uuid(jobId))),
                        DSL.count(),
                        DSL.coalesce(DSL.sum(MEDIA.SIZE_BYTES), DSL.inline(BigDecimal.ZERO)))
                .from(MEDIA)
                .join(JOBS)
                .on(JOBS.JOB_ID.eq(MEDIA.JOB_ID))
                .where(JOBS.PROJECT_ID.eq(projectId))
                .fetchSingle(row ->
                        new Usage(row.value1(), row.value2(), row.value3().longValueExact()));
    }

    @Override
    public Optional<Media> find(String mediaId) {
        return dsl.selectFrom(MEDIA)
                .where(MEDIA.MEDIA_ID.eq(Rows.uuid(mediaId)))
                .fetchOptional(JooqMediaStore::media);
    }

    @Override
    public Media activate(String mediaId) {
        return dsl.update(MEDIA)
                .set(MEDIA.STATE, ACTIVE)
                .where(MEDIA.MEDIA_ID.eq(Rows.uuid(mediaId)))
                .returning()
                .fetchOptional(JooqMediaStore::media)
                .orElseThrow(() -> new Fault.NotFound("media", mediaId));
    }

    @Override
    public Page<Media> list(String jobId, Page.Ask ask) {
        Condition wanted = MEDIA.JOB_ID.eq(Rows.uuid(jobId));
        if (ask.after() != null) {
            wanted = wanted.and(MEDIA.MEDIA_ID.gt(Rows.uuid(ask.after())));
        }
        return Page.cut(
                dsl.selectFrom(MEDIA)
                        .where(wanted)
                        .orderBy(MEDIA.MEDIA_ID)
                        .limit(ask.size() + 1)
                        .fetch(JooqMediaStore::media),
                ask,
                Media::id);
    }

    @Override
    public List<Media> activeWithoutAnalysis() {
        return dsl.selectFrom(MEDIA)
                .where(MEDIA.STATE.eq(ACTIVE))
                .and(DSL.notExists(DSL.selectOne()
                        .from(ANALYSES)
                        .where(ANALYSES.SHA256.eq(MEDIA.SHA256))
                        .and(ANALYSES.KIND.eq(MEDIA.KIND))
                        .and(ANALYSES.CREATOR_ID.eq(MEDIA.CREATOR_ID))))
                .orderBy(MEDIA.MEDIA_ID)
                .fetch(JooqMediaStore::media);
    }

    @Override
    public List<String> creatorsWithoutAnalysis() {
        return dsl.selectDistinct(MEDIA.CREATOR_ID)
                .from(MEDIA)
                .where(MEDIA.STATE.eq(ACTIVE))
                .and(DSL.notExists(DSL.selectOne()
                        .from(ANALYSES)
                        .where(ANALYSES.SHA256.eq(MEDIA.SHA256))
                        .and(ANALYSES.KIND.eq(MEDIA.KIND))
                        .and(ANALYSES.CREATOR_ID.eq(MEDIA.CREATOR_ID))))
                .fetch(MEDIA.CREATOR_ID);
    }

    @Override
    public boolean isHeld(String sha256, long sizeBytes) {
        return dsl.fetchExists(
                MEDIA,
                MEDIA.SHA256.eq(sha256).and(MEDIA.SIZE_BYTES.eq(sizeBytes)).and(MEDIA.STATE.eq(ACTIVE)));
    }

    private static Media media(MediaRecord row) {
        return new Media(
                row.getMediaId().toString(),
                row.getJobId().toString(),
                MediaKind.valueOf(row.getKind()),
                row.getFileName(),
                row.getSizeBytes(),
                row.getSha256(),
                row.getState().equals(ACTIVE),
                Rows.instant(row.getCreateTime()));
    }
}
