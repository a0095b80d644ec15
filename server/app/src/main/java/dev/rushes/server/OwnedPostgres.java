// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.google.common.base.Throwables;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL below this server's data folder, started again on its port when it ends by itself. Thread-safe.
 */
final class OwnedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedPostgres.class);
    /** Ends within a minute that are one too many: then the disk is full or the data is damaged, and a person must look. */
    private static final int MOST_ENDS = 5;

    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final LocalPostgres postgres;
    private final AtomicReference<Runnable> lost = new AtomicReference<>(() -> {});
    private final long[] ends = new long[MOST_ENDS];
    private int endCount;
    private boolean closing;

    private OwnedPostgres(LocalPostgres postgres) {
        this.postgres = postgres;
        watch();
    }

    /** Starts it beside the caller; close what is returned, whether it was joined or not. */
    static Starting start(Path directory) {
        FutureTask<OwnedPostgres> start =
                new FutureTask<>(() -> new OwnedPostgres(LocalPostgres.start(PostgresConfig.durable(directory))));
        Thread.ofVirtual().name("postgresql-start").start(start);
        return new Starting(start);
    }

    /** One that is starting or started. */
    record Starting(FutureTask<OwnedPostgres> start) implements AutoCloseable {
        /** Waits until it is started; throws what kept it from that. */
        OwnedPostgres join() throws IOException, InterruptedException {
            try {
                return start.get();
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNull(e.getCause());
                Throwables.throwIfInstanceOf(cause, IOException.class);
                Throwables.throwIfUnchecked(cause);
                throw new IllegalStateException(cause);
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            OwnedPostgres started;
            try {
                started = start.get();
            } catch (ExecutionException e) {
                return; // whoever joined it said why, and there is nothing to close
            }
            started.close();
        }
    }

    Database.Address address() {
        return new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Calls {@code action} when PostgreSQL ended and cannot be started again. */
    void onLost(Runnable action) {
        lost.set(action);
    }

    private void watch() {
        postgres.onExit().thenRunAsync(this::relaunch, Thread::startVirtualThread);
    }

    private void relaunch() {
        switch (relaunched()) {
            case UP -> watch();
            case CLOSING -> LOG.debug("PostgreSQL ended, as asked");
            // Not under the lock: whoever is told closes this server, from another thread, and waits for that.
            case LOST -> lost.get().run();
        }
    }

    private enum End {
        UP,
        CLOSING,
        LOST
    }

    private synchronized End relaunched() {
        if (closing) {
            return End.CLOSING;
        }
        long now = System.nanoTime();
        long before = ends[endCount % MOST_ENDS];
        ends[endCount % MOST_ENDS] = now;
        endCount++;
        if (endCount > MOST_ENDS && now - before < WINDOW_NANOS) {
            LOG.error("PostgreSQL ended {} times within a minute; postgres/server.log says why", MOST_ENDS + 1);
            return End.LOST;
        }
        try {
            LOG.warn("PostgreSQL ended by itself; starting it again");
            postgres.relaunch();
            return End.UP;
        } catch (IOException e) {
            LOG.error("PostgreSQL cannot be started again", e);
            return End.LOST;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
        }
        postgres.close();
    }
}
