// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Copies the directory of a {@link LocalPostgres}, which may go on working meanwhile, by PostgreSQL's low-level backup functions: a
 * server started on the copy has everything that was committed before the copy began. Used by one thread.
 */
public final class ClusterCopy {
    /** What PostgreSQL makes anew at each start, or what a copy must not have (its manual, "Making a Base Backup"). */
    private static final Set<String> MADE_ANEW = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "backup_label");
    private static final String TEMPORARY = "pgsql_tmp";
    private static final String WAL = "pg_wal";

    private final PostgresConfig config;
    private final FileCopier copier;

    /** Copies {@code directory}, as it was given to {@link PostgresConfig}, file by file with {@code copier}. */
    public ClusterCopy(Path directory, FileCopier copier) {
        this.config = PostgresConfig.durable(directory);
        this.copier = copier;
    }

    /** Copies one file; throws {@link NoSuchFileException} when it is gone. */
    @FunctionalInterface
    public interface FileCopier {
        /** Copies {@code from} to {@code to}, relative to the copied directory; folders are made as needed. */
        void copy(Path from, Path to) throws IOException;
    }

    /** Returns the major version whose data is below a directory, such as {@code 18}; empty when there is none. */
    public static Optional<String> majorVersion(Path directory) throws IOException {
        Path version = PostgresConfig.durable(directory).data().resolve("PG_VERSION");
        return Files.exists(version) ? Optional.of(Files.readString(version).strip()) : Optional.empty();
    }

    /** Returns the major version of the PostgreSQL that this program brings. */
    public static String bundledMajorVersion() throws IOException {
        return PostgresBinaries.unpackedBelow(PostgresBinaries.defaultCache()).major();
    }

    /** Tells whether a server works on a directory. */
    public static boolean isServed(Path directory) throws IOException {
        Path data = PostgresConfig.durable(directory).data();
        if (!Files.isDirectory(data)) {
            return false;
        }
        Optional<PostmasterFile> file = PostmasterFile.read(data);
        return file.isPresent() && file.get().isServing(data);
    }

    /**
     * Copies everything.
     *
     * @return whether a server was working meanwhile
     * @throws IOException when the server is starting or stopping, or a file cannot be read or written
     */
    public boolean run() throws IOException {
        boolean online = isServed(config.directory());
        if (online) {
            PostmasterFile running = PostmasterFile.read(config.data())
                    .filter(PostmasterFile::ready)
                    .orElseThrow(() -> changing());
            copyRunning(running.port());
        } else {
            try (OwnerLock lock = OwnerLock.take(config.directory())) {
                if (PostmasterFile.isInUse(config.data())) {
                    throw changing();
                }
                copyTree(Set.of());
            }
        }
        copier.copy(config.passwordFile(), config.directory().relativize(config.passwordFile()));
        return online;
    }

    private IOException changing() {
        return new IOException(
                "PostgreSQL on " + config.directory() + " is starting or stopping; try again in a moment");
    }

    private void copyRunning(int port) throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(Server.DATABASE);
        source.setUser(Server.USER);
        source.setPassword(Files.readString(config.passwordFile()).strip());
        source.setApplicationName("rushes-backup");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // Keeps the log that is written from now on until this connection ends.
            ask(statement, "select pg_create_physical_replication_slot('rushes_backup', true, true)", 1);
            String first = ask(statement, "select pg_walfile_name(pg_backup_start('rushes', true))", 1);
            copyTree(MADE_ANEW);
            String label = ask(statement, "select labelfile from pg_backup_stop(false)", 1);
            String last = ask(statement, "select pg_walfile_name(pg_current_wal_lsn())", 1);
            copyLog(first, last);
            copyText(label, config.data().resolve("backup_label"));
        } catch (SQLException e) {
            throw new IOException("PostgreSQL cannot be copied: " + e.getMessage(), e);
        }
    }

    private static String ask(Statement statement, String question, int column) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(column);
        }
    }

    private void copyText(String text, Path as) throws IOException {
        Path written = Files.createTempFile("rushes-backup", "");
        try {
            Files.writeString(written, text);
            copier.copy(written, config.directory().relativize(as));
        } finally {
            Files.delete(written);
        }
    }

    /** Log files have names that sort as they were written. */
    private void copyLog(String first, String last) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(config.data().resolve(WAL))) {
            files = all.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.length() == first.length()
                                && name.compareTo(first) >= 0
                                && name.compareTo(last) <= 0;
                    })
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            copier.copy(file, config.directory().relativize(file));
        }
    }

    private void copyTree(Set<String> emptied) throws IOException {
        Path data = config.data();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                boolean isEmptied = data.equals(folder.getParent()) && emptied.contains(name(folder));
                return isEmptied || name(folder).startsWith(TEMPORARY)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!LEFT_OUT.contains(name(file)) && !name(file).startsWith(TEMPORARY)) {
                    try {
                        copier.copy(file, config.directory().relativize(file));
                    } catch (NoSuchFileException e) {
                        // Removed meanwhile; the log that is copied after it says so as well.
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Makes the folders that PostgreSQL expects to find, in a copy that has been brought back below {@code directory}. */
    public static void completeFolders(Path directory) throws IOException {
        Path data = PostgresConfig.durable(directory).data();
        for (String folder : MADE_ANEW) {
            Files.createDirectories(data.resolve(folder));
        }
        for (String folder : List.of(
                "pg_wal/archive_status",
                "pg_wal/summaries",
                "pg_tblspc",
                "pg_twophase",
                "pg_commit_ts",
                "pg_stat",
                "pg_logical/snapshots",
                "pg_logical/mappings")) {
            Files.createDirectories(data.resolve(folder));
        }
        Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }
}
