// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-10, the fence: a server that is frozen over its clips is taken for dead, another finishes them, and then it wakes up with
 * results of its own. Two servers on one PostgreSQL and one media folder.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class LateWriterIT {
    private static final Logger LOG = LoggerFactory.getLogger(LateWriterIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CLIPS = 4;
    private static final int CLIP_MILLIS = 3_000;

    @Test
    void resultsOfAServerThatWasTakenForDeadAreDropped(Scene scene) throws Exception {
        Effects effects = freezeAServerOverItsClips(scene, List.of(), Tier.count(1, 50, 500));

        assertThat(effects.doubled()).as("clips with two results").isEmpty();
    }

    /** Mutation twin of P-10: without the attempt in the commit the oracle must see clips with two results. */
    @Test
    void twinWithoutFenceWritesTwice(Scene scene) throws Exception {
        Effects effects = freezeAServerOverItsClips(scene, List.of(Mutant.withoutFence(scene)), 1);

        assertThat(effects.doubled()).as("double effects seen by the oracle").isNotEmpty();
    }

    private Effects freezeAServerOverItsClips(Scene scene, List<Path> mutants, int rounds) throws Exception {
        LocalPostgres postgres =
                LocalPostgres.start(PostgresConfig.durable(scene.folder().resolve("postgres")));
        scene.own(postgres);
        Database database = new Database(scene.folder().resolve("postgres"));
        StandInWorker worker = scene.own(new StandInWorker("slow", 0, CLIP_MILLIS, CLIP_MILLIS, System.out));
        Map<String, String> settings = new HashMap<>(Map.of(
                "RUSHES_WORKERS", worker.address(),
                "RUSHES_DATABASE_URL", postgres.jdbcUrl(),
                "RUSHES_DATABASE_USER", postgres.user(),
                "RUSHES_DATABASE_PASSWORD", postgres.password()));
        settings.put("RUSHES_INSTANCE", "first");
        ServerChild first = ServerChild.start(scene, "first", settings, mutants);
        Connection connection = scene.own(first.connect());
        Files.createDirectories(scene.folder().resolve("second"));
        Files.createSymbolicLink(
                scene.folder().resolve("second/media"), scene.folder().resolve("first/media"));
        Effects effects = new Effects(database);
        effects.watch();
        ServerChild second = null;
        for (int round = 0; round < rounds; round++) {
            Job job = connection.job(10);
            for (int clip = 0; clip < CLIPS; clip++) {
                connection.upload(job, Media.Kind.KIND_CLIP, "late-" + round + "-" + clip + ".mp4");
            }
            Awaitility.await("clips under way")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> database.number("select count(*) from analyses where state = 'RUNNING'") == CLIPS);
            first.child().freeze();
            if (second == null) {
                settings.put("RUSHES_INSTANCE", "second");
                second = ServerChild.start(scene, "second", settings, List.of());
            }
            long wanted = (round + 1L) * CLIPS;
            Awaitility.await("the second server has finished them")
                    .atMost(PATIENCE)
                    .until(() -> effects.written() == wanted);
            first.child().thaw();
            // Its late results are dropped, or written in a mutant, before it answers to this.
            connection.upload(job, Media.Kind.KIND_CLIP, "awake-" + round + ".mp4");
            Awaitility.await("the first server works again")
                    .atMost(PATIENCE)
                    .until(() ->
                            database.number("select count(*) from analyses where state in ('PENDING','RUNNING')") == 0);
            database.execute("delete from effects where file_name like 'awake-%'");
        }
        LOG.info(
                "P-10 fence: attempts {}, doubled {}",
                database.rows("select file_name, attempt from analyses order by file_name"),
                effects.doubled());
        assertThat(database.number("select count(*) from analyses where attempt >= 2"))
                .as("clips that were taken over")
                .isPositive();
        return effects;
    }
}
