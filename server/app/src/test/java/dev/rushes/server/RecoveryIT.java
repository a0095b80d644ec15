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
import java.nio.file.Path;
import java.time.Duration;
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
            ServerProcess first = ServerProcess.launch(folder, worker);
            TestServer client = first.client();
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
            first.kill();
            worker.release();

            try (ServerProcess second = ServerProcess.launch(folder, worker)) {
                TestServer after = second.client();
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
                assertThat(second.stop()).as("a clean stop is a success").isZero();
            }
            assertThat(folder.resolve("data/server.json")).doesNotExist();
        }
    }
}
