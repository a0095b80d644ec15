// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** P-28: somebody who brings thousands of clips does not keep others waiting. */
@Tag("promise")
@ExtendWith(OnScene.class)
class FairShareIT {
    private static final Logger LOG = LoggerFactory.getLogger(FairShareIT.class);
    private static final int LEAST_MILLIS = 400;
    private static final int MOST_MILLIS = 600;
    private static final int SENDERS = 8;
    /** Clips of the many that are brought as people bring them; the others are copies of what the last one left in the database. */
    private static final int UPLOADED = 200;
    /** What many clips of others may cost somebody's first one, and the look at it. */
    private static final Duration LIMIT = Duration.ofSeconds(5).plusMillis(MOST_MILLIS);

    @Test
    void theFirstClipOfOneIsLookedAtBeforeTheThousandthOfAnother(Scene scene) throws Exception {
        int many = 10_000;
        StandInWorker worker = scene.own(new StandInWorker("fair", 0, LEAST_MILLIS, MOST_MILLIS, System.out));
        ServerChild server = ServerChild.start(
                scene,
                "data",
                Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_MAX_FILES_PER_JOB", "100000"),
                List.of());
        Connection ada = scene.own(server.connect());
        Job adas = ada.job(10);
        worker.hold();
        uploadAll(ada, adas, UPLOADED);
        Database database = server.database();
        repeat(database, UPLOADED - 1, many - UPLOADED);
        worker.release();
        long waiting = database.number(
                "select count(*) from analyses join scheduled_tasks on analysis_id::text = task_instance"
                        + " where state in ('PENDING', 'RUNNING')");
        assertThat(waiting).as("clips that wait").isGreaterThan(many - UPLOADED / 2);
        Duration behind = Duration.ofMillis(waiting * LEAST_MILLIS / StandInWorker.SLOTS);
        assertThat(behind)
                .as("what waits takes longer than the limit, else nothing is shown")
                .isGreaterThan(LIMIT.multipliedBy(2));

        Connection bob = scene.own(ada.ofAnotherCreator("bob"));
        Job bobs = bob.job(10);
        bob.upload(bobs, Media.Kind.KIND_CLIP, "only.mp4");
        long from = System.nanoTime();
        Awaitility.await("his first clip")
                .atMost(behind)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> states(bob, bobs).contains(Analysis.State.STATE_SUCCEEDED));
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        LOG.info(
                "P-28: behind {} clips of somebody else, {} s of work, the first clip took {} ms",
                waiting,
                behind.toSeconds(),
                took.toMillis());

        assertThat(took).isLessThan(LIMIT);
    }

    private static void uploadAll(Connection connection, Job job, int many) throws Exception {
        List<Callable<Media>> uploads = new ArrayList<>();
        for (int clip = 0; clip < many; clip++) {
            String name = "clip-" + clip + ".mp4";
            uploads.add(() -> connection.upload(job, Media.Kind.KIND_CLIP, name));
        }
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (Future<Media> upload : senders.invokeAll(uploads)) {
                upload.get();
            }
        }
    }

    /**
     * Gives a clip's file, its look and the task for it, all still waiting, as many equals with contents of their own; all at once, because
     * a server gives files without a look one of its own.
     */
    private static void repeat(Database database, int clip, int times) throws IOException, SQLException {
        String file = "'clip-" + clip + ".mp4'";
        database.execute(
                "begin",
                "create temp table copies as select gen_random_uuid() media, gen_random_uuid() analysis,"
                        + " encode(sha256(n::text::bytea), 'hex') sha256 from generate_series(1, " + times + ") n",
                "insert into media select (jsonb_populate_record(one, jsonb_build_object('media_id', media, 'sha256', copies.sha256))).*"
                        + " from media one, copies where file_name = " + file,
                "insert into scheduled_tasks select (jsonb_populate_record(task, jsonb_build_object('task_instance', analysis))).*"
                        + " from scheduled_tasks task join analyses on analysis_id::text = task_instance, copies"
                        + " where file_name = " + file + " and not picked",
                "insert into analyses select (jsonb_populate_record(one, jsonb_build_object('analysis_id', analysis, 'sha256', copies.sha256))).*"
                        + " from analyses one, copies where file_name = " + file + " and state = 'PENDING'",
                "commit");
    }

    private static List<Analysis.State> states(Connection connection, Job job) {
        return connection
                .analyses()
                .listAnalyses(ListAnalysesRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getAnalysesList()
                .stream()
                .map(Analysis::getState)
                .toList();
    }
}
