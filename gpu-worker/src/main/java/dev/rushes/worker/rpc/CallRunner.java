// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.api.worker.v1.Accepted;
import dev.rushes.api.worker.v1.Progress;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one call as Accepted, Progress and a last message. A call that is cancelled by its caller is interrupted at once.
 * Progress is sent at most every 200 ms and only while the transport is ready, so a slow caller costs nothing. Safe for use
 * by several threads.
 */
final class CallRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CallRunner.class);
    private static final long PROGRESS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Builds the messages of one RPC. */
    interface Events<R> {
        R accepted(Accepted accepted);

        R progress(Progress progress);
    }

    /** Told how far the work is and what is known before its end; may be called from any thread. */
    interface Outlet<R> {
        void report(long done, long total);

        /** Sends a message before the last one; a work sends few of them. */
        void send(R message);
    }

    /** The work of one call; returns its last message. */
    interface Work<R> {
        R run(Outlet<R> outlet) throws Exception;
    }

    private final String workerName;
    private final LongSupplier nanoClock;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("call-", 0).daemon().factory());

    CallRunner(String workerName, LongSupplier nanoClock) {
        this.workerName = workerName;
        this.nanoClock = nanoClock;
    }

    /** Starts the work if a slot is free, else answers RESOURCE_EXHAUSTED. */
    <R> void run(Slots slots, StreamObserver<R> observer, Events<R> events, Work<R> work) {
        if (!slots.free().tryAcquire()) {
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "all " + slots.limit() + " " + slots.kind() + " slots of " + workerName + " are busy")
                    .asRuntimeException());
            return;
        }
        try {
            Call<R> call = new Call<>((ServerCallStreamObserver<R>) observer, events);
            FutureTask<?> task = new FutureTask<>(() -> call.finish(work), null);
            call.start(task);
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    // Outside the task, because one that was cancelled before it began never runs.
                    slots.free().release();
                }
            });
        } catch (RuntimeException | Error e) {
            slots.free().release();
            throw e;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private final class Call<R> implements Outlet<R> {
        private final ServerCallStreamObserver<R> observer;
        private final Events<R> events;
        private final Object sending = new Object();
        private long lastProgress = Long.MIN_VALUE;

        Call(ServerCallStreamObserver<R> observer, Events<R> events) {
            this.observer = observer;
            this.events = events;
            synchronized (sending) {
                observer.onNext(events.accepted(
                        Accepted.newBuilder().setWorkerName(workerName).build()));
            }
        }

        void start(Future<?> running) {
            // Also called at once when the caller has gone already.
            observer.setOnCancelHandler(() -> running.cancel(true));
            if (observer.isCancelled()) {
                running.cancel(true);
            }
        }

        @Override
        public void report(long done, long total) {
            synchronized (sending) {
                long now = nanoClock.getAsLong();
                boolean due = lastProgress == Long.MIN_VALUE || now - lastProgress >= PROGRESS_INTERVAL_NANOS;
                if (due && observer.isReady() && !observer.isCancelled()) {
                    lastProgress = now;
                    observer.onNext(events.progress(Progress.newBuilder()
                            .setDoneCount(done)
                            .setTotalCount(total)
                            .build()));
                }
            }
        }

        @Override
        public void send(R message) {
            synchronized (sending) {
                if (!observer.isCancelled()) {
                    observer.onNext(message);
                }
            }
        }

        @SuppressWarnings("Interruption") // the pool's thread ends the task here
        void finish(Work<R> work) {
            R last;
            try {
                last = work.run(this);
            } catch (InterruptedException | CancellationException e) {
                fail(Status.CANCELLED.withDescription("the call was cancelled"), e);
                return;
            } catch (IllegalArgumentException e) {
                fail(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), e);
                return;
            } catch (IOException e) {
                fail(Status.INTERNAL.withDescription(e.getMessage()), e);
                return;
            } catch (Exception e) {
                log.error("call failed", e);
                fail(Status.INTERNAL.withDescription(e.toString()), e);
                return;
            } catch (Error e) {
                // The caller must not wait for an answer that never comes.
                fail(Status.INTERNAL.withDescription(e.toString()), e);
                throw e;
            }
            synchronized (sending) {
                if (!observer.isCancelled()) {
                    observer.onNext(last);
                    observer.onCompleted();
                }
            }
        }

        private void fail(Status status, Throwable cause) {
            synchronized (sending) {
                if (!observer.isCancelled()) {
                    observer.onError(status.withCause(cause).asRuntimeException());
                }
            }
        }
    }
}
