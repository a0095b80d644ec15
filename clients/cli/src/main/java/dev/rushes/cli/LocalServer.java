// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of this machine: one that runs already on the same data folder, or one started for the run of a command. It
 * brings PostgreSQL and a worker along. Used by one thread, closed by any.
 */
final class LocalServer implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 20;
    private static final int LOG_TAIL_LINES = 12;

    /** How a server ends that finds another one on its data folder. */
    static final int FOLDER_TAKEN = 5;

    /** A server for one command is gone before the optimizing compiler would pay. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

    private final @Nullable Process process;
    private final URI uri;
    private final String token;

    private LocalServer(@Nullable Process process, URI uri, String token) {
        this.process = process;
        this.uri = uri;
        this.token = token;
    }

    /** Finds or starts the server; a started one is ready when this returns. */
    static LocalServer open(Installation installation) throws InterruptedException {
        Optional<LocalServer> running = running(installation);
        return running.isPresent() ? running.get() : start(installation, Map.of("RUSHES_PORT", "0"));
    }

    /** Finds the server that runs already. */
    static Optional<LocalServer> running(Installation installation) {
        return Ready.read(installation.data())
                .filter(Ready::isAlive)
                .map(ready -> new LocalServer(null, ready.uri(), token(installation)));
    }

    /** Starts a server with settings of its own. */
    static LocalServer start(Installation installation, Map<String, String> settings) throws InterruptedException {
        Path log = installation.data().resolve("server.log");
        Process process = launch(installation, QUICK_START, settings, ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            for (int waited = 0; !process.waitFor(50, TimeUnit.MILLISECONDS); waited += 50) {
                Optional<Ready> ready = Ready.read(installation.data()).filter(r -> r.pid() == process.pid());
                if (ready.isPresent()) {
                    return new LocalServer(process, ready.get().uri(), token(installation));
                }
                if (waited > START_SECONDS * 1000) {
                    throw new CliFailure(
                            ExitCode.ENVIRONMENT, "the server was not ready after " + START_SECONDS + " s" + tail(log));
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
        if (process.exitValue() == FOLDER_TAKEN) {
            return awaitOther(installation);
        }
        throw new CliFailure(
                ExitCode.ENVIRONMENT,
                "the server stopped while starting (exit " + process.exitValue() + ")" + tail(log));
    }

    /** Waits for the server that has the data folder and is not ready yet. */
    private static LocalServer awaitOther(Installation installation) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int waited = 0; waited <= START_SECONDS * 1000; waited += 50) {
            Optional<LocalServer> other = running(installation);
            if (other.isPresent()) {
                return other.get();
            }
            never.await(50, TimeUnit.MILLISECONDS);
        }
        throw new CliFailure(
                ExitCode.ENVIRONMENT,
                "another server on " + installation.data() + " has been starting or stopping for " + START_SECONDS
                        + " s; try again when it is done, or set RUSHES_DATA_DIR to another folder");
    }

    /**
     * Starts the server process and returns without waiting for it to be ready.
     *
     * @param jvmOptions more options for its virtual machine
     * @param settings more environment variables
     */
    static Process launch(
            Installation installation,
            List<String> jvmOptions,
            Map<String, String> settings,
            ProcessBuilder.Redirect output) {
        try {
            Files.createDirectories(installation.data());
            ProcessBuilder builder =
                    new ProcessBuilder(installation.command("server", "dev.rushes.server.Main", "--end-with-input"));
            builder.command().addAll(1, jvmOptions);
            builder.environment().put("RUSHES_DATA_DIR", installation.data().toString());
            builder.environment().put("RUSHES_HOME", installation.home().toString());
            builder.environment().putAll(settings);
            builder.redirectErrorStream(true).redirectOutput(output);
            return builder.start();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "cannot start the server in " + installation.data() + " (" + e.getMessage()
                            + "); set RUSHES_DATA_DIR to a folder that can be written");
        }
    }

    URI uri() {
        return uri;
    }

    /** Returns the token of the person at this machine. */
    String token() {
        return token;
    }

    private static String token(Installation installation) {
        return Tokens.read(installation.data().resolve("access-token"));
    }

    /** Stops the server if this object started it. */
    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return "; the end of " + log + ":\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "; no log in " + log;
        }
    }

    /** What a ready server writes to server.json in its data folder. */
    record Ready(long pid, int port) {

        static Optional<Ready> read(Path data) {
            Path file = data.resolve("server.json");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try {
                JsonNode root = new ObjectMapper().readTree(file.toFile());
                return Optional.of(
                        new Ready(root.path("pid").asLong(), root.path("port").asInt()));
            } catch (IOException e) {
                return Optional.empty(); // being written or removed right now
            }
        }

        boolean isAlive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }
    }
}
