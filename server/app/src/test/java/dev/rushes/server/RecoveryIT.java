// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server process killed in the middle: the next one on its folder finishes the job, each clip looked at with one result. */
class RecoveryIT {
    @TempDir
    private Path folder;

    @Test
    void aKilledServerFinishesItsJobAfterTheNextStart() throws Exception {
        try (FakeWorker worker = new FakeWorker()) {
            Process first = launch(worker);
            TestServer client = connect(first);
            Job job = client.job(5);
            worker.hold();
            client.add(job, Media.Kind.KIND_CLIP, "one.mp4");
            client.add(job, Media.Kind.KIND_CLIP, "two.mp4");
            client.add(job, Media.Kind.KIND_SONG, "song.mp3");
            Generation generation = client.generations()
                    .generateTimeline(GenerateTimelineRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .build());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> worker.calls("one.mp4") == 1
                            && worker.calls("two.mp4") == 1
                            && worker.calls("song.mp3") == 1);
            first.destroyForcibly().waitFor();
            worker.release();

            Process second = launch(worker);
            try {
                TestServer after = connect(second);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> after.generations()
                                        .getGeneration(GetGenerationRequest.newBuilder()
                                                .setGenerationId(generation.getGenerationId())
                                                .build())
                                        .getState()
                                == Generation.State.STATE_SUCCEEDED);
                assertThat(after.client("gproto", AnalysisServiceGrpc.AnalysisServiceBlockingStub.class)
                                .listAnalyses(ListAnalysesRequest.newBuilder()
                                        .setJobId(job.getJobId())
                                        .build())
                                .getAnalysesList())
                        .hasSize(3)
                        .allSatisfy(analysis -> assertThat(analysis.getAttempt())
                                .as("a killed server is not the clip's fault")
                                .isEqualTo(1));
            } finally {
                second.destroy();
                assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(second.exitValue()).as("a clean stop is a success").isZero();
            assertThat(folder.resolve("data/server.json")).doesNotExist();
        }
    }

    private TestServer connect(Process process) {
        Path ready = folder.resolve("data/server.json");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(process.isAlive())
                    .as("the server runs; see " + folder.resolve("log"))
                    .isTrue();
            return Files.exists(ready) && Files.readString(ready).contains("\"pid\":" + process.pid() + ",");
        });
        return TestServer.at(port(ready));
    }

    private static int port(Path ready) {
        try {
            String json = Files.readString(ready);
            return Integer.parseInt(json.replaceAll("(?s).*\"port\":(\\d+).*", "$1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Process launch(FakeWorker worker) throws IOException {
        TestServer.openTo(folder);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rushes.server.Main");
        builder.environment().put("RUSHES_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("RUSHES_PORT", "0");
        builder.environment().put("RUSHES_FREE_SPACE_FLOOR_BYTES", "0");
        builder.environment().put("RUSHES_WORKERS", worker.address());
        File log = folder.resolve("log").toFile();
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
