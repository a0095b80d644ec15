// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.rushes.db.migration.Migrations;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's pool of connections to PostgreSQL, opened on a migrated schema. Thread-safe. */
public final class Database implements AutoCloseable {
    /** Long enough for any statement of this schema; a stuck one must not hold a connection for ever. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(15);

    /** With a lost PostgreSQL, how long a caller waits before the pulse notices; without one, how long for a connection to get free. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);

    /** A statement that waits longer hangs on a frozen server or a dead network. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(20);

    /** How long a migration may wait for a lock: whoever comes after it waits too, so that a longer wait is an outage. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    /** Each waits for the lock, so together half a minute. */
    private static final int MOST_TRIES = 15;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource pool;
    private final Pulse pulse;
    private final DSLContext dsl;
    private final DataSource systemSource;

    private Database(HikariDataSource pool, Pulse pulse) {
        this.pool = pool;
        this.pulse = pulse;
        Walls walls = new Walls();
        this.systemSource = SystemSource.over(pool, walls);
        Outage outage = new Outage(pool, walls, pulse);
        this.dsl = DSL.using(new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(outage)
                .set(outage.transactions())
                .set(new DefaultExecuteListenerProvider(outage))
                .set(new Settings().withExecuteLogging(false)));
    }

    /** Where PostgreSQL is; the password never appears in {@link #toString}. */
    public record Address(String jdbcUrl, String user, String password) {
        @Override
        public String toString() {
            return jdbcUrl + " as " + user;
        }
    }

    /** Opens the pool and brings the schema up to date. */
    public static Database open(Address address, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setPoolName("rushes");
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(Metrics.globalRegistry));
        config.addDataSourceProperty("ApplicationName", "rushes");
        config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=" + STATEMENT_TIMEOUT.toMillis()
                        + " -c idle_in_transaction_session_timeout=15000 -c lock_timeout=5000");
        HikariDataSource pool = new HikariDataSource(config);
        try {
            migrate(address);
            return new Database(pool, pulse(address));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** On a connection without the pool's limits: building an index takes as long as there are rows. */
    private static void migrate(Address address) {
        for (int tries = 1; ; tries++) {
            try {
                Migrations.run(migrating(address));
                return;
            } catch (FlywayException e) {
                if (tries == MOST_TRIES || !isLockTimeout(e)) {
                    throw e;
                }
                LOG.info("a migration waited {} ms for a lock and lets others go first", LOCK_TIMEOUT.toMillis());
            }
        }
    }

    private static Pulse pulse(Address address) {
        try (Connection line = migrating(address).getConnection()) {
            return Pulse.start(address, line);
        } catch (SQLException e) {
            throw new DataAccessException("PostgreSQL does not tell the time", e);
        }
    }

    private static boolean isLockTimeout(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    static DataSource migrating(Address address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName("rushes-migrations");
        source.setOptions("-c statement_timeout=0 -c lock_timeout=" + LOCK_TIMEOUT.toMillis());
        return source;
    }

    /** Returns the source of connections for libraries that bring their own statements; they span creators. */
    public DataSource source() {
        return systemSource;
    }

    DSLContext dsl() {
        return dsl;
    }

    /**
     * Returns a clock that tells PostgreSQL's time, so that servers whose own clocks differ or jump agree on who is silent for how long
     * (promise P-37).
     */
    public InstantSource clock() {
        return pulse::now;
    }

    /** Calls {@code listener} when the database stops answering (false) and when it answers again (true). */
    public void onAnswering(Consumer<Boolean> listener) {
        pulse.onChange(listener);
    }

    @Override
    public void close() {
        pulse.close();
        pool.close();
    }
}
