// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.rushes.db.migration.Migrations;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;

/** The server's pool of connections to PostgreSQL, opened on a migrated schema. Thread-safe. */
public final class Database implements AutoCloseable {
    /** Long enough for any statement of this schema; a stuck one must not hold a connection for ever. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(15);

    /** With a lost PostgreSQL, how long a caller waits before the pulse notices; without one, how long for a connection to get free. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);

    /** A statement that waits longer hangs on a frozen server or a dead network. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(20);

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
            Migrations.run(pool);
            return new Database(pool, Pulse.start(address));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
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
     * (promise P-37). Until PostgreSQL has told it for the first time it is {@code local}.
     */
    public InstantSource clock(InstantSource local) {
        return () -> pulse.now().orElseGet(local::instant);
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
