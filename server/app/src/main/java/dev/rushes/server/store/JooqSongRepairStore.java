// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.SONG_REPAIRS;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.server.song.SongRepair;
import dev.rushes.server.song.SongRepairStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** Repairs of songs in PostgreSQL. */
public final class JooqSongRepairStore implements SongRepairStore {
    private final DSLContext dsl;

    public JooqSongRepairStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public List<SongRepair> all(Collection<String> mediaIds) {
        List<UUID> ids = mediaIds.stream().map(Rows::uuid).toList();
        return dsl.selectFrom(SONG_REPAIRS)
                .where(SONG_REPAIRS.MEDIA_ID.in(ids))
                .orderBy(SONG_REPAIRS.MEDIA_ID, SONG_REPAIRS.ORDINAL)
                .fetch(row -> new SongRepair(
                        row.getRepairId().toString(),
                        row.getMediaId().toString(),
                        row.getOrdinal(),
                        Json.readOrNull(row.getCorrection(), GridCorrection.class),
                        Rows.instant(row.getCreateTime())));
    }

    @Override
    public boolean append(SongRepair repair) {
        UUID media = Rows.uuid(repair.mediaId());
        return WordsOfMedia.append(
                dsl,
                media,
                inside -> inside.insertInto(SONG_REPAIRS)
                        .set(SONG_REPAIRS.REPAIR_ID, Rows.uuid(repair.id()))
                        .set(SONG_REPAIRS.MEDIA_ID, media)
                        .set(SONG_REPAIRS.ORDINAL, repair.ordinal())
                        .set(SONG_REPAIRS.CORRECTION, Json.writeOrNull(repair.correction()))
                        .set(SONG_REPAIRS.CREATE_TIME, Rows.time(repair.createdAt()))
                        .onConflictDoNothing());
    }

    /** Takes away what was said of a file; the caller's transaction has the file's row. */
    static void forget(DSLContext inside, UUID media) {
        inside.deleteFrom(SONG_REPAIRS).where(SONG_REPAIRS.MEDIA_ID.eq(media)).execute();
    }
}
