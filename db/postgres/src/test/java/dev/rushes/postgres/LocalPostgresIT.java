// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class LocalPostgresIT {

    private static final Duration CRASH_WINDOW = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void stoppedServerKeepsItsData() throws Exception {
        PostgresConfig config = PostgresConfig.durable(folder.resolve("db"));
        String password;
        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(postgres.isAdopted()).isFalse();
            password = postgres.password();
            execute(postgres, "create table kept (word text)");
            execute(postgres, "insert into kept values ('rushes')");
        }
        assertThat(config.data().resolve("postmaster.pid")).doesNotExist();

        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(query(postgres, "select word from kept")).isEqualTo("rushes");
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void durableServerFlushesEveryCommit() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(PostgresConfig.durable(folder.resolve("db")))) {
            assertThat(query(postgres, "show fsync")).isEqualTo("on");
            assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "show data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void onlyTheRightPasswordOnLoopbackIsLetIn() throws Exception {
        PostgresConfig config = PostgresConfig.disposable(folder.resolve("db"));
        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "select rolpassword from pg_authid where rolpassword is not null"))
                    .as("kept as a hash, of one round")
                    .startsWith("SCRAM-SHA-256$1:");
            assertThat(Files.getPosixFilePermissions(config.passwordFile()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            PGSimpleDataSource stranger = new PGSimpleDataSource();
            stranger.setUrl(postgres.jdbcUrl());
            stranger.setUser(postgres.user());
            stranger.setPassword("guessed");
            assertThatThrownBy(stranger::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void serverOfKilledOwnerIsAdopted() throws Exception {
        PostgresConfig config = PostgresConfig.durable(folder.resolve("db"));
        long postmaster = startInKilledProcess(config);

        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(postgres.isAdopted()).isTrue();
            assertThat(postgres.pid()).isEqualTo(postmaster);
            assertThat(query(postgres, "select count(*) from crash")).isEqualTo("1");
        }
        assertThat(config.data().resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void killedServerOfKilledOwnerRecovers() throws Exception {
        PostgresConfig config = PostgresConfig.durable(folder.resolve("db"));
        long postmaster = startInKilledProcess(config);
        signal("-KILL", postmaster);

        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(postgres.isAdopted()).isFalse();
            assertThat(query(postgres, "select count(*) from crash")).isEqualTo("1");
        }
    }

    @Test
    void detachedServerIsAdoptedWithTheSamePort() throws Exception {
        PostgresConfig config = PostgresConfig.disposable(folder.resolve("db"));
        LocalPostgres first = LocalPostgres.start(config);
        first.detach();
        first.close();
        try (LocalPostgres second = LocalPostgres.start(config)) {
            assertThat(second.isAdopted()).isTrue();
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void adoptedServerMovesToTheAskedPort() throws Exception {
        PostgresConfig config = PostgresConfig.disposable(folder.resolve("db"));
        LocalPostgres first = LocalPostgres.start(config);
        first.detach();
        int other = first.port() == 54329 ? 54328 : 54329;
        try (LocalPostgres second = LocalPostgres.start(config.onPort(other))) {
            assertThat(second.port()).isEqualTo(other);
            assertThat(query(second, "show port")).isEqualTo(Integer.toString(other));
        }
    }

    @Test
    void secondOwnerIsToldWhoTheFirstIs() throws Exception {
        PostgresConfig config = PostgresConfig.disposable(folder.resolve("db"));
        try (LocalPostgres postgres = LocalPostgres.start(config)) {
            assertThat(postgres.port()).isPositive();
            assertThatThrownBy(() -> LocalPostgres.start(config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void dataOfAnotherVersionIsRefused() throws Exception {
        PostgresConfig config = PostgresConfig.disposable(folder.resolve("db"));
        LocalPostgres.start(config).close();
        Files.writeString(config.data().resolve("PG_VERSION"), "9\n");
        assertThatThrownBy(() -> LocalPostgres.start(config)).hasMessageContaining("was made by PostgreSQL 9");
    }

    @Test
    void endOfTheServerProcessIsReported() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("db")))) {
            assertThat(postgres.onExit()).isNotDone();
            signal("-QUIT", postgres.pid());
            assertThat(postgres.onExit()).succeedsWithin(CRASH_WINDOW);
        }
    }

    @Test
    void racingProcessesShareOneUnpackedCopy() throws Exception {
        Path cache = folder.resolve("cache");
        List<Process> racers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            racers.add(owner(PostgresConfig.disposable(folder.resolve("db" + i)).withCache(cache)));
        }
        for (Process racer : racers) {
            assertThat(readyLine(racer)).startsWith("ready ");
            racer.outputWriter().write("stop\n");
            racer.outputWriter().flush();
            assertThat(racer.waitFor()).isZero();
        }
        try (Stream<Path> entries = Files.list(cache)) {
            assertThat(entries.map(path -> path.getFileName().toString())).containsExactly("postgres-18.6.0");
        }
    }

    @Test
    void rootWithoutUserNamespacesRunsTheServerAsNobody() throws Exception {
        assumeTrue(RunAs.choose() != RunAs.SELF, "SKIPPED: needs root, to become nobody");
        Path open = Files.createTempDirectory(Path.of("/tmp"), "rushes-nobody-");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            PostgresConfig config = PostgresConfig.durable(open.resolve("db")).withCache(open.resolve("cache"));
            try (LocalPostgres postgres = LocalPostgres.start(config, RunAs.NOBODY)) {
                assertThat(Trees.ownerOf(Path.of("/proc/" + postgres.pid()))).isEqualTo(65534);
                execute(postgres, "create table kept (word text)");
            }
            try (LocalPostgres postgres = LocalPostgres.start(config)) {
                assertThat(query(postgres, "select count(*) from kept")).isEqualTo("0");
            }
        } finally {
            Trees.delete(open);
        }
    }

    @Test
    void nobodyIsToldWhichFolderIsClosed() throws Exception {
        assumeTrue(RunAs.choose() != RunAs.SELF, "SKIPPED: needs root, to become nobody");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> LocalPostgres.start(PostgresConfig.durable(closed.resolve("db")), RunAs.NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot enter " + closed);
    }

    @Test
    void killedUnpackingIsCleanedUp() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path abandoned = Files.createDirectory(cache.resolve(".unpacking-1"));
        Files.setLastModifiedTime(abandoned, FileTime.fromMillis(0));
        PostgresBinaries binaries = PostgresBinaries.unpackedBelow(cache);
        assertThat(abandoned).doesNotExist();
        assertThat(binaries.executable("postgres")).isExecutable();
    }

    @Test
    void plainUserOwnsAServer() throws Exception {
        assumeTrue(RunAs.choose() != RunAs.SELF, "SKIPPED: every other test here already runs as a plain user");
        Path open = Files.createTempDirectory(Path.of("/tmp"), "rushes-plain-");
        try {
            Path classes = open.resolve("classes");
            List<String> classPath = copyClassPath(classes);
            assumeTrue(
                    canRunJavaAsNobody(classPath), "SKIPPED: the JDK lies in a folder that other users cannot enter");
            Path home = Files.createDirectory(open.resolve("home"));
            Files.setAttribute(home, "unix:uid", 65534);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            Process owner = start(
                    RunAs.NOBODY.prefix(),
                    String.join(":", classPath),
                    PostgresConfig.durable(home.resolve("db")).withCache(home.resolve("cache")));
            assertThat(readyLine(owner)).startsWith("ready ");
            assertThat(Trees.ownerOf(home.resolve("db/data"))).isEqualTo(65534);
            owner.outputWriter().write("stop\n");
            owner.outputWriter().flush();
            assertThat(owner.waitFor()).isZero();
        } finally {
            Trees.delete(open);
        }
    }

    /** Starts a server in another JVM, lets it commit a row, kills that JVM and returns the server's process id. */
    private static long startInKilledProcess(PostgresConfig config) throws Exception {
        Process owner = owner(config);
        String line = readyLine(owner);
        assertThat(line).startsWith("ready ");
        owner.destroyForcibly().waitFor();
        return Long.parseLong(line.substring("ready ".length()));
    }

    private static Process owner(PostgresConfig config) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), config);
    }

    private static Process start(List<String> prefix, String classPath, PostgresConfig config) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java(), "-cp", classPath, PostgresOwner.class.getName()));
        command.addAll(List.of(
                config.directory().toString(),
                config.cache().toString(),
                config.durability().name()));
        return new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    private static String readyLine(Process owner) throws IOException {
        BufferedReader reader = owner.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("ready ")) {
                return line;
            }
        }
        return "the owner ended without becoming ready";
    }

    private static boolean canRunJavaAsNobody(List<String> classPath) throws Exception {
        List<String> command = new ArrayList<>(RunAs.NOBODY.prefix());
        command.addAll(List.of(java(), "-cp", String.join(":", classPath), "-version"));
        return new ProcessBuilder(command)
                        .directory(Path.of("/").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<String> copyClassPath(Path target) throws IOException {
        Files.createDirectories(target);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path source = Path.of(entry);
            if (!Files.exists(source)) {
                continue;
            }
            Path copy = target.resolve(copies.size() + "-" + source.getFileName());
            try (Stream<Path> paths = Files.walk(source)) {
                for (Path path : paths.toList()) {
                    Files.copy(
                            path,
                            copy.resolve(source.relativize(path).toString()).normalize());
                }
            }
            copies.add(copy.toString());
        }
        return copies;
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor())
                .isZero();
        await().atMost(CRASH_WINDOW)
                .until(() -> !new PostmasterFile(pid, 0, false).isServing(Path.of("/proc/" + pid + "/cwd")));
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return String.valueOf(result.getString(1));
        }
    }
}
