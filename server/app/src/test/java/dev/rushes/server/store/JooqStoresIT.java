// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
        database = Database.open(address(), 4);
        Tenants.add(database, "ada");
        Tenants.add(database, "bob");
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        postgres.close();
    }

    @Test
    void aDatabaseThatIsFullOrStuckSaysWhatToDo() {
        for (String state : List.of("53100", "57014", "55P03", "40P01", "40001")) {
            Fault.Unavailable told = catchThrowableOfType(Fault.Unavailable.class, () -> raise(database.dsl(), state));
            assertThat(told).as(state).hasMessageContaining("send the same request again");
            assertThat(told.retryAfter()).isPositive();
            assertThat(told.reason())
                    .isEqualTo(state.equals("53100") ? Reason.STORAGE_FULL : Reason.DATABASE_UNAVAILABLE);
        }
        assertThatThrownBy(() -> database.dsl().transaction(inner -> raise(inner.dsl(), "40001")))
                .isInstanceOf(Fault.Unavailable.class);
        assertThatThrownBy(() -> raise(database.dsl(), "22012")).as("a bug").isInstanceOf(DataAccessException.class);
    }

    private static void raise(DSLContext dsl, String state) {
        dsl.execute("do $$ begin raise exception 'no' using errcode = '" + state + "'; end $$");
    }

    private static Database.Address address() {
        return new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    Stores stores() {
        return Stores.of(database);
    }
}
