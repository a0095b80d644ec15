// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Lets at most as many calls through as the workers have slots; the limit follows the workers. Work whose worker failed goes before
 * all that waits for its first try. Thread-safe.
 */
final class SlotGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final IntSupplier slots;
    private int inside;
    private int againWaiting;

    SlotGate(IntSupplier slots) {
        this.slots = slots;
    }

    /** Looks again how many may be inside. */
    void look() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void enter(Workers.Turn turn) throws InterruptedException {
        boolean isAgain = turn == Workers.Turn.AGAIN;
        lock.lockInterruptibly();
        try {
            againWaiting += isAgain ? 1 : 0;
            try {
                while (inside >= Math.max(1, slots.getAsInt()) || !isAgain && againWaiting > 0) {
                    changed.await();
                }
                inside++;
            } finally {
                againWaiting -= isAgain ? 1 : 0;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
