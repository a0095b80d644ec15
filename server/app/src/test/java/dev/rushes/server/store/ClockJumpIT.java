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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes whose clocks are an hour apart do not take each other's work for abandoned (promise P-37). */
class ClockJumpIT {
    private static final Map<TaskQueue.Kind, Integer> ONE = Map.of(TaskQueue.Kind.ANALYSIS, 1);
    private static final Ids INCIDENTS = new Ids(InstantSource.system(), new SecureRandom());
    private static final InstantSource AN_HOUR_AHEAD =
            InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    /** Twice as long as it takes to give a silent process up. */
    private static final Duration LONG = Duration.ofSeconds(8);

    @TempDir
    private Path folder;

    private final AtomicInteger begun = new AtomicInteger();
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

    @Test
    void workOfALivingProcessIsNotTakenByOneWhoseClockIsAhead() throws Exception {
        assertThat(isTakenOver(database -> database.clock(AN_HOUR_AHEAD))).isFalse();
        assertThat(begun).hasValue(1);
    }

    /** Mutation twin: by its own clock the second process takes the work over while the first still does it. */
    @Test
    void twinThatTrustsItsOwnClockTakesItOver() throws Exception {
        assertThat(isTakenOver(database -> AN_HOUR_AHEAD)).isTrue();
    }

    private boolean isTakenOver(Function<Database, InstantSource> clockOfTheSecond) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (LocalPostgres postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("pg")));
                Database database = Database.open(
                        new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 8);
                DbTaskQueue first = new DbTaskQueue(
                        database.source(), "first", ONE, INCIDENTS, database.clock(InstantSource.system()));
                DbTaskQueue second = new DbTaskQueue(
                        database.source(), "second", ONE, INCIDENTS, clockOfTheSecond.apply(database))) {
            first.start(Map.of(TaskQueue.Kind.ANALYSIS, slow));
            first.submit(TaskQueue.Kind.ANALYSIS, "long");
            Awaitility.await().until(() -> begun.get() == 1);
            second.start(Map.of(TaskQueue.Kind.ANALYSIS, slow));
            try {
                Awaitility.await().atMost(LONG).until(() -> begun.get() > 1);
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            } finally {
                end.countDown();
            }
        }
    }
}
