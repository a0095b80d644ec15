// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call to a worker, read on the calling thread: events until the result, no deadline, but never silence for longer than the
 * limits. Trouble before the worker accepted the call does not count as a try.
 */
final class Exchange<Q, R, T> implements ClientResponseObserver<Q, R> {

    /** What one message of the stream means. */
    sealed interface Event<T> {
        record Accepted<T>() implements Event<T> {}

        record Moved<T>(long done, long total) implements Event<T> {}

        record Ended<T>(T result) implements Event<T> {}
    }

    /** How long a worker may be silent until it accepts the call, and between two later messages. */
    record Limits(Duration untilAccepted, Duration untilStalled) {}

    private sealed interface Signal<R> {
        record Message<R>(R message) implements Signal<R> {}

        record Over<R>(Status status) implements Signal<R> {}
    }

    private final BlockingQueue<Signal<R>> signals = new LinkedBlockingQueue<>();
    private final Function<R, Event<T>> read;
    private final Limits limits;
    private volatile @Nullable ClientCallStreamObserver<Q> call;
    private volatile boolean cancelled;
    private boolean accepted;

    Exchange(Function<R, Event<T>> read, Limits limits) {
        this.read = read;
        this.limits = limits;
    }

    T run(
            BiConsumer<Q, io.grpc.stub.StreamObserver<R>> method,
            Q request,
            Workers.Listener listener,
            CancelSignal cancel) {
        cancel.onCancel(() -> stop("cancelled by the caller"));
        if (cancelled) {
            throw new WorkerFault.Cancelled();
        }
        method.accept(request, this);
        try {
            return await(listener);
        } catch (InterruptedException e) {
            stop("the server is stopping");
            Thread.currentThread().interrupt();
            throw new WorkerFault.Cancelled();
        } catch (RuntimeException e) {
            stop("the server lost interest");
            throw e;
        }
    }

    private T await(Workers.Listener listener) throws InterruptedException {
        while (true) {
            Duration limit = accepted ? limits.untilStalled() : limits.untilAccepted();
            Signal<R> signal = signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                String silent = "the worker was silent for " + limit.toMillis() + " ms";
                throw accepted ? new WorkerFault.Trouble(silent, null) : new WorkerFault.Busy(silent);
            }
            if (cancelled) {
                throw new WorkerFault.Cancelled();
            }
            switch (signal) {
                case Signal.Over<R> over -> throw failure(over.status());
                case Signal.Message<R> message -> {
                    switch (read.apply(message.message())) {
                        case Event.Accepted<T> event -> accepted = true;
                        case Event.Moved<T> moved -> listener.progress(moved.done(), moved.total());
                        case Event.Ended<T> ended -> {
                            return ended.result();
                        }
                    }
                }
            }
        }
    }

    private WorkerFault failure(Status status) {
        String text = status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
        boolean refused = status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
        boolean neverReached = !accepted && status.getCode() == Status.Code.UNAVAILABLE;
        return refused || neverReached
                ? new WorkerFault.Busy(text)
                : new WorkerFault.Trouble(
                        status.isOk() ? "the worker ended the call without a result" : text, status.getCause());
    }

    private void stop(String why) {
        cancelled = true;
        ClientCallStreamObserver<Q> open = call;
        if (open != null) {
            open.cancel(why, null);
        }
        signals.add(new Signal.Over<>(Status.CANCELLED.withDescription(why)));
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
    }

    @Override
    public void onNext(R message) {
        signals.add(new Signal.Message<>(message));
    }

    @Override
    public void onError(Throwable error) {
        signals.add(new Signal.Over<>(Status.fromThrowable(error)));
    }

    @Override
    public void onCompleted() {
        signals.add(new Signal.Over<>(Status.OK));
    }
}
