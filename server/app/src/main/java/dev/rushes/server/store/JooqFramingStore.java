// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.FRAMING_CORRECTIONS;

import dev.rushes.db.tables.FramingCorrections;
import dev.rushes.db.tables.records.FramingCorrectionsRecord;
import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.server.framing.FramingCorrection;
import dev.rushes.server.framing.FramingStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Corrections of framing in PostgreSQL. */
public final class JooqFramingStore implements FramingStore {
    private final DSLContext dsl;

    public JooqFramingStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public List<FramingCorrection> all(String mediaId) {
        return dsl.selectFrom(FRAMING_CORRECTIONS)
                .where(FRAMING_CORRECTIONS.MEDIA_ID.eq(Rows.uuid(mediaId)))
                .orderBy(FRAMING_CORRECTIONS.ORDINAL)
                .fetch(JooqFramingStore::correction);
    }

    @Override
    public List<FramingCorrection> inForce(int most) {
        return dsl.selectFrom(FRAMING_CORRECTIONS)
                .where(isInForce())
                .orderBy(FRAMING_CORRECTIONS.CREATE_TIME.desc(), FRAMING_CORRECTIONS.CORRECTION_ID)
                .limit(most)
                .fetch(JooqFramingStore::correction);
    }

    @Override
    public List<FramingCorrection> inForce(Collection<String> mediaIds) {
        return dsl.selectFrom(FRAMING_CORRECTIONS)
                .where(isInForce())
                .and(FRAMING_CORRECTIONS.MEDIA_ID.in(
                        mediaIds.stream().map(Rows::uuid).toList()))
                .fetch(JooqFramingStore::correction);
    }

    private static Condition isInForce() {
        FramingCorrections later = FRAMING_CORRECTIONS.as("later");
        Condition isLast = DSL.notExists(DSL.selectOne()
                .from(later)
                .where(later.MEDIA_ID.eq(FRAMING_CORRECTIONS.MEDIA_ID))
                .and(later.ORDINAL.gt(FRAMING_CORRECTIONS.ORDINAL)));
        return isLast.and(FRAMING_CORRECTIONS.SHOT_TYPE.isNotNull().or(FRAMING_CORRECTIONS.ANGLE.isNotNull()));
    }

    private static FramingCorrection correction(FramingCorrectionsRecord row) {
        return new FramingCorrection(
                row.getCorrectionId().toString(),
                row.getMediaId().toString(),
                row.getOrdinal(),
                wordOrNull(ShotType.class, row.getShotType()),
                wordOrNull(Angle.class, row.getAngle()),
                Json.read(row.getEvidence(), FramingEvidence.class),
                Rows.instant(row.getCreateTime()));
    }

    private static <E extends Enum<E>> @Nullable E wordOrNull(Class<E> type, @Nullable String name) {
        return name == null ? null : Enum.valueOf(type, name);
    }

    @Override
    public boolean append(FramingCorrection correction) {
        UUID media = Rows.uuid(correction.mediaId());
        ShotType size = correction.shotType();
        Angle angle = correction.angle();
        return WordsOfMedia.append(
                dsl,
                media,
                inside -> inside.insertInto(FRAMING_CORRECTIONS)
                        .set(FRAMING_CORRECTIONS.CORRECTION_ID, Rows.uuid(correction.id()))
                        .set(FRAMING_CORRECTIONS.MEDIA_ID, media)
                        .set(FRAMING_CORRECTIONS.ORDINAL, correction.ordinal())
                        .set(FRAMING_CORRECTIONS.SHOT_TYPE, size == null ? null : size.name())
                        .set(FRAMING_CORRECTIONS.ANGLE, angle == null ? null : angle.name())
                        .set(FRAMING_CORRECTIONS.EVIDENCE, Json.write(correction.evidence()))
                        .set(FRAMING_CORRECTIONS.CREATE_TIME, Rows.time(correction.createdAt()))
                        .onConflictDoNothing());
    }

    /** Takes away what was said of a file; the caller's transaction has the file's row. */
    static void forget(DSLContext inside, UUID media) {
        inside.deleteFrom(FRAMING_CORRECTIONS)
                .where(FRAMING_CORRECTIONS.MEDIA_ID.eq(media))
                .execute();
    }
}
