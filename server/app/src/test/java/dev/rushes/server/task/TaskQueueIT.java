// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P-12: work whose handler throws does not go on for ever unseen. */
class TaskQueueIT {
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static Database database;

    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<Failure> given = new LinkedBlockingQueue<>();

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("pg")));
        database = Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 8);
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        postgres.close();
    }

    /** Throws what it is given for the count of the call, or is done. */
    private final class Thrower implements TaskHandler {
        private final IntFunction<@Nullable RuntimeException> thrown;

        Thrower(IntFunction<@Nullable RuntimeException> thrown) {
            this.thrown = thrown;
        }

        @Override
        public Verdict run(String id) {
            RuntimeException next = thrown.apply(calls.incrementAndGet());
            if (next != null) {
                throw next;
            }
            return Verdict.DONE;
        }

        @Override
        public void giveUp(String id, Failure why) {
            given.add(why);
        }
    }

    private static DbTaskQueue queue() {
        return new DbTaskQueue(
                database.source(),
                "only",
                Map.of(TaskQueue.Kind.RENDER, 1),
                new Ids(InstantSource.system(), new SecureRandom()),
                InstantSource.system(),
                Duration.ofMillis(5));
    }

    private void work(String id, IntFunction<@Nullable RuntimeException> thrown) {
        try (DbTaskQueue queue = queue()) {
            queue.start(Map.of(TaskQueue.Kind.RENDER, new Thrower(thrown)));
            queue.submit(TaskQueue.Kind.RENDER, id);
            Awaitility.await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> isGone(id));
        }
    }

    private static boolean isGone(String id) throws Exception {
        try (var connection = database.source().getConnection();
                var query = connection.prepareStatement("select 1 from scheduled_tasks where task_instance = ?")) {
            query.setString(1, id);
            return !query.executeQuery().next();
        }
    }

    /** P-20: an upload ended at two servers at once failed at one of them. */
    @Test
    void aTaskThatAnotherServerMadeAndEndedMeanwhileIsNoError() throws Exception {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("create sequence tries");
            statement.execute("grant usage on sequence tries to public");
            statement.execute(
                    "create function another_was_faster() returns trigger language plpgsql as $$ begin"
                            + " if new.task_instance = 'raced' and nextval('tries') = 1 then raise unique_violation; end if; return new; end $$");
            statement.execute("create trigger another_was_faster before insert on scheduled_tasks"
                    + " for each row execute function another_was_faster()");
        }
        try (DbTaskQueue queue = queue()) {
            queue.start(Map.of(TaskQueue.Kind.RENDER, new Thrower(call -> null)));
            queue.submit(TaskQueue.Kind.RENDER, "raced");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .until(() -> calls.get() == 1 && isGone("raced"));
        }
    }

    @Test
    void workThatThrowsEachTimeIsGivenUpWithAnIncident() throws Exception {
        work("broken", call -> new IllegalStateException("call " + call));
        assertThat(calls).hasValue(DbTaskQueue.MAX_THROWS);
        Failure why = given.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(why).isNotNull();
        assertThat(why.kind()).isEqualTo(Failure.Kind.INTERNAL);
        assertThat(why.metadata()).containsKey("incidentId");
        assertThat(why.message()).doesNotContain("call");
        assertThat(given).isEmpty();
    }

    @Test
    void workThatComesRoundIsDone() {
        work("shaky", call -> call < DbTaskQueue.MAX_THROWS ? new IllegalStateException("call " + call) : null);
        assertThat(calls).hasValue(DbTaskQueue.MAX_THROWS);
        assertThat(given).isEmpty();
    }

    @Test
    void aFaultEndsItAtOnceInItsOwnWords() {
        work("full", call -> new Fault.Exhausted(Reason.STORAGE_FULL, "the disk is full; delete files", Map.of()));
        assertThat(calls).hasValue(1);
        assertThat(given).containsExactly(Failure.unavailable(Reason.STORAGE_FULL, "the disk is full; delete files"));
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        work(
                "waiting",
                call -> call == 1
                        ? new Fault.Unavailable(Reason.DATABASE_UNAVAILABLE, "the database is away", Duration.ZERO)
                        : null);
        assertThat(calls).hasValue(2);
        assertThat(given).isEmpty();
    }
}
