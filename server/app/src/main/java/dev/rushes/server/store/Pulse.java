// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks PostgreSQL four times a second, on a connection of its own, what time it is: callers are told at once that it does not answer,
 * instead of each waiting for a connection (promise P-22), and all servers have one clock (P-37). Thread-safe.
 */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration PERIOD = Duration.ofMillis(250);
    /** An answer later than this is none: with the period it keeps every refusal under a second. */
    private static final int PATIENCE_SECONDS = 1;

    private final Database.Address address;
    private final ScheduledExecutorService thread;
    private volatile boolean beating = true;
    private volatile Reading reading;
    private volatile Consumer<Boolean> listener = answers -> {};
    private @Nullable Connection connection;

    /** What PostgreSQL's clock showed at a time of {@link System#nanoTime}, which no change of this machine's clock moves. */
    private record Reading(Instant shown, long nanos) {}

    private Pulse(Database.Address address, Reading first) {
        this.address = address;
        this.reading = first;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("database-pulse").factory());
    }

    /** Starts with the time that PostgreSQL tells on {@code line}, so that nobody ever goes by another clock. */
    static Pulse start(Database.Address address, Connection line) throws SQLException {
        Pulse pulse = new Pulse(address, read(line));
        pulse.thread.scheduleWithFixedDelay(pulse::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** Returns whether PostgreSQL answered the last time it was asked. */
    boolean isBeating() {
        return beating;
    }

    /** Returns the time by PostgreSQL's clock, from its last answer on. */
    Instant now() {
        Reading last = reading;
        return last.shown().plusNanos(System.nanoTime() - last.nanos());
    }

    /** Calls {@code newListener} with the present state and with each change from now on. */
    void onChange(Consumer<Boolean> newListener) {
        listener = newListener;
        newListener.accept(beating);
    }

    private void tell(boolean answers) {
        if (beating != answers) {
            beating = answers;
            listener.accept(answers);
        }
    }

    private void beat() {
        try {
            Connection open = connection == null ? Line.open(address, "rushes-pulse", PATIENCE_SECONDS) : connection;
            connection = open;
            reading = read(open);
            if (!beating) {
                LOG.info("PostgreSQL answers again");
            }
            tell(true);
        } catch (SQLException e) {
            if (beating) {
                LOG.warn("PostgreSQL does not answer ({}); calls are refused until it does", e.getMessage());
            }
            tell(false);
            hangUp();
        }
    }

    private static Reading read(Connection open) throws SQLException {
        // The socket waits no longer than the line was opened for.
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return new Reading(row.getObject(1, OffsetDateTime.class).toInstant(), System.nanoTime());
        }
    }

    private void hangUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("the connection was dead already", e);
            }
        }
    }

    @Override
    public void close() {
        thread.execute(this::hangUp);
        thread.shutdown();
    }
}
