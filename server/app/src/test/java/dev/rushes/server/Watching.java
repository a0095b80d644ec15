// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a server that is left before its end: read one message after the other, cancelled when closed. The iterators of blocking stubs
 * cannot be cancelled, and what comes after the last message that was asked of them stays in a buffer of the network that nobody gives back,
 * which Netty reports as a leak now and then. One thread reads.
 */
final class Watching<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<Told<R>> told = new LinkedBlockingQueue<>();
    private volatile @Nullable ClientCallStreamObserver<Q> call;

    private sealed interface Told<R> {
        record Message<R>(R message) implements Told<R> {}

        record End<R>(Status status) implements Told<R> {}
    }

    private Watching() {}

    /** Calls a method of a stub. */
    static <Q, R> Watching<Q, R> open(BiConsumer<Q, StreamObserver<R>> method, Q request) {
        Watching<Q, R> stream = new Watching<>();
        method.accept(request, stream);
        return stream;
    }

    /** Returns the next message; throws the status when the stream has ended. */
    R next() throws InterruptedException {
        return switch (told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            case Told.Message<R>(R message) -> message;
            case Told.End<R>(Status status) -> throw new StatusRuntimeException(status);
            case null -> throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
        };
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
        call = started;
    }

    @Override
    public void onNext(R message) {
        told.add(new Told.Message<>(message));
    }

    @Override
    public void onError(Throwable error) {
        told.add(new Told.End<>(Status.fromThrowable(error)));
    }

    @Override
    public void onCompleted() {
        told.add(new Told.End<>(Status.OK));
    }

    @Override
    public void close() {
        ClientCallStreamObserver<Q> open = call;
        if (open != null) {
            open.cancel("seen enough", null);
        }
    }
}
