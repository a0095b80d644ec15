// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Takes a request body piece by piece: the next piece is asked for only when the last one is written, so memory stays at one piece
 * however slow the disk is. Writes happen on the blocking executor, never on an event loop. A sender that falls silent is not waited
 * for: then the body ends with {@link Stalled}.
 */
final class BodyReceiver implements Subscriber<HttpObject> {
    private final Sink sink;
    private final Executor blocking;
    private final Silence silence;
    private final CompletableFuture<Void> received = new CompletableFuture<>();
    private volatile @Nullable Subscription subscription;
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /** Where the bytes go. */
    @FunctionalInterface
    interface Sink {
        /** Bytes that nobody needs. */
        Sink NOWHERE = bytes -> {};

        void write(ByteBuffer bytes) throws IOException;
    }

    /** The sender sent nothing for too long. */
    static final class Stalled extends IOException {
        private static final long serialVersionUID = 1L;

        Stalled(Duration stall) {
            super("no byte came for " + stall.toSeconds() + " s");
        }
    }

    BodyReceiver(Sink sink, Executor blocking, Duration stall) {
        this.sink = sink;
        this.blocking = blocking;
        this.silence = new Silence(stall, () -> stalled(stall));
    }

    /** Starts receiving; the future ends when the body does. */
    CompletableFuture<Void> receive(HttpRequest request, Silence.Ticker ticker) {
        silence.watch(ticker);
        var unused = received.whenComplete((nothing, error) -> silence.stop());
        request.subscribe(this);
        return received;
    }

    private void stalled(Duration stall) {
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        received.completeExceptionally(new Stalled(stall));
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(HttpObject object) {
        silence.waitsForUs(true);
        written = written.thenRunAsync(() -> write(object), blocking);
    }

    private void write(HttpObject object) {
        Subscription open = Objects.requireNonNull(subscription, "subscription");
        try {
            if (object instanceof HttpData data && !data.isEmpty()) {
                sink.write(ByteBuffer.wrap(data.array()));
            }
            silence.waitsForUs(false);
            open.request(1);
        } catch (IOException | RuntimeException e) {
            // After a cancel nothing else is signalled, so the end is told here.
            open.cancel();
            received.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable error) {
        end(error);
    }

    /** May be called while the last piece is still being written. */
    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable error) {
        var unused = written.thenRun(() -> {
            if (error == null) {
                received.complete(null);
            } else {
                received.completeExceptionally(error);
            }
        });
    }
}
