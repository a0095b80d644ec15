// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.google.common.base.Throwables;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL below this server's data folder, started again on its port when it ends by itself; on a full disk once there is room.
 * Thread-safe.
 */
final class OwnedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedPostgres.class);
    /** Ends within a minute that are one too many: then the data is damaged, and a person must look. */
    private static final int MOST_ENDS = 5;

    private static final long WINDOW_NANOS = 60_000_000_000L;
    /** A file of PostgreSQL's log: with less it cannot start. */
    private static final long LEAST_ROOM_BYTES = 16L << 20;
    /** With less than this, what keeps it from running may be the disk. */
    private static final long ENOUGH_ROOM_BYTES = 64L << 20;

    private static final long LOOK_FOR_ROOM_MILLIS = 500;

    private final Path directory;
    private final LocalPostgres postgres;
    private final AtomicReference<Runnable> lost = new AtomicReference<>(() -> {});
    private final long[] ends = new long[MOST_ENDS];
    private int endCount;
    private boolean closing;

    private OwnedPostgres(Path directory) throws IOException {
        this.directory = directory;
        this.postgres = LocalPostgres.start(PostgresConfig.durable(directory));
        watch();
    }

    /** Starts it beside the caller; close what is returned, whether it was joined or not. */
    static Starting start(Path directory) {
        FutureTask<OwnedPostgres> start = new FutureTask<>(() -> new OwnedPostgres(directory));
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
        if (endCount > MOST_ENDS && now - before < WINDOW_NANOS && room() >= ENOUGH_ROOM_BYTES) {
            LOG.error("PostgreSQL ended {} times within a minute; postgres/server.log says why", MOST_ENDS + 1);
            return End.LOST;
        }
        LOG.warn("PostgreSQL ended by itself; starting it again");
        while (true) {
            awaitRoom();
            if (closing) {
                return End.CLOSING;
            }
            try {
                postgres.relaunch();
                return End.UP;
            } catch (IOException e) {
                if (room() >= ENOUGH_ROOM_BYTES) {
                    LOG.error("PostgreSQL cannot be started again", e);
                    return End.LOST;
                }
                LOG.warn("PostgreSQL does not start on a disk with {} MiB left; it is tried again", room() >> 20, e);
            }
        }
    }

    /** Waits until the disk has room to start on, or until this is closed; calls are told meanwhile that the database is away. */
    private synchronized void awaitRoom() {
        if (room() < LEAST_ROOM_BYTES) {
            LOG.error(
                    "the disk of PostgreSQL is full; it starts again once {} has {} MiB",
                    directory,
                    LEAST_ROOM_BYTES >> 20);
        }
        try {
            while (!closing && room() < LEAST_ROOM_BYTES) {
                wait(LOOK_FOR_ROOM_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private long room() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            LOG.debug("{} is gone", directory, e);
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        postgres.close();
    }
}
