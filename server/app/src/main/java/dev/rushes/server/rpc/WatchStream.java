// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.watch.ChangeHub;
import dev.rushes.server.watch.SharedReads;
import dev.rushes.server.watch.Waiter;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The only way this server streams: the newest state whenever it is newer and the transport is ready, so that a slow reader skips
 * steps, never the last one, and never grows the heap. Full state first unless the reader has it, a keep-alive after silence, and an
 * end when the watched work has ended. One virtual thread per stream owns the observer; readers of one thing share what is read for it.
 */
public final class WatchStream {
    private final ChangeHub hub;
    private final SharedReads reads;
    private final ExecutorService threads;
    private final InstantSource clock;
    private final StatusMapper statuses;
    private final Limits limits;
    private final Runnable admission;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger blocked = new AtomicInteger();

    /**
     * Time limits of a stream.
     *
     * @param keepAlive longest silence
     * @param poll how often the row is read when no hint arrives
     * @param stall how long a reader may take nothing before it is sent away
     * @param life longest life of a stream; the client comes back with its revision
     */
    public record Limits(Duration keepAlive, Duration poll, Duration stall, Duration life) {
        /** Keep-alive and stall of reliability.md 1.5. */
        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(30));
    }

    /** {@code admission} is asked at every poll, in the stream's scope, and throws when the reader may no longer read. */
    public WatchStream(
            ChangeHub hub,
            ExecutorService threads,
            InstantSource clock,
            StatusMapper statuses,
            Limits limits,
            Runnable admission) {
        this.hub = hub;
        this.reads = new SharedReads(hub);
        this.threads = threads;
        this.clock = clock;
        this.statuses = statuses;
        this.limits = limits;
        this.admission = admission;
    }

    /** Returns how many streams are open. */
    public int open() {
        return open.get();
    }

    /** Returns how many streams wait for their reader. */
    public int blocked() {
        return blocked.get();
    }

    /** A state to send; {@code last} when nothing can follow. */
    record Snapshot<R>(long revision, R message, boolean last) {}

    /**
     * What is watched.
     *
     * @param topic where changes are told; sources of one topic show the same to every reader of a creator, who share what is read
     * @param load reads the newest state, given the revision sent last; null while there is none or no other one. A state older than the
     *     one sent is sent too: then a backup was restored, and the reader has what is no longer there
     * @param keepAlive makes a keep-alive from the newest revision sent
     */
    record Source<R>(
            String topic,
            LongFunction<@Nullable Snapshot<R>> load,
            LongFunction<R> keepAlive,
            Optional<Companion<R>> companion) {
        Source(String topic, LongFunction<@Nullable Snapshot<R>> load, LongFunction<R> keepAlive) {
            this(topic, load, keepAlive, Optional.empty());
        }
    }

    /** News that travel along in a stream, with a revision of their own that the companion keeps; it is one reader's. */
    interface Companion<R> {
        /** Returns where changes of it are told. */
        String topic();

        /**
         * Adds what is new to a message.
         *
         * @param message the newer state that is to be sent, null when there is none
         * @param revision the revision of that state, or of the one sent last
         * @return the message with the news, {@code message} when there are none
         */
        @Nullable
        R join(@Nullable R message, long revision) throws InterruptedException;
    }

    /** Returns what {@code read} returns, shared by the streams of the caller's creator that know the same of {@code topic}. */
    <T> T shared(String topic, long known, Supplier<T> read) throws InterruptedException {
        return reads.read(new SharedReads.Question(topic, Scope.creatorId(), known), read);
    }

    /** Sends {@code source} to a reader that has {@code knownRevision}; returns at once. */
    <R> void serve(ServerCallStreamObserver<R> observer, long knownRevision, Source<R> source) {
        serve(observer, knownRevision, source, () -> {});
    }

    /** Sends {@code source} likewise and runs {@code ended} when the stream is over, however it ends. */
    <R> void serve(ServerCallStreamObserver<R> observer, long knownRevision, Source<R> source, Runnable ended) {
        Waiter waiter = new Waiter();
        observer.setOnReadyHandler(waiter::wake);
        observer.setOnCancelHandler(waiter::wake);
        open.incrementAndGet();
        start(ended, Scope.carry(() -> {
            try {
                new Session<>(observer, knownRevision, source, waiter).run();
            } finally {
                open.decrementAndGet();
                ended.run();
            }
        }));
    }

    private void start(Runnable ended, Runnable session) {
        try {
            threads.execute(session);
        } catch (RejectedExecutionException e) {
            open.decrementAndGet();
            ended.run();
            throw stopping();
        }
    }

    private static Fault stopping() {
        return new Fault.Unavailable(
                Reason.WRONG_STATE,
                "the server is stopping; watch again with last_known_revision",
                Duration.ofSeconds(1));
    }

    private final class Session<R> {
        private final ServerCallStreamObserver<R> observer;
        private final Source<R> source;
        private final Waiter waiter;
        private final String creatorId = Scope.creatorId();
        private final Instant startedAt = clock.instant();
        private long sentRevision;
        private Instant sentAt = startedAt;
        private Instant readyAt = startedAt;
        private Instant admittedAt = startedAt;
        private boolean waiting;

        Session(ServerCallStreamObserver<R> observer, long knownRevision, Source<R> source, Waiter waiter) {
            this.observer = observer;
            this.sentRevision = knownRevision;
            this.source = source;
            this.waiter = waiter;
        }

        void run() {
            try (var subscription = subscribe()) {
                while (!observer.isCancelled() && step()) {
                    waiter.await(limits.poll());
                }
            } catch (InterruptedException e) {
                end(stopping());
            } catch (RuntimeException e) {
                end(e);
            } finally {
                waits(false);
            }
        }

        /** Sends what is due; returns whether the stream goes on. */
        private boolean step() throws InterruptedException {
            Instant now = clock.instant();
            if (!now.isBefore(admittedAt.plus(limits.poll()))) {
                admission.run();
                admittedAt = now;
            }
            waits(!observer.isReady());
            if (waiting) {
                if (now.isAfter(readyAt.plus(limits.stall()))) {
                    Metrics.counter("rushes.streams.evicted").increment();
                    throw resume("the reader took nothing for " + limits.stall().toSeconds() + " s");
                }
                return true;
            }
            readyAt = now;
            long sent = sentRevision;
            Snapshot<R> newest = reads.<@Nullable Snapshot<R>>read(
                    new SharedReads.Question(source.topic(), creatorId, sent),
                    () -> source.load().apply(sent));
            R message = null;
            if (newest != null && newest.revision() != sentRevision) {
                message = newest.message();
                sentRevision = newest.revision();
            }
            R due = joined(message);
            if (due != null) {
                send(due, now);
            } else if (now.isAfter(sentAt.plus(limits.keepAlive()))) {
                send(source.keepAlive().apply(sentRevision), now);
            }
            if (newest != null && newest.last()) {
                observer.onCompleted();
                return false;
            }
            if (now.isAfter(startedAt.plus(limits.life()))) {
                throw resume("the stream is " + limits.life().toMinutes() + " minutes old");
            }
            return true;
        }

        private @Nullable R joined(@Nullable R message) throws InterruptedException {
            return source.companion().isEmpty()
                    ? message
                    : source.companion().get().join(message, sentRevision);
        }

        private ChangeHub.Subscription subscribe() {
            ChangeHub.Subscription own = hub.subscribe(source.topic(), waiter::wake);
            Optional<ChangeHub.Subscription> other =
                    source.companion().map(companion -> hub.subscribe(companion.topic(), waiter::wake));
            return () -> {
                own.close();
                other.ifPresent(ChangeHub.Subscription::close);
            };
        }

        private void waits(boolean now) {
            if (now != waiting) {
                waiting = now;
                blocked.addAndGet(now ? 1 : -1);
            }
        }

        private Fault resume(String why) {
            return new Fault.Unavailable(
                    Reason.LIMIT_EXCEEDED,
                    why + "; watch again with last_known_revision " + sentRevision,
                    Duration.ofSeconds(1));
        }

        private void send(R message, Instant now) {
            observer.onNext(message);
            sentAt = now;
        }

        private void end(RuntimeException error) {
            if (!observer.isCancelled()) {
                // An interrupted read looks like a database that is away, also to those who shared it.
                var status = statuses.status(threads.isShutdown() ? stopping() : error);
                observer.onError(StatusProto.toStatusRuntimeException(status));
            }
        }
    }
}
