// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the other side of a transfer stands still: looks four times in a given time, and when four looks in a row saw nothing
 * move, says so once. So that is told after the given time and at most a quarter more. Thread-safe.
 */
final class Silence {
    private static final int LOOKS = 4;

    private final Duration limit;
    private final Runnable told;
    private volatile boolean moved;
    private volatile boolean ours;
    private int still;
    private @Nullable Runnable stop;

    /** Repeats work until what it returns is run. */
    @FunctionalInterface
    interface Ticker {
        Runnable every(Duration period, Runnable work);

        /** Ticks on an event loop, so what is run may not block. */
        static Ticker on(EventLoop loop) {
            return (period, work) -> {
                var ticks = loop.scheduleAtFixedRate(work, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
                return () -> ticks.cancel(false);
            };
        }
    }

    /** {@code told} is run once, when nothing moved for {@code limit}. */
    Silence(Duration limit, Runnable told) {
        this.limit = limit;
        this.told = told;
    }

    /** Looks from now on until {@link #stop}. */
    synchronized void watch(Ticker ticker) {
        stop = ticker.every(limit.dividedBy(LOOKS), this::look);
    }

    synchronized void stop() {
        if (stop != null) {
            stop.run();
        }
    }

    /** Says that the other side moved. */
    void moved() {
        moved = true;
    }

    /** Says whether the transfer waits for us, so that the other side cannot move. */
    void waitsForUs(boolean waits) {
        ours = waits;
        moved = true;
    }

    private void look() {
        if (moved || ours) {
            moved = false;
            still = 0;
        } else if (++still == LOOKS) {
            stop();
            told.run();
        }
    }
}
