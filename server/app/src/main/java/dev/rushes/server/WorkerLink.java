// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.postgres.LoopbackPorts;
import dev.rushes.server.task.GrpcWorkers;
import dev.rushes.server.task.WorkerAccess;
import dev.rushes.server.task.WorkerDirectory;
import dev.rushes.server.task.WorkerProcess;
import dev.rushes.server.task.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the workers: the configured addresses, or a child of this process on a free port. */
final class WorkerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLink.class);
    /** Longest silence of a worker inside a call; analysers report several times a second. */
    private static final Duration STALL = Duration.ofSeconds(120);

    private static final int SECRET_BYTES = 32;

    private final @Nullable WorkerProcess child;
    private final WorkerDirectory directory;
    private final GrpcWorkers workers;

    private final boolean configured;

    private WorkerLink(@Nullable WorkerProcess child, List<String> addresses, WorkerAccess access) {
        this.child = child;
        this.configured = !addresses.isEmpty();
        this.directory = new WorkerDirectory(addresses, access);
        this.workers = new GrpcWorkers(directory, access, STALL);
    }

    static WorkerLink open(ServerConfig config) throws IOException {
        ServerConfig.Worker worker = config.worker();
        if (!worker.addresses().isEmpty()) {
            Optional<String> secret = worker.secretFile().map(WorkerLink::read);
            return new WorkerLink(null, worker.addresses(), new WorkerAccess(secret, worker.tls()));
        }
        if (worker.command().isEmpty()) {
            LOG.warn(
                    "no worker is configured: nothing can be analysed or rendered; set RUSHES_HOME, RUSHES_WORKER_COMMAND or"
                            + " RUSHES_WORKERS");
            return new WorkerLink(null, List.of(), WorkerAccess.OPEN);
        }
        // Another process could take it before the child does; then the child fails and the log says so.
        int port = LoopbackPorts.free();
        String secret = newSecret();
        Path secretFile = config.dataDir().resolve("worker-secret");
        write(secretFile, secret);
        Files.createDirectories(config.dataDir().resolve("cache"));
        WorkerProcess child = new WorkerProcess(new WorkerProcess.Command(
                worker.command(),
                Map.of(
                        "RUSHES_WORKER_HOST", "127.0.0.1",
                        "RUSHES_WORKER_PORT", Integer.toString(port),
                        "RUSHES_WORKER_SECRET_FILE", secretFile.toString(),
                        "RUSHES_MEDIA_ROOT", config.dataDir().resolve("media").toString(),
                        "RUSHES_WORKER_CACHE", config.dataDir().resolve("cache").toString(),
                        "RUSHES_WORKER_EXIT_ON_STDIN_CLOSE", "true"),
                config.dataDir().resolve("worker.log")));
        return new WorkerLink(
                child, List.of("127.0.0.1:" + port), new WorkerAccess(Optional.of(secret), Optional.empty()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "RUSHES_WORKER_SECRET_FILE: " + file
                            + " cannot be read (expected: the file with the workers' secret)",
                    e);
        }
    }

    /** Another person at this machine must not have the worker read and write files for them. */
    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void write(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret + "\n");
    }

    Workers workers() {
        return workers;
    }

    /**
     * Waits until a worker answers; goes on without one after {@code limit}, or at once when none is configured or {@code stopping} is
     * complete.
     */
    void awaitWorker(Duration limit, CompletableFuture<Void> stopping) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        stopping.thenRun(answered::countDown);
        directory.onChange(() -> {
            if (workers.isAvailable()) {
                answered.countDown();
            }
        });
        if (configured && !answered.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "no worker answered within {} s; the server starts without one and goes on asking",
                    limit.toSeconds());
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
        workers.close();
        directory.close();
    }
}
