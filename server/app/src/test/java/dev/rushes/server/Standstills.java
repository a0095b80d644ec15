// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices when the machine, or this process, stands still: a thread that asks for a millisecond's sleep at a time and for nothing else is
 * woken late then (the method of Tene's jHiccup). What another process alone is late with does not show.
 */
final class Standstills implements AutoCloseable {
    private static final long NAP_NANOS = 1_000_000;
    private static final long LATE_NANOS = 10_000_000;

    private record Standstill(long from, long to) {}

    private final List<Standstill> seen = new ArrayList<>();
    private final Thread watcher = Thread.ofPlatform().daemon().unstarted(this::watch);
    private volatile boolean over;

    private Standstills() {}

    static Standstills watched() {
        Standstills standstills = new Standstills();
        standstills.watcher.start();
        return standstills;
    }

    private void watch() {
        for (long before = System.nanoTime(); !over; ) {
            LockSupport.parkNanos(NAP_NANOS);
            long now = System.nanoTime();
            if (now - before > NAP_NANOS + LATE_NANOS) {
                seen.add(new Standstill(before, now));
            }
            before = now;
        }
    }

    /** Returns how many nanoseconds of a span of {@link System#nanoTime} the machine stood still; after {@link #close}. */
    long within(long from, long to) {
        return seen.stream()
                .mapToLong(one -> Math.max(0, Math.min(to, one.to()) - Math.max(from, one.from())))
                .sum();
    }

    /** Returns how many seconds it stood still in all; after {@link #close}. */
    double seconds() {
        return seen.stream().mapToLong(one -> one.to() - one.from()).sum() / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        watcher.join();
    }
}
