// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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

    @Test
    void migrationsHaveAConnectionWithoutTheLimitsOfCalls() throws Exception {
        try (Connection line = Database.migrating(address()).getConnection();
                Statement ask = line.createStatement()) {
            assertThat(answer(ask, "show statement_timeout")).isEqualTo("0");
            assertThat(answer(ask, "show lock_timeout")).isEqualTo("2s");
            assertThat(line.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void aMigrationThatGetsNoLockLetsOthersGoAndTriesAgain() throws Exception {
        try (Connection holder = Database.migrating(address()).getConnection();
                Connection watcher = Database.migrating(address()).getConnection();
                Statement hold = holder.createStatement();
                Statement watch = watcher.createStatement();
                ExecutorService opening = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            hold.execute("lock table flyway_schema_history in access exclusive mode");
            Future<?> opened = opening.submit(() -> Database.open(address(), 2).close());
            Set<String> seen = new HashSet<>();
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
                String pid = answer(
                        watch,
                        "select coalesce(max(pid), 0)::text from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and application_name = 'rushes-migrations'");
                if (!pid.equals("0")) {
                    seen.add(pid);
                }
                return seen.size() == 2;
            });
            holder.rollback();
            assertThatCode(() -> opened.get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
        }
    }

    private static String answer(Statement ask, String sql) throws SQLException {
        try (ResultSet rows = ask.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Database.Address address() {
        return new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    Stores stores() {
        return Stores.of(database);
    }
}
