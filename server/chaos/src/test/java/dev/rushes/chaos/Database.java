// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The PostgreSQL below a folder, seen and hurt from outside the server that uses it. */
final class Database implements AutoCloseable {
    private final Path folder;

    /** The folder given to {@code LocalPostgres}; a server has it as {@code DATA/postgres}. */
    Database(Path folder) {
        this.folder = folder;
    }

    String url() throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/rushes";
    }

    String password() throws IOException {
        return Files.readString(folder.resolve("password")).strip();
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(folder.resolve("data/postmaster.pid"));
    }

    /** Returns the postmaster and all its children. */
    List<Long> pids() throws IOException {
        long postmaster = Long.parseLong(postmaster().getFirst());
        List<Long> pids = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster)
                .ifPresent(
                        parent -> parent.descendants().map(ProcessHandle::pid).forEach(pids::add));
        return pids;
    }

    /** Ends every process of it at once and waits until they are gone. */
    void kill() throws IOException {
        List<Long> pids = pids();
        Child.signal("KILL", pids);
        // Not by onExit, which looks three times a second at most, while a server starts it again and people go on.
        while (pids.stream()
                .anyMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    void execute(String... statements) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "rushes", password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the rows of a query, each as its columns in text joined by a bar. */
    List<String> rows(String sql) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "rushes", password());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(found.getString(column)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    long number(String sql) throws IOException, SQLException {
        return Long.parseLong(rows(sql).getFirst());
    }

    /** PostgreSQL outlives a killed server on purpose; a test that is over ends it. */
    @Override
    public void close() throws IOException {
        // A killed one leaves its file behind, and its number may be somebody else's by now.
        if (Files.exists(folder.resolve("data/postmaster.pid"))
                && ProcessHandle.of(pids().getFirst())
                        .flatMap(process -> process.info().commandLine())
                        .filter(line -> line.contains(folder.toString()))
                        .isPresent()) {
            Child.signal("CONT", pids());
            kill();
        }
    }
}
