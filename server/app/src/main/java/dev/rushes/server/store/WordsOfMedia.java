// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.MEDIA;

import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.RowCountQuery;

/** Appends to what people say of a file, for the tables that are only ever appended to. */
final class WordsOfMedia {
    private WordsOfMedia() {}

    /**
     * Inserts one row, unless the file is gone or the insert finds its place taken.
     *
     * @param row makes the insert, which does nothing on a conflict; runs in a transaction that keeps the file from being removed
     * @return whether the row was inserted
     */
    static boolean append(DSLContext dsl, UUID media, Function<DSLContext, RowCountQuery> row) {
        return dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            boolean isThere = inside.select(MEDIA.MEDIA_ID)
                    .from(MEDIA)
                    .where(MEDIA.MEDIA_ID.eq(media))
                    .forKeyShare()
                    .fetchOptional()
                    .isPresent();
            return isThere && row.apply(inside).execute() == 1;
        });
    }
}
