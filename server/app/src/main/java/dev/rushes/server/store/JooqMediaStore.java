// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.MEDIA;

import dev.rushes.db.tables.records.MediaRecord;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.media.MediaStore;
import dev.rushes.server.request.Page;
import java.util.List;
import java.util.Optional;
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
    public Media insert(Media media) {
        dsl.insertInto(MEDIA)
                .set(MEDIA.MEDIA_ID, Rows.uuid(media.id()))
                .set(MEDIA.JOB_ID, Rows.uuid(media.jobId()))
                .set(MEDIA.KIND, media.kind().name())
                .set(MEDIA.FILE_NAME, media.fileName())
                .set(MEDIA.SIZE_BYTES, media.sizeBytes())
                .set(MEDIA.SHA256, media.sha256())
                .set(MEDIA.STATE, media.active() ? ACTIVE : PENDING)
                .set(MEDIA.CREATE_TIME, Rows.time(media.createdAt()))
                .onConflictDoNothing()
                .execute();
        return find(media.id()).orElseThrow();
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
    public int count(String jobId) {
        return dsl.fetchCount(MEDIA, MEDIA.JOB_ID.eq(Rows.uuid(jobId)));
    }

    @Override
    public List<Media> activeWithoutAnalysis() {
        return dsl.selectFrom(MEDIA)
                .where(MEDIA.STATE.eq(ACTIVE))
                .and(DSL.notExists(DSL.selectOne()
                        .from(ANALYSES)
                        .where(ANALYSES.SHA256.eq(MEDIA.SHA256))
                        .and(ANALYSES.KIND.eq(MEDIA.KIND))))
                .orderBy(MEDIA.MEDIA_ID)
                .fetch(JooqMediaStore::media);
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
