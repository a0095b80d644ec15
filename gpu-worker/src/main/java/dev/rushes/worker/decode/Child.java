// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A running child whose standard error is drained by a thread of its own with bounded memory. Closing kills what still runs.
 * Used by one thread, except for the draining.
 */
final class Child implements AutoCloseable {

    /** Error lines kept; the rest is counted only. */
    private static final int LINES_KEPT = 20;

    /** Longest line kept, in bytes. */
    private static final int LINE_BYTES = 400;

    private final SandboxCommand command;
    private final Process process;
    private final Thread drain;
    private final List<String> errors = new ArrayList<>();
    private long errorCount;

    private Child(SandboxCommand command, Process process, Predicate<String> ownLine, Runnable atEnd) {
        this.command = command;
        this.process = process;
        this.drain = Thread.ofPlatform()
                .daemon()
                .name("ffmpeg-stderr-" + process.pid())
                .start(() -> {
                    try {
                        drain(process.getErrorStream(), ownLine);
                    } finally {
                        atEnd.run();
                    }
                });
    }

    /**
     * Starts a child.
     *
     * @param ownLine takes a line of standard error and returns true if it is not a complaint; called on the draining thread
     * @param atEnd runs on the draining thread when standard error has ended
     */
    static Child start(SandboxCommand command, Predicate<String> ownLine, Runnable atEnd) throws IOException {
        return new Child(command, command.start(), ownLine, atEnd);
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** Writes a few bytes to the standard input of a child that listens, and ends it. A child that has ended already hears nothing. */
    void tell(String what) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(what.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The pipe is closed: whoever reads the output learns of the end.
            return;
        }
    }

    /** Waits for the end and returns the exit code; 128 + signal after a signal, -1 if the limit passed and it was killed. */
    int await(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            return -1;
        }
        drain.join(1000);
        return process.exitValue();
    }

    /** Kills the child if it still runs when so much time has passed from now on. */
    void killAfter(Duration limit) {
        command.killAfter(limit, process);
    }

    void kill() {
        command.kill(process);
    }

    /** Returns the first complaints, for the log. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    boolean complained() {
        synchronized (errors) {
            return errorCount > 0;
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void drain(InputStream stream, Predicate<String> ownLine) {
        byte[] line = new byte[LINE_BYTES];
        int length = 0;
        try (var in = new BufferedInputStream(stream, 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    keep(new String(line, 0, length, StandardCharsets.UTF_8), ownLine);
                    length = 0;
                } else if (length < line.length) {
                    line[length++] = (byte) next;
                }
            }
        } catch (IOException e) {
            // The pipe closes when the child is killed; what was read until then stands.
            length = 0;
        }
        if (length > 0) {
            keep(new String(line, 0, length, StandardCharsets.UTF_8), ownLine);
        }
    }

    private void keep(String line, Predicate<String> ownLine) {
        if (line.isBlank() || ownLine.test(line)) {
            return;
        }
        synchronized (errors) {
            errorCount++;
            if (errors.size() < LINES_KEPT) {
                errors.add(line);
            }
        }
    }
}
