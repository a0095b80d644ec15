// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A flag one thread waits for and others set; setting it twice before it is seen counts once. */
public final class Waiter {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition condition = lock.newCondition();
    private boolean set;

    /** Wakes the waiting thread, or lets its next wait return at once. */
    public void wake() {
        lock.lock();
        try {
            set = true;
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@link #wake} at most {@code limit}; returns whether it was woken. */
    public boolean await(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!set) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = condition.awaitNanos(nanos);
            }
            set = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most this many milliseconds; see {@link #await(Duration)}. */
    public boolean awaitMillis(long millis) throws InterruptedException {
        return await(Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(millis)));
    }
}
