// SPDX-License-Identifier: Apache-2.0
package dev.rushes.db.migration;

import static dev.rushes.db.Tables.SCHEDULED_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsIT {

    private static final Param<UUID> ID = DSL.inline(UUID.fromString("01890000-0000-7000-8000-000000000001"));

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
    void timelinesSavedBeforeTheLogBecomeItsFirstEdits() {
        DSLContext database = DSL.using(postgres.dataSource(), SQLDialect.POSTGRES);
        migrate("007");
        database.execute("insert into old.projects values ({0}, 'p', 'ada', now())", ID);
        database.execute("insert into old.jobs values ({0}, {0}, 'j', 5000, 'SQUARE', 30, 1, now())", ID);
        database.execute("insert into old.timelines values ({0}, 1, '{\"shots\": 1}', now())", ID);
        database.execute("insert into old.timelines values ({0}, 2, '{\"shots\": 2}', now())", ID);
        database.execute(
                "insert into old.renders values ({0}, {0}, 2, 'HIGH', 'SUCCEEDED', 1, 0, '{}', null, null, 1, now(), now())",
                ID);
        migrate("latest");
        assertThat(database.fetch("select revision, author, edit ->> 'type', edit -> 'cut' ->> 'shots' from old.edits"
                                + " order by revision")
                        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3)))
                .containsExactly("1 rushes generated 1", "2 rushes generated 2");
        assertThat(database.fetchValue("select count(*) from old.timeline_snapshots"))
                .isEqualTo(2L);
        assertThatThrownBy(() -> database.execute("update old.edits set author = 'eve'"))
                .hasMessageContaining("edits are append-only");
    }

    private static void migrate(String target) {
        Flyway.configure()
                .dataSource(postgres.dataSource())
                .defaultSchema("old")
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
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
