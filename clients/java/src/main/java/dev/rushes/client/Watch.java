// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one resource through a watch stream until it has ended. When the stream breaks, for example because the server
 * restarts, it is opened again from the newest revision seen, after 250 ms, doubling up to 8 s, with jitter. Steps may be
 * missed, never the last. Used by one thread.
 *
 * @param <R> response message of the stream
 * @param <T> the watched resource
 */
final class Watch<R, T> {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(8);

    /** Answers that another try cannot mend. */
    private static final Set<Status.Code> FINAL = EnumSet.of(
            Status.Code.NOT_FOUND,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.FAILED_PRECONDITION,
            Status.Code.UNIMPLEMENTED);

    /** How a stream is opened and read. */
    interface Source<R, T> {
        /** Opens the stream after a revision. */
        Iterator<R> open(long lastKnownRevision);

        /** Returns the resource in a message, null in a keep-alive. */
        @Nullable
        T resource(R message);

        long revision(T resource);

        boolean hasEnded(T resource);
    }

    private final Source<R, T> source;
    private final Duration patience;
    private long revision;

    /**
     * @param patience how long the server may be away before the error is passed on
     */
    Watch(Source<R, T> source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /** Gives every state seen to {@code listener} and returns the one that has ended. */
    T follow(Consumer<? super T> listener) throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        long awaySince = System.nanoTime();
        while (true) {
            long before = revision;
            try {
                T ended = followOnce(listener);
                if (ended != null) {
                    return ended;
                }
            } catch (StatusRuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("watch interrupted");
                }
                if (FINAL.contains(e.getStatus().getCode())) {
                    throw e;
                }
                if (revision == before && System.nanoTime() - awaySince > patience.toNanos()) {
                    throw e;
                }
            }
            if (revision != before) {
                backoff = FIRST_BACKOFF;
                awaySince = System.nanoTime();
            }
            Backoff.pause(backoff);
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : doubled;
        }
    }

    private @Nullable T followOnce(Consumer<? super T> listener) {
        Context.CancellableContext call = Context.current().withCancellation();
        Context previous = call.attach();
        try {
            Iterator<R> messages = source.open(revision);
            while (messages.hasNext()) {
                T resource = source.resource(messages.next());
                if (resource == null) {
                    continue;
                }
                revision = source.revision(resource);
                listener.accept(resource);
                if (source.hasEnded(resource)) {
                    return resource;
                }
            }
            return null;
        } finally {
            call.detach(previous);
            call.cancel(null);
        }
    }
}
