// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets at most as many calls through as the workers have slots; the limit follows the workers. Thread-safe. */
final class SlotGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int limit = 1;
    private int inside;

    void limit(int slots) {
        lock.lock();
        try {
            limit = Math.max(1, slots);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (inside >= limit) {
                changed.await();
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
