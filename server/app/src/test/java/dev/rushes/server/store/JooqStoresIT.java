// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AsCreator.class)
class JooqStoresIT extends StoresContract {
    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    @BeforeAll
    static void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        database = Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 4);
        Tenants.add(database, "ada");
        Tenants.add(database, "bob");
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        postgres.close();
    }

    @Override
    Stores stores() {
        return Stores.of(database);
    }
}
