// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.link.LinkKeys;
import dev.rushes.server.media.Uploads;
import dev.rushes.server.rpc.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does now and then beside its calls: looks for forgotten work, removes what is too old, rotates keys. Thread-safe. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** How often open work without a task is looked for. */
    private static final Duration SWEEP = Duration.ofSeconds(10);
    /** How often erasures, and files that were taken out, are looked at. */
    private static final Duration ERASE = Duration.ofSeconds(3);

    /** How long a key signs links; far above the life of a link, so that no good one ever loses its key. */
    private static final Duration LINK_KEY_AGE = Duration.ofDays(1);

    private final ScheduledExecutorService sweeper;

    private Housekeeping(ScheduledExecutorService sweeper) {
        this.sweeper = sweeper;
    }

    /** Starts the chores. */
    static Housekeeping start(Features features, LinkKeys keys, Uploads uploads, Services.People people) {
        ScheduledExecutorService sweeper = Executors.newScheduledThreadPool(
                2, Thread.ofVirtual().name("sweep-", 0).factory());
        long seconds = SWEEP.toSeconds();
        sweeper.scheduleWithFixedDelay(guarded(features::sweep), seconds, seconds, TimeUnit.SECONDS);
        sweeper.scheduleWithFixedDelay(guarded(() -> systemwide(uploads::removeAbandoned)), 1, 60, TimeUnit.MINUTES);
        sweeper.scheduleWithFixedDelay(guarded(() -> keys.rotateAfter(LINK_KEY_AGE)), 1, 60, TimeUnit.MINUTES);
        sweeper.scheduleWithFixedDelay(
                guarded(() -> Scope.SYSTEM.run(features.work().requests()::forgetOld)), 1, 24 * 60, TimeUnit.MINUTES);
        sweeper.scheduleWithFixedDelay(
                guarded(() -> erase(people)), ERASE.toMillis(), ERASE.toMillis(), TimeUnit.MILLISECONDS);
        sweeper.scheduleWithFixedDelay(
                guarded(features.work().removals()::free), ERASE.toMillis(), ERASE.toMillis(), TimeUnit.MILLISECONDS);
        return new Housekeeping(sweeper);
    }

    private static void erase(Services.People people) throws IOException {
        people.anonymous().ended().forEach(people.erasures()::erase);
        people.erasures().advance();
    }

    /** Something done now and then. */
    @FunctionalInterface
    private interface Chore {
        void run() throws IOException;
    }

    private static void systemwide(Chore work) {
        Scope.SYSTEM.run(guarded(work));
    }

    private static Runnable guarded(Chore work) {
        return () -> {
            try {
                work.run();
            } catch (Fault.Unavailable e) {
                LOG.info("housekeeping waits: {}", e.getMessage());
            } catch (IOException | RuntimeException e) {
                LOG.warn("housekeeping failed; it is tried again", e);
            }
        };
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
