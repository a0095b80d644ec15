// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.UPLOADS;

import dev.rushes.db.tables.records.UploadsRecord;
import dev.rushes.server.media.UploadStore;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;

/** Uploads in PostgreSQL; leases run by its clock. */
public final class JooqUploadStore implements UploadStore {
    private final DSLContext dsl;

    public JooqUploadStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public long offset(String uploadId) {
        return dsl.select(UPLOADS.OFFSET_BYTES)
                .from(UPLOADS)
                .where(UPLOADS.UPLOAD_ID.eq(Rows.uuid(uploadId)))
                .fetchOptional(UPLOADS.OFFSET_BYTES)
                .orElse(0L);
    }

    @Override
    public Optional<Session> acquire(String uploadId, String holder, Duration lease, Instant now) {
        dsl.insertInto(UPLOADS)
                .set(UPLOADS.UPLOAD_ID, Rows.uuid(uploadId))
                .set(UPLOADS.PART, 0L)
                .set(UPLOADS.OFFSET_BYTES, 0L)
                .set(UPLOADS.EPOCH, 0L)
                .set(UPLOADS.UPDATE_TIME, Rows.time(now))
                .onConflictDoNothing()
                .execute();
        return dsl.transactionResult(transaction -> {
            UploadsRecord free = transaction
                    .dsl()
                    .selectFrom(UPLOADS)
                    .where(UPLOADS.UPLOAD_ID.eq(Rows.uuid(uploadId)))
                    .and(UPLOADS.HOLDER.isNull().or(UPLOADS.LEASE_TIME.lt(databaseTime())))
                    .forUpdate()
                    .skipLocked()
                    .fetchOne();
            if (free == null) {
                return Optional.empty();
            }
            long epoch = free.getEpoch() + 1;
            // Another process that fell silent may wake up and write: it keeps its file, this writer gets a copy.
            boolean foreign = free.getHolder() != null && !free.getHolder().equals(holder);
            long part = foreign ? epoch : free.getPart();
            transaction
                    .dsl()
                    .update(UPLOADS)
                    .set(UPLOADS.EPOCH, epoch)
                    .set(UPLOADS.PART, part)
                    .set(UPLOADS.HOLDER, holder)
                    .set(UPLOADS.LEASE_TIME, after(lease))
                    .set(UPLOADS.UPDATE_TIME, Rows.time(now))
                    .where(UPLOADS.UPLOAD_ID.eq(Rows.uuid(uploadId)))
                    .execute();
            return Optional.of(new Session(uploadId, part, free.getPart(), free.getOffsetBytes(), epoch));
        });
    }

    @Override
    public boolean commit(String uploadId, long epoch, long offset, Duration lease, Instant now) {
        return dsl.update(UPLOADS)
                        .set(UPLOADS.OFFSET_BYTES, offset)
                        .set(UPLOADS.LEASE_TIME, after(lease))
                        .set(UPLOADS.UPDATE_TIME, Rows.time(now))
                        .where(isHeld(uploadId, epoch))
                        .execute()
                == 1;
    }

    @Override
    public void release(String uploadId, long epoch) {
        dsl.update(UPLOADS)
                .setNull(UPLOADS.HOLDER)
                .setNull(UPLOADS.LEASE_TIME)
                .where(isHeld(uploadId, epoch))
                .execute();
    }

    @Override
    public int releaseAll(String holder) {
        return dsl.update(UPLOADS)
                .setNull(UPLOADS.HOLDER)
                .setNull(UPLOADS.LEASE_TIME)
                .where(UPLOADS.HOLDER.eq(holder))
                .execute();
    }

    @Override
    public void forget(String uploadId) {
        dsl.deleteFrom(UPLOADS).where(UPLOADS.UPLOAD_ID.eq(Rows.uuid(uploadId))).execute();
    }

    @Override
    public List<String> forgetIdleSince(Instant limit) {
        return dsl.deleteFrom(UPLOADS)
                .where(UPLOADS.UPDATE_TIME.lt(Rows.time(limit)))
                .and(UPLOADS.HOLDER.isNull().or(UPLOADS.LEASE_TIME.lt(databaseTime())))
                .returning(UPLOADS.UPLOAD_ID)
                .fetch(row -> row.getUploadId().toString());
    }

    @Override
    public boolean isPresent(String uploadId, long part) {
        return dsl.fetchExists(
                UPLOADS, UPLOADS.UPLOAD_ID.eq(Rows.uuid(uploadId)).and(UPLOADS.PART.eq(part)));
    }

    private static Condition isHeld(String uploadId, long epoch) {
        return UPLOADS.UPLOAD_ID
                .eq(Rows.uuid(uploadId))
                .and(UPLOADS.EPOCH.eq(epoch))
                .and(UPLOADS.HOLDER.isNotNull());
    }

    private static Field<OffsetDateTime> databaseTime() {
        return DSL.currentOffsetDateTime();
    }

    private static Field<OffsetDateTime> after(Duration lease) {
        return databaseTime().add(DayToSecond.valueOf(lease));
    }
}
