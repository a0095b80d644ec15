// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full databases of earlier schemas become the newest one (promise P-31); {@code -Drushes.upgrade.rows=1000000} is what is promised. */
@Tag("promise")
class UpgradeIT {
    private static final int ROWS = Integer.getInteger("rushes.upgrade.rows", 100_000);
    private static final Duration A_MILLION_ROWS = Duration.ofSeconds(60);

    /** Names that later schemas changed. */
    private static final Map<String, String> RENAMED = Map.of("timelines", "timeline_snapshots");

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;

    @BeforeAll
    static void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
    }

    @AfterAll
    static void close() throws IOException {
        postgres.close();
    }

    /** Before people were told apart: servers of that time stop first, they do not know the columns they would have to fill. */
    @ParameterizedTest
    @ValueSource(strings = {"007", "016"})
    void aSchemaFromBeforePeopleIsBroughtUpToDateInTime(String version) throws Exception {
        Database.Address address = filled(version, ROWS);
        Map<String, Contents> before = contents(address);
        Duration took = upgrade(version, address, before);
        assertNothingLost(before, contents(address));
        if (version.equals("007")) {
            assertThat(ask(address, "select count(*) from edits where edit ->> 'type' = 'generated'"))
                    .isEqualTo(before.getOrDefault("timelines", NOTHING).rows());
        }
        assertInTime(took, before);
    }

    /** Servers of the schema before go on meanwhile: none of their statements waits two seconds, and no table is written anew. */
    @ParameterizedTest
    @ValueSource(strings = {"020", "034"})
    void aSchemaIsBroughtUpToDateWhileServersWorkOnIt(String version) throws Exception {
        Database.Address address = filled(version, ROWS);
        Map<String, Contents> before = contents(address);
        noteRewrites(address);
        Duration took;
        UpgradeTraffic.Seen seen;
        try (UpgradeTraffic traffic = UpgradeTraffic.start(address)) {
            took = upgrade(version, address, before);
            seen = traffic.stop();
        }
        System.out.printf("meanwhile %d statements, the slowest %d ms%n", seen.statements(), seen.slowestMillis());
        assertThat(seen.failures()).isEmpty();
        assertThat(seen.statements()).as("statements beside the migrations").isPositive();
        assertThat(ask(address, "select count(*) from rewrites"))
                .as("tables written anew")
                .isZero();
        Map<String, Contents> after = contents(address);
        before.keySet().removeAll(UpgradeTraffic.WRITTEN);
        assertNothingLost(before, after);
        assertInTime(took, before);
    }

    /** Mutation twin: a migration that writes a table anew and keeps it to itself for more than two seconds. */
    @Test
    void twinThatHoldsATableIsSeen() throws Exception {
        Database.Address address = filled("034", 1_000);
        noteRewrites(address);
        try (UpgradeTraffic traffic = UpgradeTraffic.start(address)) {
            flyway(address, "latest")
                    .locations("classpath:db/migration", "classpath:upgrade/twin")
                    .load()
                    .migrate();
            assertThat(traffic.stop().failures()).anyMatch(failure -> failure.contains("lock timeout"));
        }
        assertThat(ask(address, "select count(*) from rewrites")).isEqualTo(1);
    }

    /** How many rows a table has and, summed up, what is in the columns that no migration changes. */
    private record Contents(long rows, long sum) {}

    private static final Contents NOTHING = new Contents(0, 0);

    private static Duration upgrade(String version, Database.Address address, Map<String, Contents> before) {
        long begin = System.nanoTime();
        Database.open(address, 2).close();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("schema %s, %d rows: %d ms%n", version, rows(before), took.toMillis());
        return took;
    }

    private static long rows(Map<String, Contents> contents) {
        return contents.values().stream().mapToLong(Contents::rows).sum();
    }

    private static void assertNothingLost(Map<String, Contents> before, Map<String, Contents> after) {
        before.forEach((table, contents) -> assertThat(after.get(RENAMED.getOrDefault(table, table)))
                .as(table)
                .isEqualTo(contents));
    }

    /** A start without rows takes its time as well, on a busy machine. */
    private static void assertInTime(Duration took, Map<String, Contents> before) {
        assertThat(took)
                .isLessThan(A_MILLION_ROWS
                        .multipliedBy(Math.max(ROWS, rows(before)))
                        .dividedBy(1_000_000)
                        .plusSeconds(5));
    }

    /** Returns a database of its own with that schema, full of rows. */
    private static Database.Address filled(String version, int rows) throws Exception {
        String name = "from_" + version + "_" + System.nanoTime();
        try (Connection line = postgres.dataSource().getConnection();
                Statement make = line.createStatement()) {
            make.execute("create database " + name);
        }
        Database.Address address = new Database.Address(
                postgres.jdbcUrl().replaceFirst("[^/]*$", name), postgres.user(), postgres.password());
        flyway(address, version).load().migrate();
        try (Connection line = Database.migrating(address).getConnection();
                Statement fill = line.createStatement()) {
            fill.execute("set fill.rows = " + rows + "; set rushes.creator = 'local'");
            for (String file : List.of("rows", "V007", "V016", "V020", "V034")) {
                boolean isFirstSchema = version.equals("007");
                if (file.equals("rows") || file.equals("V007") == isFirstSchema && file.compareTo("V" + version) <= 0) {
                    fill.execute(resource("/upgrade/" + file + ".sql"));
                }
            }
            fill.execute("analyze");
        }
        return address;
    }

    private static FluentConfiguration flyway(Database.Address address, String target) {
        return Flyway.configure()
                .dataSource(Database.migrating(address))
                .locations("classpath:db/migration")
                .target(target);
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(UpgradeIT.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void noteRewrites(Database.Address address) throws SQLException {
        try (Connection line = Database.migrating(address).getConnection();
                Statement make = line.createStatement()) {
            make.execute("create table rewrites (written text)");
            make.execute(
                    "create function note_rewrite() returns event_trigger language plpgsql security definer as"
                            + " $$ begin insert into public.rewrites values (pg_event_trigger_table_rewrite_oid()::regclass::text); end $$");
            make.execute("create event trigger note_rewrites on table_rewrite execute function note_rewrite()");
        }
    }

    private static Map<String, Contents> contents(Database.Address address) throws SQLException {
        Map<String, Contents> found = new TreeMap<>();
        try (Connection line = Database.migrating(address).getConnection();
                Statement ask = line.createStatement()) {
            Map<String, String> columns = new TreeMap<>();
            try (ResultSet rows = ask.executeQuery(
                    "select table_name, string_agg(format('%I', column_name), ', ' order by column_name)"
                            + " filter (where data_type in ('uuid', 'jsonb', 'bytea') or column_name = 'sha256')"
                            + " from information_schema.columns join information_schema.tables using (table_schema, table_name)"
                            + " where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'flyway%'"
                            + " and table_name <> 'rewrites' group by table_name")) {
                while (rows.next()) {
                    columns.put(rows.getString(1), Objects.requireNonNullElse(rows.getString(2), "1"));
                }
            }
            for (Map.Entry<String, String> table : columns.entrySet()) {
                try (ResultSet row = ask.executeQuery("select count(*), coalesce(sum(hashtextextended(row("
                        + table.getValue() + ")::text, 0) % 1000000007), 0) from " + table.getKey())) {
                    row.next();
                    found.put(table.getKey(), new Contents(row.getLong(1), row.getLong(2)));
                }
            }
        }
        found.values().removeIf(contents -> contents.rows() == 0);
        return found;
    }

    private static long ask(Database.Address address, String query) throws SQLException {
        try (Connection line = Database.migrating(address).getConnection();
                Statement ask = line.createStatement();
                ResultSet row = ask.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
