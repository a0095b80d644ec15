// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one worker child alive: started again with a growing delay when it dies, ended when its standard input closes, so that it
 * never outlives a killed server. Thread-safe.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    /** A child that lived this long starts the delays over. */
    private static final Duration LIVED_WELL = Duration.ofSeconds(10);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final Command command;
    private final Thread keeper;
    private volatile boolean closing;
    private volatile @Nullable Process child;

    /** How the child is started; its output goes to the end of {@code log}. */
    public record Command(List<String> words, Map<String, String> environment, Path log) {
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    public WorkerProcess(Command command) {
        this.command = command;
        this.keeper = Thread.ofVirtual().name("worker-keeper").start(this::keep);
    }

    /** Returns the process id of the child, empty between two children. */
    public java.util.OptionalLong pid() {
        Process running = child;
        return running == null || !running.isAlive()
                ? java.util.OptionalLong.empty()
                : java.util.OptionalLong.of(running.pid());
    }

    private void keep() {
        Duration delay = FIRST_DELAY;
        while (!closing) {
            long startedAt = System.nanoTime();
            try {
                Process started = start();
                child = started;
                if (closing) {
                    started.destroy();
                }
                int code = started.waitFor();
                if (closing) {
                    return;
                }
                LOG.warn("the worker ended with code {}; its log is {}", code, command.log());
            } catch (IOException e) {
                LOG.error("the worker cannot be started with {}; set RUSHES_WORKER_COMMAND", command.words(), e);
            } catch (InterruptedException e) {
                return;
            }
            if (System.nanoTime() - startedAt > LIVED_WELL.toNanos()) {
                delay = FIRST_DELAY;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            } catch (InterruptedException e) {
                return;
            }
            delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.words());
        builder.environment().putAll(command.environment());
        File log = command.log().toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        return builder.start();
    }

    /** Ends the child: first politely, after five seconds by force. */
    @Override
    public void close() {
        closing = true;
        Process running = child;
        try {
            if (running != null) {
                running.getOutputStream().close();
                running.destroy();
                if (!running.waitFor(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            }
            keeper.interrupt();
            keeper.join();
        } catch (IOException e) {
            LOG.warn("the worker's input cannot be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
