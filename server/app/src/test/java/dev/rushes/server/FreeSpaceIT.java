// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.testkit.sample.Samples;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A media disk that fills up (P-21): a small tmpfs below a real server. */
@Tag("promise")
class FreeSpaceIT {
    private static final long MIB = 1L << 20;
    private static final long FLOOR = 32 * MIB;

    @TempDir
    private Path folder;

    private SmallDisk disk = SmallDisk.NONE;

    @AfterEach
    void unmount() throws Exception {
        disk.close();
    }

    @Test
    void uploadsStopAtTheFloorAndEverythingElseGoesOn() throws Exception {
        Path media = Files.createDirectories(folder.resolve("data/media"));
        disk = SmallDisk.mount(media, 128);
        assumeTrue(disk.failure().isEmpty(), "skipped: a small disk cannot be mounted here (" + disk.failure() + ")");
        Path ballast = Files.write(media.resolve("ballast"), new byte[(int) (20 * MIB)]);
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(
                        folder,
                        Map.of(
                                "RUSHES_WORKERS",
                                worker.address(),
                                "RUSHES_FREE_SPACE_FLOOR_BYTES",
                                Long.toString(FLOOR)));
                ExecutorService senders = Executors.newFixedThreadPool(6)) {
            Job job = server.job(5);
            List<byte[]> files = new ArrayList<>();
            List<Media> announced = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                byte[] bytes = new byte[(int) (20 * MIB)];
                new SplittableRandom(i).nextBytes(bytes);
                files.add(bytes);
                announced.add(announce(server, job, bytes));
            }
            List<Future<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int file = i;
                sent.add(senders.submit(
                        () -> server.put(announced.get(file).getUploadPath(), files.get(file), Map.of())));
            }
            int stored = 0;
            int refused = -1;
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> answer = sent.get(i).get();
                if (answer.statusCode() == 204) {
                    stored++;
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
                    assertThat(answer.body()).contains("STORAGE_FULL").contains("must stay free");
                    refused = i;
                }
            }
            assertThat(stored)
                    .as("108 MiB less the floor of 32 hold three files of 20")
                    .isEqualTo(3);
            assertThat(Files.getFileStore(media).getUsableSpace()).isGreaterThanOrEqualTo(FLOOR);
            for (int i = 0; i < 6; i++) {
                if (sent.get(i).get().statusCode() == 204) {
                    assertThat(server.get(server.content(announced.get(i)), "Range", "bytes=0-99")
                                    .statusCode())
                            .as("nothing acknowledged is lost")
                            .isEqualTo(206);
                }
            }
            Status.Code code = Status.Code.OK;
            try {
                announce(server, job, new byte[(int) (21 * MIB)]);
            } catch (StatusRuntimeException e) {
                code = e.getStatus().getCode();
            }
            assertThat(code).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(server.job(5).getJobId())
                    .as("the database has its own disk")
                    .isNotEmpty();

            Files.delete(ballast);
            assertThat(server.put(announced.get(refused).getUploadPath(), files.get(refused), Map.of())
                            .statusCode())
                    .as("room again, nothing else had to be done")
                    .isEqualTo(204);
        }
    }

    private static Media announce(TestServer server, Job job, byte[] bytes) {
        return server.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .createMedia(CreateMediaRequest.newBuilder()
                        .setMedia(Media.newBuilder()
                                .setJobId(job.getJobId())
                                .setKind(Media.Kind.KIND_CLIP)
                                .setFileName("large.mp4")
                                .setSizeBytes(bytes.length)
                                .setSha256(Samples.sha256(bytes)))
                        .build());
    }
}
