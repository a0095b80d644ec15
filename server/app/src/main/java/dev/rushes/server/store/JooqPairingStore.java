// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.CREATORS;
import static dev.rushes.db.Tables.PAIRINGS;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.PairingStore;
import dev.rushes.server.access.Role;
import dev.rushes.server.access.Scope;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Pairing codes in PostgreSQL, where only the scope that spans creators may read them. */
public final class JooqPairingStore implements PairingStore {
    private final DSLContext dsl;

    public JooqPairingStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public boolean insert(Waiting waiting, int most) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            inside.deleteFrom(PAIRINGS)
                    .where(PAIRINGS.EXPIRE_TIME.le(Rows.time(waiting.createdAt())))
                    .execute();
            // The creator's row stands for its codes, so that two callers do not take the last place.
            inside.select(CREATORS.CREATOR_ID)
                    .from(CREATORS)
                    .where(CREATORS.CREATOR_ID.eq(waiting.maker().creatorId()))
                    .forNoKeyUpdate()
                    .fetch();
            int live = inside.fetchCount(
                    PAIRINGS, PAIRINGS.CREATOR_ID.eq(waiting.maker().creatorId()));
            if (live >= most) {
                return false;
            }
            inside.insertInto(PAIRINGS)
                    .set(PAIRINGS.PAIRING_ID, Rows.uuid(waiting.id()))
                    .set(PAIRINGS.SALT, waiting.salt())
                    .set(PAIRINGS.CODE_SHA256, waiting.hash())
                    .set(PAIRINGS.USER_ID, Rows.uuid(waiting.maker().userId()))
                    .set(PAIRINGS.CREATOR_ID, waiting.maker().creatorId())
                    .set(PAIRINGS.MAKER_TOKEN_ID, waiting.maker().tokenId())
                    .set(PAIRINGS.ROLE, waiting.role().name())
                    .set(PAIRINGS.LABEL, waiting.label())
                    .set(PAIRINGS.CREATE_TIME, Rows.time(waiting.createdAt()))
                    .set(PAIRINGS.EXPIRE_TIME, Rows.time(waiting.expiresAt()))
                    .execute();
            JooqAuditStore.keep(inside, "");
            return true;
        }));
    }

    @Override
    public List<Waiting> live(Instant now) {
        return Scope.SYSTEM.call(() -> dsl.selectFrom(PAIRINGS)
                .where(PAIRINGS.EXPIRE_TIME.gt(Rows.time(now)))
                .fetch(JooqPairingStore::waiting));
    }

    @Override
    public boolean redeem(String pairingId, AccessStore.Token token) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            int taken = transaction
                    .dsl()
                    .deleteFrom(PAIRINGS)
                    .where(PAIRINGS.PAIRING_ID.eq(Rows.uuid(pairingId)))
                    .execute();
            if (taken == 0) {
                return false;
            }
            JooqAccessStore.insert(transaction.dsl(), token);
            JooqAuditStore.keep(transaction.dsl(), token);
            return true;
        }));
    }

    private static Waiting waiting(Record row) {
        return new Waiting(
                row.get(PAIRINGS.PAIRING_ID).toString(),
                row.get(PAIRINGS.SALT),
                row.get(PAIRINGS.CODE_SHA256),
                new Maker(
                        row.get(PAIRINGS.USER_ID).toString(),
                        row.get(PAIRINGS.CREATOR_ID),
                        row.get(PAIRINGS.MAKER_TOKEN_ID)),
                Role.valueOf(row.get(PAIRINGS.ROLE)),
                row.get(PAIRINGS.LABEL),
                Rows.instant(row.get(PAIRINGS.CREATE_TIME)),
                Rows.instant(row.get(PAIRINGS.EXPIRE_TIME)));
    }
}
