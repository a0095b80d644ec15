// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.worker.decode.SandboxCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one FFmpeg program to its end. An interrupt of the calling thread kills the child at once. */
public final class FfmpegChild {

    private static final int KEPT_LINES = 12;
    private static final long KILL_SECONDS = 2;
    private static final Executor READERS = task -> Thread.ofVirtual().start(task);

    private FfmpegChild() {}

    /**
     * How a child ended.
     *
     * @param exitStatus 0 for success
     * @param errors last lines it wrote to its error stream
     */
    public record Ending(int exitStatus, List<String> errors) {

        public boolean isSuccess() {
            return exitStatus == 0;
        }

        /** Tells whether the child failed because nothing more could be written. */
        public boolean isDiskFull() {
            return errors.stream()
                    .anyMatch(line -> line.contains("No space left on device") || line.contains("Disk quota exceeded"));
        }

        public String lastError() {
            return errors.isEmpty() ? "exit status " + exitStatus : errors.getLast();
        }
    }

    /**
     * Runs a child.
     *
     * @param lines takes each line of its standard output, on another thread
     */
    public static Ending run(SandboxCommand command, Consumer<String> lines) throws IOException, InterruptedException {
        Process child = command.start();
        try {
            Deque<String> errors = new ArrayDeque<>();
            CompletableFuture<Void> output =
                    CompletableFuture.runAsync(() -> read(child.getInputStream(), lines), READERS);
            CompletableFuture<Void> messages =
                    CompletableFuture.runAsync(() -> read(child.getErrorStream(), line -> keep(errors, line)), READERS);
            int status = child.waitFor();
            output.join();
            messages.join();
            return new Ending(status, List.copyOf(errors));
        } finally {
            kill(command, child);
        }
    }

    private static void keep(Deque<String> errors, String line) {
        errors.addLast(line);
        if (errors.size() > KEPT_LINES) {
            errors.removeFirst();
        }
    }

    private static void read(InputStream stream, Consumer<String> lines) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // The child was killed: its streams are closed under the reader, and its ending says why.
        }
    }

    /** Waits until a killed child is gone, so that nothing writes into files that are about to be deleted. */
    private static void kill(SandboxCommand command, Process child) {
        if (!child.isAlive()) {
            return;
        }
        command.kill(child);
        boolean interrupted = Thread.interrupted();
        try {
            child.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
