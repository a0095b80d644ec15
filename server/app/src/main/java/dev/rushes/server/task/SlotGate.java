// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Lets at most as many calls through as the workers have slots; the limit follows the workers. Work whose worker failed goes before
 * all others. Then it is the turn of the creator with the fewest calls inside, and of equals the one who was let in longest ago
 * (round robin), so that nobody waits behind somebody else's thousand clips (P-28); a creator's own go in the order of
 * {@link Workers.Turn}. Thread-safe.
 */
final class SlotGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final IntSupplier slots;
    /** In the order in which they came. */
    private final List<Waiting> waiting = new ArrayList<>();

    private final Map<String, Integer> inside = new HashMap<>();
    /** When each creator was let in last; of those only who are inside or waiting. */
    private final Map<String, Long> lastTurns = new HashMap<>();

    private int insideAll;
    private long turns;

    private static final class Waiting {
        private final Workers.Turn turn;
        private final String creatorId;

        Waiting(Workers.Turn turn, String creatorId) {
            this.turn = turn;
            this.creatorId = creatorId;
        }
    }

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

    void enter(Workers.Turn turn, String creatorId) throws InterruptedException {
        Waiting own = new Waiting(turn, creatorId);
        lock.lockInterruptibly();
        try {
            waiting.add(own);
            try {
                while (insideAll >= Math.max(1, slots.getAsInt()) || next() != own) {
                    changed.await();
                }
                insideAll++;
                inside.merge(creatorId, 1, Integer::sum);
                lastTurns.put(creatorId, ++turns);
            } finally {
                waiting.remove(own);
                forgetIfGone(creatorId);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private Waiting next() {
        Waiting next = waiting.getFirst();
        for (Waiting other : waiting) {
            if (goesBefore(other, next)) {
                next = other;
            }
        }
        return next;
    }

    private boolean goesBefore(Waiting one, Waiting other) {
        boolean isAgain = one.turn == Workers.Turn.AGAIN;
        if (isAgain != (other.turn == Workers.Turn.AGAIN)) {
            return isAgain;
        }
        if (one.creatorId.equals(other.creatorId)) {
            return one.turn.compareTo(other.turn) < 0;
        }
        int share = inside.getOrDefault(one.creatorId, 0) - inside.getOrDefault(other.creatorId, 0);
        return share != 0
                ? share < 0
                : lastTurns.getOrDefault(one.creatorId, 0L) < lastTurns.getOrDefault(other.creatorId, 0L);
    }

    void leave(String creatorId) {
        lock.lock();
        try {
            insideAll--;
            inside.merge(creatorId, -1, (now, one) -> now + one == 0 ? null : now + one);
            forgetIfGone(creatorId);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfGone(String creatorId) {
        if (!inside.containsKey(creatorId) && waiting.stream().noneMatch(other -> other.creatorId.equals(creatorId))) {
            lastTurns.remove(creatorId);
        }
    }

    /** Returns how many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
