// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultTransactionProvider;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections tied to the scope of the code that asks, and turns a database that is away into the one fault that says so and when to try again; every other failure stays what it is. Thread-safe.
 */
final class Outage implements ConnectionProvider, ExecuteListener {
    private static final long serialVersionUID = 1L;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final transient DataSource source;
    private final transient Walls walls;
    private final transient Pulse pulse;

    Outage(DataSource source, Walls walls, Pulse pulse) {
        this.source = source;
        this.walls = walls;
        this.pulse = pulse;
    }

    @Override
    public Connection acquire() {
        if (!pulse.isBeating()) {
            throw away();
        }
        Connection connection;
        try {
            connection = source.getConnection();
        } catch (SQLException e) {
            throw isOutage(e) ? away() : new DataAccessException("no connection", e);
        }
        try {
            walls.bind(connection);
            return connection;
        } catch (SQLException e) {
            release(connection);
            throw isOutage(e) ? away() : new DataAccessException("the connection cannot be tied to a scope", e);
        } catch (RuntimeException e) {
            release(connection);
            throw e;
        }
    }

    @Override
    public void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw isOutage(e) ? away() : new DataAccessException("the connection cannot be given back", e);
        }
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException cause = context.sqlException();
        if (cause != null && isOutage(cause)) {
            context.exception(away());
        }
    }

    /** Transactions whose begin, commit and rollback tell an outage like statements do. */
    TransactionProvider transactions() {
        return new Transactions(new DefaultTransactionProvider(this));
    }

    private record Transactions(TransactionProvider inner) implements TransactionProvider {

        @Override
        public void begin(TransactionContext context) {
            translated(() -> inner.begin(context));
        }

        @Override
        public void commit(TransactionContext context) {
            translated(() -> inner.commit(context));
        }

        @Override
        public void rollback(TransactionContext context) {
            translated(() -> inner.rollback(context));
        }

        private static void translated(Runnable step) {
            try {
                step.run();
            } catch (DataAccessException e) {
                SQLException cause = e.getCause(SQLException.class);
                throw cause != null && isOutage(cause) ? away() : e;
            }
        }
    }

    private static Fault away() {
        return new Fault.Unavailable(
                Reason.DATABASE_UNAVAILABLE,
                "the database does not answer; nothing is lost, send the same request again in a moment",
                TRY_AGAIN);
    }

    /** Class 08 is a lost connection, 57P0x a server that stops or starts, 53300 one with too many clients (PostgreSQL, appendix A). */
    private static boolean isOutage(SQLException error) {
        for (Throwable cause = error; cause instanceof SQLException sql; cause = sql.getCause()) {
            String state = stateOf(sql);
            if (cause instanceof SQLTransientConnectionException
                    || state.startsWith("08")
                    || state.startsWith("57P0")
                    || state.equals("53300")) {
                return true;
            }
        }
        return false;
    }

    private static String stateOf(SQLException error) {
        @Nullable String state = error.getSQLState();
        return state == null ? "" : state;
    }
}
