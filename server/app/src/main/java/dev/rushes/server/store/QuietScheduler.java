// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps db-scheduler's stack traces out of the log when they tell what is told already: that the database does not answer (a line by
 * the pulse, one when it goes and one when it is back), or that a poll was interrupted because the server stops. They come with level
 * DEBUG of its loggers; every other error of it is logged as it is. Named in logback.xml. Thread-safe.
 */
public final class QuietScheduler extends TurboFilter {
    private static final String SCHEDULER = "com.github.kagkarlsson.scheduler";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            String format,
            Object @Nullable [] params,
            @Nullable Throwable error) {
        return error != null
                        && logger.getName().startsWith(SCHEDULER)
                        && logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)
                        && isToldAlready(error)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isToldAlready(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    /** As in {@link Outage}; and a pool that is closed says so in words only. */
    private static boolean isOutage(SQLException error) {
        @Nullable String state = error.getSQLState();
        String message = String.valueOf(error.getMessage());
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"))
                || message.contains("has been closed");
    }
}
