// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses between tries: 250 ms, doubling up to 8 s, with jitter, until patience ends. Used by one thread. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LAST = Duration.ofSeconds(8);

    private final long startedAt = System.nanoTime();
    private final Duration patience;
    private Duration next = FIRST;

    Backoff(Duration patience) {
        this.patience = patience;
    }

    /** Pauses; returns false at once when patience has ended. */
    boolean pause() throws InterruptedException {
        if (System.nanoTime() - startedAt > patience.toNanos()) {
            return false;
        }
        pause(next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LAST) > 0 ? LAST : doubled;
        return true;
    }

    /** Pauses for about a time. */
    static void pause(Duration about) throws InterruptedException {
        double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
        // A latch nobody opens: an interruptible wait on the one clock the JDK gives a library.
        new CountDownLatch(1).await((long) (about.toMillis() * jitter), TimeUnit.MILLISECONDS);
    }
}
