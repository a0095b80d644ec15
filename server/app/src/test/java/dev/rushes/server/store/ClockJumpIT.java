// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.id.Ids;
import dev.rushes.server.task.DbTaskQueue;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.TaskQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose clocks are an hour apart do not take each other's work for abandoned (promise P-37). */
@Tag("promise")
class ClockJumpIT {
    private static final InstantSource AN_HOUR_AHEAD =
            InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    private static final Map<TaskQueue.Kind, Integer> ONE = Map.of(TaskQueue.Kind.ANALYSIS, 1);
    private static final Ids INCIDENTS = new Ids(InstantSource.system(), new SecureRandom());
    /** How often a process looks for work of silent ones before we believe that it takes none. */
    private static final int LOOKS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private final TaskHandler slow = new TaskHandler() {
        @Override
        public Verdict run(String id) throws InterruptedException {
            begun.incrementAndGet();
            end.await();
            return Verdict.DONE;
        }

        @Override
        public void giveUp(String id, Failure why) {
            throw new AssertionError(why.message());
        }
    };

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("pg")));
        database = Database.open(address(), 8);
        // How long a process had been silent, by PostgreSQL's clock, whenever another takes its work.
        try (Connection line = Database.migrating(address()).getConnection()) {
            line.createStatement()
                    .execute("create table takeovers (silent interval);"
                            + " create function note_takeover() returns trigger language plpgsql security definer as $$ begin"
                            + " insert into public.takeovers values (clock_timestamp() - old.last_heartbeat); return new; end $$;"
                            + " create trigger takeover after update on scheduled_tasks for each row"
                            + " when (old.picked and not new.picked) execute function note_takeover()");
        }
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        postgres.close();
    }

    @AfterEach
    void forget() throws Exception {
        end.countDown();
        try (Connection line = Database.migrating(address()).getConnection()) {
            line.createStatement().execute("delete from scheduled_tasks; delete from takeovers");
        }
    }

    /** However long a busy machine keeps the first process from telling that it lives: what counts is what PostgreSQL was told. */
    @Test
    void workOfALivingProcessIsNotTakenByOneWhoseClockIsAhead() throws Exception {
        try (DbTaskQueue first = queue("first", database.clock());
                DbTaskQueue second = queue("second", database.clock())) {
            begin(first);
            startCounting(second);
            Awaitility.await().atMost(PATIENCE).until(() -> looks.get() >= LOOKS);
            assertThat(earlyTakeovers()).isZero();
        }
    }

    /** Mutation twin: by its own clock the second process takes the work over while the first still does it. */
    @Test
    void twinThatTrustsItsOwnClockTakesItOver() throws Exception {
        try (DbTaskQueue first = queue("first", database.clock());
                DbTaskQueue second = queue("second", AN_HOUR_AHEAD)) {
            begin(first);
            startCounting(second);
            Awaitility.await().atMost(PATIENCE).until(() -> earlyTakeovers() > 0);
        }
    }

    private DbTaskQueue queue(String name, InstantSource clock) {
        return new DbTaskQueue(counting(DataSource.class, database.source()), name, ONE, INCIDENTS, clock);
    }

    private void begin(DbTaskQueue queue) {
        queue.start(Map.of(TaskQueue.Kind.ANALYSIS, slow));
        queue.submit(TaskQueue.Kind.ANALYSIS, "long");
        Awaitility.await().atMost(PATIENCE).until(() -> begun.get() == 1);
    }

    private void startCounting(DbTaskQueue queue) {
        looks.set(0);
        queue.start(Map.of(TaskQueue.Kind.ANALYSIS, slow));
    }

    private static long earlyTakeovers() throws Exception {
        try (Connection line = Database.migrating(address()).getConnection();
                ResultSet row = line.createStatement()
                        .executeQuery("select count(*) from takeovers where silent < interval '4 seconds'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Database.Address address() {
        return new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Returns the same source, or a connection of it, that counts how often somebody looks for silent processes. */
    private <T> T counting(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).contains("last_heartbeat <")) {
                        looks.incrementAndGet();
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof Connection line ? counting(Connection.class, line) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
