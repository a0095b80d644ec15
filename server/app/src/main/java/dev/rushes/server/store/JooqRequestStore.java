// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.REQUESTS;

import dev.rushes.server.request.RequestStore;
import java.time.Instant;
import org.jooq.DSLContext;

/** Request ids in PostgreSQL. */
public final class JooqRequestStore implements RequestStore {
    private final DSLContext dsl;

    public JooqRequestStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Entry reserve(Entry entry, Instant now) {
        dsl.insertInto(REQUESTS)
                .set(REQUESTS.REQUEST_ID, entry.requestId())
                .set(REQUESTS.METHOD, entry.method())
                .set(REQUESTS.DIGEST, entry.digest())
                .set(REQUESTS.RESOURCE_ID, Rows.uuid(entry.resourceId()))
                .set(REQUESTS.CREATE_TIME, Rows.time(now))
                .onConflictDoNothing()
                .execute();
        return dsl.selectFrom(REQUESTS)
                .where(REQUESTS.REQUEST_ID.eq(entry.requestId()))
                .fetchSingle(row -> new Entry(
                        row.getRequestId(),
                        row.getMethod(),
                        row.getDigest(),
                        row.getResourceId().toString()));
    }

    @Override
    public int forgetBefore(Instant limit) {
        return dsl.deleteFrom(REQUESTS)
                .where(REQUESTS.CREATE_TIME.lt(Rows.time(limit)))
                .execute();
    }
}
