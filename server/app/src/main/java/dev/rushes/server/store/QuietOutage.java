// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps the stack traces of db-scheduler and of the pool out of the log when they tell what is told already: that the database does not
 * answer (a line by the pulse when it goes and one when it is back), or that a poll was interrupted because the server stops. They
 * come with level DEBUG of their loggers; every other error of theirs is logged as it is. Named in logback.xml. Thread-safe.
 */
public final class QuietOutage extends TurboFilter {
    private static final List<String> LOUD = List.of("com.github.kagkarlsson.scheduler", "com.zaxxer.hikari");

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            String format,
            Object @Nullable [] params,
            @Nullable Throwable error) {
        Throwable told = error == null ? last(params) : error;
        return told != null
                        && LOUD.stream().anyMatch(logger.getName()::startsWith)
                        && logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)
                        && isToldAlready(told)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** An error may also be the last of the values of a message. */
    private static @Nullable Throwable last(Object @Nullable [] params) {
        return params != null && params.length > 0 && params[params.length - 1] instanceof Throwable error
                ? error
                : null;
    }

    /** Looks at causes and at what they suppressed: a rollback on a lost connection fails for a reason of its own. */
    private static boolean isToldAlready(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException sql && isOutage(sql)
                    || Arrays.stream(cause.getSuppressed()).anyMatch(QuietOutage::isToldAlready)) {
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
