// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.STYLE_PROFILES;

import dev.rushes.db.tables.records.StyleProfilesRecord;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.server.request.Page;
import dev.rushes.server.style.SavedStyle;
import dev.rushes.server.style.StyleStore;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Style profiles in PostgreSQL. */
public final class JooqStyleStore implements StyleStore {
    private final DSLContext dsl;

    public JooqStyleStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public SavedStyle insert(SavedStyle style) {
        dsl.insertInto(STYLE_PROFILES)
                .set(STYLE_PROFILES.STYLE_PROFILE_ID, Rows.uuid(style.id()))
                .set(STYLE_PROFILES.DOCUMENT, Json.write(style.profile()))
                .set(STYLE_PROFILES.CREATE_TIME, Rows.time(style.createdAt()))
                .onConflictDoNothing()
                .execute();
        return find(style.id()).orElseThrow();
    }

    @Override
    public Optional<SavedStyle> find(String styleProfileId) {
        return dsl.selectFrom(STYLE_PROFILES)
                .where(STYLE_PROFILES.STYLE_PROFILE_ID.eq(Rows.uuid(styleProfileId)))
                .fetchOptional(JooqStyleStore::style);
    }

    @Override
    public Page<SavedStyle> list(Page.Ask ask) {
        Condition after =
                ask.after() == null ? DSL.noCondition() : STYLE_PROFILES.STYLE_PROFILE_ID.lt(Rows.uuid(ask.after()));
        return Page.cut(
                dsl.selectFrom(STYLE_PROFILES)
                        .where(after)
                        .orderBy(STYLE_PROFILES.STYLE_PROFILE_ID.desc())
                        .limit(ask.size() + 1)
                        .fetch(JooqStyleStore::style),
                ask,
                SavedStyle::id);
    }

    private static SavedStyle style(StyleProfilesRecord row) {
        return new SavedStyle(
                row.getStyleProfileId().toString(),
                Json.read(row.getDocument(), StyleProfile.class),
                Rows.instant(row.getCreateTime()));
    }
}
