// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, newest first; one that fails does not keep the others open. Only {@link #stopping} is thread-safe. */
final class Closer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    private final CompletableFuture<Void> stopping = new CompletableFuture<>();

    private record Part(String name, AutoCloseable closeable) {}

    /**
     * Takes a part over.
     *
     * @throws CancellationException when nothing more is to be opened; {@link #close} closes this part too
     */
    <T extends AutoCloseable> T add(String name, T closeable) {
        parts.push(new Part(name, closeable));
        if (stopping.isDone()) {
            throw new CancellationException("stopped after " + name);
        }
        return closeable;
    }

    /** Completed by whoever wants nothing more to be opened. */
    CompletableFuture<Void> stopping() {
        return stopping;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable().close();
                LOG.debug("closed {}", part.name());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("interrupted while closing {}", part.name());
            } catch (Exception e) {
                LOG.error("{} did not close cleanly", part.name(), e);
            }
        }
    }
}
