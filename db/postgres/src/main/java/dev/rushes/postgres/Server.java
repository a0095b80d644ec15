// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import dev.rushes.postgres.PostgresConfig.Durability;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the executables on one data directory. Not thread-safe: the owner of the directory's lock calls it. */
final class Server {

    static final String USER = "rushes";
    static final String DATABASE = "rushes";

    /** How often the server's state file is read while it starts: the whole start takes about 150 ms. */
    private static final long POLL_MILLIS = 10;

    private static final long COMMAND_SECONDS = 120;
    private static final long LOG_LIMIT_BYTES = 16L << 20;
    private static final int LOG_TAIL_LINES = 8;

    private final PostgresConfig config;
    private final PostgresBinaries binaries;
    private final RunAs runAs;

    Server(PostgresConfig config, PostgresBinaries binaries, RunAs runAs) {
        this.config = config;
        this.binaries = binaries;
        this.runAs = runAs;
    }

    /** Creates a data directory with one superuser and one database; a crash leaves nothing half made behind. */
    void initialise(String password) throws IOException, InterruptedException {
        Path unfinished = Files.createTempDirectory(config.directory(), ".creating-");
        Path secret = Files.createTempFile(config.directory(), ".creating-", ".secret");
        try {
            Files.writeString(secret, password + "\n");
            Trees.giveTo(secret, runAs.dataOwner());
            Trees.giveTo(unfinished, runAs.dataOwner());
            run(
                    List.of(
                            executable("initdb"),
                            "--pgdata=" + unfinished,
                            "--username=" + USER,
                            "--auth=scram-sha-256",
                            // Stretching protects words that people choose; ours is random, and each connection would
                            // pay for it twice.
                            "--set=scram_iterations=1",
                            "--pwfile=" + secret,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-sync"),
                    "");
            run(
                    List.of(executable("postgres"), "--single", "-F", "-D", unfinished.toString(), "postgres"),
                    "create database " + DATABASE + "\n");
            if (config.durability() == Durability.DURABLE) {
                run(List.of(executable("initdb"), "--pgdata=" + unfinished, "--sync-only"), "");
            }
            Files.move(unfinished, config.data());
        } finally {
            Files.deleteIfExists(secret);
            Trees.delete(unfinished);
        }
    }

    /** Hands the data directory to the user the server runs as; it may have been made under another one. */
    void claim() throws IOException {
        Trees.giveTo(config.data(), runAs.dataOwner());
    }

    /**
     * Launches the server and waits until it accepts connections.
     *
     * @param port 0 picks a free one
     * @return what it says about itself, or empty when it ended at once (see the log)
     */
    Optional<PostmasterFile> launch(int port) throws IOException, InterruptedException, TimeoutException {
        if (Files.exists(config.log()) && Files.size(config.log()) > LOG_LIMIT_BYTES) {
            Files.delete(config.log());
        }
        Process process = builder(serverCommand(port == 0 ? LoopbackPorts.free() : port))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(config.log().toFile()))
                .start();
        long deadline = System.nanoTime() + config.patience().toNanos();
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<PostmasterFile> file = PostmasterFile.read(config.data());
            if (file.isPresent() && file.get().ready() && file.get().pid() == process.pid()) {
                return file;
            }
            if (System.nanoTime() - deadline > 0) {
                process.destroy();
                throw new TimeoutException(
                        "not ready after " + config.patience().toSeconds() + " s");
            }
        }
        return Optional.empty();
    }

    /** Stops the server: open connections are cut, everything committed is on disk. */
    void stop() throws IOException, InterruptedException {
        Optional<PostmasterFile> file = PostmasterFile.read(config.data());
        if (file.isEmpty() || !file.get().isServing(config.data())) {
            return;
        }
        try {
            run(stopCommand("fast"), "");
        } catch (IOException e) {
            if (file.get().isServing(config.data())) {
                run(stopCommand("immediate"), "");
            }
        }
    }

    /** Returns the last lines of the server's log, for an error message. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(config.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log at " + config.log() + ")";
        }
    }

    private List<String> serverCommand(int port) {
        boolean durable = config.durability() == Durability.DURABLE;
        // A session of its own: Ctrl-C in the terminal must not stop the database before its users are done.
        List<String> command = new ArrayList<>(List.of("setsid", executable("postgres"), "-D"));
        command.add(config.data().toString());
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=" + (durable ? "on" : "off"),
                "synchronous_commit=" + (durable ? "on" : "off"),
                "full_page_writes=" + (durable ? "on" : "off"),
                "timezone=UTC",
                "log_timezone=UTC")) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    private List<String> stopCommand(String mode) {
        return List.of(executable("pg_ctl"), "-D", config.data().toString(), "-m", mode, "-t", "60", "-w", "stop");
    }

    private String executable(String name) {
        return binaries.executable(name).toString();
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> words = new ArrayList<>(runAs.prefix());
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(config.directory().toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private void run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = builder(command).start();
        String output;
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " did not end within " + COMMAND_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(Path.of(command.getFirst()).getFileName() + " failed (" + process.exitValue() + "): "
                    + output.strip());
        }
    }
}
