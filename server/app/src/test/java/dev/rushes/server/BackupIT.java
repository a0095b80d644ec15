// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup made under load comes back with all that was acknowledged before, and bad ones are refused (promise P-30). */
@Tag("promise")
class BackupIT {
    private static final int BEFORE = 120;
    private static final int DURING = 60;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedBeforeABackupUnderLoadComesBack() throws Exception {
        Path backup = folder.resolve("backup");
        Job job;
        List<LoggedEdit> before;
        Timeline cut;
        Timeline newest;
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(folder, worker)) {
            TestServer client = server.client();
            job = Cutting.job(client);
            List<LoggedEdit> acknowledged = new CopyOnWriteArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread editor = Thread.ofVirtual().start(() -> edit(server, client.token(), job, acknowledged, over));
            awaitEdits(acknowledged, BEFORE);
            before = List.copyOf(acknowledged);
            cut = Cutting.timeline(client, job, 1);
            newest = Cutting.timeline(client, job, before.getLast().getRevision());
            assertThat(run(folder.resolve("data"), "backup", backup.toString())).isZero();
            awaitEdits(acknowledged, acknowledged.size() + DURING);
            over.set(true);
            editor.join();
            assertThat(acknowledged).hasSizeGreaterThan(before.size() + DURING);
        }
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertThat(run(elsewhere.resolve("data"), "restore", backup.toString())).isZero();
        try (FakeWorker worker = new FakeWorker();
                ServerProcess restored = ServerProcess.launch(elsewhere, worker)) {
            TestServer client = restored.client();
            assertThat(Cutting.timeline(client, job, 1)).isEqualTo(cut);
            assertThat(Cutting.timeline(client, job, before.getLast().getRevision()))
                    .isEqualTo(newest);
            assertThat(edits(client, job, before.size())).isEqualTo(before);
            Media clip = client.add(job, Media.Kind.KIND_CLIP, "edited-a.mp4");
            assertThat(client.get(client.content(clip)).body()).isEqualTo("content of edited-a.mp4");
            Cutting.apply(client, job, newestRevision(client, job), "ada", Cutting.slip("shot-1", 1));
        }
    }

    @Test
    void damagedBackupsAndFullFoldersAreRefused() throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup");
        assertThat(run(data, "backup", backup.toString())).as("no data yet").isOne();
        try (FakeWorker worker = new FakeWorker()) {
            ServerProcess server = ServerProcess.launch(folder, worker);
            server.client().add(server.client().job(10), Media.Kind.KIND_CLIP, "one.mp4");
            assertThat(run(data, "restore", backup.toString()))
                    .as("no backup yet")
                    .isOne();
            assertThat(server.stop()).isZero();
        }
        assertThat(run(data, "backup", backup.toString()))
                .as("a stopped server")
                .isZero();
        assertThat(run(data, "backup", backup.toString())).as("there is one").isOne();
        assertThat(run(data, "restore", backup.toString())).as("there is data").isOne();

        Path blob;
        try (Stream<Path> blobs = Files.walk(backup.resolve("media/blobs"))) {
            blob = blobs.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] good = Files.readAllBytes(blob);
        byte[] bad = good.clone();
        bad[3] ^= 1;
        Files.write(blob, bad);
        Path empty = folder.resolve("empty");
        assertThat(run(empty, "restore", backup.toString())).as("a flipped bit").isOne();
        assertThat(empty).doesNotExist();
        Files.delete(blob);
        assertThat(run(empty, "restore", backup.toString())).as("a lost file").isOne();
        Files.write(blob, good);
        Path manifest = backup.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"online\" : false", "\"online\" : true"));
        assertThat(run(empty, "restore", backup.toString()))
                .as("a changed manifest")
                .isOne();
        Files.writeString(manifest, text);

        assertThat(run(data, "restore", backup.toString(), "--force")).isZero();
        try (Stream<Path> found = Files.list(data)) {
            assertThat(found.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("replaced-"))
                    .noneMatch(name -> name.startsWith("restoring-"));
        }
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(folder, worker)) {
            assertThat(server.client().job(10).getJobId()).isNotEmpty();
            assertThat(run(data, "restore", backup.toString(), "--force"))
                    .as("a server works there")
                    .isOne();
        }
    }

    private static int run(Path data, String... words) throws IOException {
        Files.createDirectories(data.getParent());
        return BackupMain.run(List.of(words), Map.of("RUSHES_DATA_DIR", data.toString()));
    }

    private static void awaitEdits(List<LoggedEdit> acknowledged, int count) {
        Awaitility.await("edits").atMost(java.time.Duration.ofSeconds(60)).until(() -> acknowledged.size() >= count);
    }

    private static void edit(
            ServerProcess server, String token, Job job, List<LoggedEdit> acknowledged, AtomicBoolean over) {
        try (RawEditor editor = new RawEditor(server.uri(), token, job.getJobId())) {
            for (int i = 0; !over.get(); i++) {
                acknowledged.add(editor.slip("shot-" + (1 + i / 2 % 3), i % 2 == 0 ? 1 : -1));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<LoggedEdit> edits(TestServer client, Job job, int count) {
        List<LoggedEdit> found = new ArrayList<>();
        String page = "";
        do {
            var answer = Cutting.timelines(client)
                    .listEdits(ListEditsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setPageToken(page)
                            .build());
            found.addAll(answer.getEditsList());
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        // The first is the generated cut, the last may be newer than the backup's beginning.
        return found.subList(1, 1 + count);
    }

    private static long newestRevision(TestServer client, Job job) {
        return Cutting.timeline(client, job, 0).getRevision();
    }
}
