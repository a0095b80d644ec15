// SPDX-License-Identifier: Apache-2.0
package dev.rushes.db.migration;

import static dev.rushes.db.Tables.SCHEDULED_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsIT {

    @TempDir
    private static Path folder;

    private static LocalPostgres postgres;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("db")));
        assertThat(Migrations.run(postgres.dataSource())).isPositive();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @Test
    void secondRunAppliesNothing() {
        assertThat(Migrations.run(postgres.dataSource())).isZero();
    }

    @Test
    void schedulerRunsTasksByPriority() {
        List<String> ran = new CopyOnWriteArrayList<>();
        OneTimeTask<Void> task = Tasks.oneTime("note").execute((instance, context) -> ran.add(instance.getId()));
        Scheduler scheduler = Scheduler.create(postgres.dataSource(), task)
                .threads(1)
                .pollUsingLockAndFetch(0.5, 1.0)
                .enablePriority()
                .pollingInterval(Duration.ofMillis(50))
                .build();
        Instant due = Instant.parse("2026-01-01T00:00:00Z");
        scheduler.schedule(task.instanceBuilder("later").priority(1).build(), due);
        scheduler.schedule(task.instanceBuilder("sooner").priority(9).build(), due);
        DSLContext database = DSL.using(postgres.dataSource(), SQLDialect.POSTGRES);
        assertThat(database.fetchCount(SCHEDULED_TASKS)).isEqualTo(2);
        scheduler.start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> database.fetchCount(SCHEDULED_TASKS) == 0);
            assertThat(ran).containsExactly("sooner", "later");
        } finally {
            scheduler.stop();
        }
    }
}
