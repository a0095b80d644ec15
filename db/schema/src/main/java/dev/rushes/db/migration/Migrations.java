// SPDX-License-Identifier: Apache-2.0
package dev.rushes.db.migration;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Runs the forward-only migrations below {@code db/migration}. Safe to call from several processes at once. */
public final class Migrations {

    private Migrations() {}

    /**
     * Applies the migrations that {@code database} has not seen.
     *
     * @return how many were applied
     * @throws FlywayException when one fails (it is rolled back) or an applied one was changed afterwards
     */
    public static int run(DataSource database) {
        MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load()
                .migrate();
        return result.migrationsExecuted;
    }
}
