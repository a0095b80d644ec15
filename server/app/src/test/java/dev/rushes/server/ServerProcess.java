// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.testkit.process.ServerCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** The server as a process of its own on a folder, which a test may kill. */
final class ServerProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static ServerProcess launch(Path folder, FakeWorker worker) throws IOException {
        return launch(folder, worker, Map.of());
    }

    static ServerProcess launch(Path folder, FakeWorker worker, Map<String, String> settings) throws IOException {
        return launch(folder, worker, settings, ServerCommand.of(Path.of(root(), "target", "dist"), "2g"));
    }

    /** Starts one as {@code ./rushes serve} does, for figures of speed. */
    static ServerProcess launchToMeasure(Path folder, FakeWorker worker) throws IOException {
        return launch(folder, worker, Map.of(), ServerCommand.asInstalled(Path.of(root(), "target", "dist")));
    }

    /** Starts one that compiles as {@code ./rushes serve} does, whether or not a start-up cache was made. */
    static ServerProcess launchAsServed(Path folder, FakeWorker worker) throws IOException {
        return launch(folder, worker, Map.of(), ServerCommand.asServed(Path.of(root(), "target", "dist")));
    }

    private static ServerProcess launch(
            Path folder, FakeWorker worker, Map<String, String> settings, List<String> command) throws IOException {
        TestServer.openTo(folder);
        if (!settings.containsKey("RUSHES_DATABASE_URL")) {
            FreshDatabase.putInto(folder.resolve("data"));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RUSHES_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("RUSHES_PORT", "0");
        builder.environment().put("RUSHES_FREE_SPACE_FLOOR_BYTES", "0");
        builder.environment().put("RUSHES_WORKERS", worker.address());
        builder.environment().putAll(settings);
        return new ServerProcess(
                folder,
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve("log").toFile()))
                        .start());
    }

    private static String root() {
        return requireNonNull(System.getProperty("rushes.root"), "rushes.root");
    }

    /** Waits until it is ready and returns its port. */
    int port() {
        Path ready = folder.resolve("data/server.json");
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> {
            assertThat(process.isAlive())
                    .as("the server runs; see " + folder.resolve("log"))
                    .isTrue();
            return Files.exists(ready) && Files.readString(ready).contains("\"pid\":" + process.pid() + ",");
        });
        try {
            return Integer.parseInt(Files.readString(ready).replaceAll("(?s).*\"port\":(\\d+).*", "$1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    TestServer client() throws IOException {
        return TestServer.at(port(), folder);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns its resident memory; native growth shows there and not in the heap's figures. */
    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Kills it at once, as a power cut of the process. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills every process of its database at once. */
    void killDatabase() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid"))
                                .getFirst()))
                .orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        // Not by onExit, which looks three times a second at most.
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Stops it as an operator would and returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        return end();
    }

    /** Waits until it has ended by itself and returns its exit status. */
    int end() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
