// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Supplier;
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
 * Hands out connections tied to the scope of the code that asks, and turns a database that is away, full or too busy
 * into a fault that says so and when to try again; every other failure stays what it is. Thread-safe.
 */
final class Outage implements ConnectionProvider, ExecuteListener {
    private static final long serialVersionUID = 1L;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    /** Space is freed by people. */
    private static final Duration ONCE_FREED = Duration.ofSeconds(30);

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
            throw told(e, () -> new DataAccessException("no connection", e));
        }
        try {
            walls.bind(connection);
            return connection;
        } catch (SQLException e) {
            release(connection);
            throw told(e, () -> new DataAccessException("the connection cannot be tied to a scope", e));
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
            throw told(e, () -> new DataAccessException("the connection cannot be given back", e));
        }
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException cause = context.sqlException();
        @Nullable Fault fault = cause == null ? null : fault(cause);
        if (fault != null) {
            context.exception(fault);
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
                throw cause == null ? e : told(cause, () -> e);
            }
        }
    }

    private static RuntimeException told(SQLException error, Supplier<DataAccessException> otherwise) {
        @Nullable Fault fault = fault(error);
        return fault == null ? otherwise.get() : fault;
    }

    private static Fault away() {
        return new Fault.Unavailable(
                Reason.DATABASE_UNAVAILABLE,
                "the database does not answer; nothing is lost, send the same request again in a moment",
                TRY_AGAIN);
    }

    private static Fault busy() {
        return new Fault.Unavailable(
                Reason.DATABASE_UNAVAILABLE,
                "the database has too much to do and took nothing of this request; send the same request again in a moment",
                TRY_AGAIN);
    }

    private static Fault full() {
        return new Fault.Unavailable(
                Reason.STORAGE_FULL,
                "the disk of the database is full and nothing of this request was saved; free some space there, then send the same"
                        + " request again",
                ONCE_FREED);
    }

    /** Returns what the caller can do about an error of PostgreSQL (its manual, appendix A); null for what is a bug. */
    private static @Nullable Fault fault(SQLException error) {
        for (Throwable cause = error; cause instanceof SQLException sql; cause = sql.getCause()) {
            @Nullable Fault fault = cause instanceof SQLTransientConnectionException ? away() : fault(stateOf(sql));
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /**
     * Class 08 is a lost connection, 57P0x a server that stops or starts, 53300 one with too many clients; 53100 a full disk; 57014 a
     * statement that took too long, 55P03 a lock nobody gave back in time, 40P01 and 40001 two transactions of which one must begin again.
     */
    private static @Nullable Fault fault(String state) {
        return switch (state) {
            case "53300" -> away();
            case "53100" -> full();
            case "57014", "55P03", "40P01", "40001" -> busy();
            default -> state.startsWith("08") || state.startsWith("57P0") ? away() : null;
        };
    }

    private static String stateOf(SQLException error) {
        @Nullable String state = error.getSQLState();
        return state == null ? "" : state;
    }
}
