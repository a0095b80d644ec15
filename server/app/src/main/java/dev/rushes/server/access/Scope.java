// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * On whose behalf the running code works. It is bound around every call, task and chore, and the database shows what it allows; code
 * that runs without one may not touch the database at all. Threads do not inherit it: hand work over with {@link #carry}.
 */
public sealed interface Scope {
    /** A signed-in person's call, and what it takes; a call that goes on is held to it while it does. */
    record Person(Principal principal, Permission permission) implements Scope {}

    /** Work for one creator that no person waits for. */
    record Creator(String creatorId) implements Scope {}

    /** Work that spans creators: chores, schedulers, signing in. */
    record Everybody() implements Scope {}

    /** The scope of work that spans creators. */
    Scope SYSTEM = new Everybody();

    /** Returns a scope for work on behalf of a creator. */
    static Scope creator(String creatorId) {
        return new Creator(creatorId);
    }

    /** Returns the scope the calling thread works in; throws where none is bound, which is a bug. */
    static Scope current() {
        if (!Bound.SCOPE.isBound()) {
            throw new IllegalStateException("no scope is bound: this code does not know on whose behalf it works");
        }
        return Bound.SCOPE.get();
    }

    /** Returns the caller, where a signed-in person waits for an answer. */
    static Optional<Principal> principal() {
        return current() instanceof Person(Principal principal, Permission needed)
                ? Optional.of(principal)
                : Optional.empty();
    }

    /** Returns the creator whose rows are seen and made; throws in a scope that spans creators. */
    static String creatorId() {
        return switch (current()) {
            case Person(Principal principal, Permission needed) -> principal.creatorId();
            case Creator(String creatorId) -> creatorId;
            case Everybody all -> throw new IllegalStateException("work that spans creators has no creator");
        };
    }

    /** Returns whether habits and telemetry of the creator may be kept; not those of an anonymous session. */
    static boolean learns() {
        return !AnonymousSessions.isAnonymous(creatorId());
    }

    /** Runs {@code work} in this scope. */
    default void run(Runnable work) {
        ScopedValue.where(Bound.SCOPE, this).run(work);
    }

    /** Returns what {@code work} returns in this scope. */
    default <T> T call(Supplier<T> work) {
        return ScopedValue.where(Bound.SCOPE, this).call(work::get);
    }

    /** Work that may be interrupted. */
    @FunctionalInterface
    interface Interruptible<T> {
        T run() throws InterruptedException;
    }

    /** Returns what {@code work} returns in this scope, or throws what it throws. */
    default <T> T attempt(Interruptible<T> work) throws InterruptedException {
        return ScopedValue.where(Bound.SCOPE, this).<T, InterruptedException>call(work::run);
    }

    /** Returns {@code work} bound to the scope of the thread that calls this method, for another thread to run. */
    static Runnable carry(Runnable work) {
        Scope here = current();
        return () -> here.run(work);
    }

    /** Returns an executor that runs everything in this scope. */
    default Executor on(Executor threads) {
        return work -> threads.execute(() -> run(work));
    }

    /** Holds the binding; nobody else may bind it. */
    final class Bound {
        private static final ScopedValue<Scope> SCOPE = ScopedValue.newInstance();

        private Bound() {}
    }
}
