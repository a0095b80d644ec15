// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.Timeline;
import dev.rushes.client.EditSession;
import dev.rushes.client.RushesClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server killed with kill -9 while people edit: every acknowledged edit is in the log of the next one, once, and can be undone there. */
class EditRecoveryIT {
    private static final int KILLS = 1;
    private static final int PEOPLE = 4;
    private static final int EDITS_BEFORE_A_KILL = 300;

    @TempDir
    private Path folder;

    /** Words of each acknowledged edit by its revision: all that a caller knows. */
    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    @Test
    void noAcknowledgedEditIsLost() throws Exception {
        try (FakeWorker worker = new FakeWorker()) {
            ServerProcess running = ServerProcess.launch(folder, worker);
            Job job = Cutting.job(running.client());
            for (int kill = 1; kill <= KILLS; kill++) {
                editUntilKilled(running, job, kill * EDITS_BEFORE_A_KILL);
                running = ServerProcess.launch(folder, worker);
                assertNothingLost(running, job);
            }
            Timeline before = Cutting.timeline(running.client(), job, 0);
            try (RushesClient client = RushesClient.connect(
                    running.uri(), running.client().as("person-1").token())) {
                EditSession session = client.edit(job.getJobId());
                session.undo();
                assertThat(session.timeline().getShots(1).getSourceRange())
                        .isNotEqualTo(before.getShots(1).getSourceRange());
                session.redo();
                assertThat(session.timeline().getShotsList()).isEqualTo(before.getShotsList());
            }
            assertThat(running.stop()).isZero();
        }
    }

    private void editUntilKilled(ServerProcess server, Job job, int wanted) throws Exception {
        URI uri = server.uri();
        AtomicBoolean killed = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(PEOPLE);
        try (ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int person = 1; person <= PEOPLE; person++) {
                int own = person;
                String token = server.client().as("person-" + own).token();
                sessions.add(people.submit(() -> {
                    edit(new RawEditor(uri, token, job.getJobId()), own, started, killed);
                    return null;
                }));
            }
            started.await();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> acknowledged.size() >= wanted);
            killed.set(true);
            server.kill();
            for (Future<?> session : sessions) {
                session.get();
            }
        }
    }

    /** Slips an own shot to and fro until the server is gone; only what was answered is noted. */
    private void edit(RawEditor editor, int person, CountDownLatch started, AtomicBoolean killed) throws Exception {
        started.countDown();
        try (editor) {
            for (int i = 0; ; i++) {
                LoggedEdit logged = editor.slip("shot-" + person, i % 2 == 0 ? 1 : -1);
                acknowledged.put(logged.getRevision(), logged.getAuthor() + " " + logged.getWords());
            }
        } catch (StatusRuntimeException e) {
            assertThat(killed)
                    .as("the server failed before it was killed: " + e)
                    .isTrue();
        }
    }

    private void assertNothingLost(ServerProcess server, Job job) throws IOException {
        Map<Long, String> log = new ConcurrentHashMap<>();
        String token = "";
        do {
            ListEditsResponse page = Cutting.timelines(server.client())
                    .listEdits(ListEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setPageSize(1000)
                            .setPageToken(token)
                            .build());
            page.getEditsList()
                    .forEach(entry -> log.put(entry.getRevision(), entry.getAuthor() + " " + entry.getWords()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(log).containsAllEntriesOf(acknowledged);
        assertThat(log.keySet()).as("revisions have no gap").contains(1L, (long) log.size());
        assertThat(log.size() - acknowledged.size())
                .as("edits made but not answered, the first cut among them")
                .isBetween(1, 1 + KILLS * PEOPLE);
    }
}
