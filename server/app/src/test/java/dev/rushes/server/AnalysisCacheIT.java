// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetAnalysisRequest;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.worker.v1.DescribeResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was seen in a file is kept under its content and the version of the analyser that is for files of its kind. */
final class AnalysisCacheIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aChangedAnalyserLooksAgainOnlyAtFilesOfItsKind(@TempDir Path folder) throws Exception {
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, worker.address())) {
            Job job = server.job(5);
            server.add(job, Media.Kind.KIND_SONG, "kept.mp3");
            server.add(job, Media.Kind.KIND_FINISHED_VIDEO, "kept-old.mp4");
            List<String> clips = List.of("kept-a.mp4", "kept-b.mp4", "kept-c.mp4");
            Media clip = server.add(job, Media.Kind.KIND_CLIP, clips.getFirst());
            server.add(job, Media.Kind.KIND_CLIP, clips.get(1));
            server.add(job, Media.Kind.KIND_CLIP, clips.get(2));
            generate(server, job);
            assertThat(version(server, clip)).isEqualTo("vision-1");

            worker.versions(versions("vision-2", "audio-1", "video-1"));
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                generate(server, job);
                assertThat(version(server, clip)).isEqualTo("vision-2");
            });

            assertThat(clips).allSatisfy(name -> assertThat(worker.calls(name)).isEqualTo(2));
            assertThat(worker.calls("kept.mp3")).isEqualTo(1);
            assertThat(worker.calls("kept-old.mp4")).isEqualTo(1);

            worker.versions(versions("vision-2", "audio-1", "video-2"));
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                generate(server, job);
                assertThat(worker.calls("kept-old.mp4")).isEqualTo(2);
            });

            assertThat(clips).allSatisfy(name -> assertThat(worker.calls(name)).isEqualTo(2));
            assertThat(worker.calls("kept.mp3")).isEqualTo(1);

            worker.versions(versions("vision-1", "audio-1", "video-1"));
            generate(server, job);
            assertThat(worker.calls("kept-a.mp4"))
                    .as("what an analyser once found is kept")
                    .isEqualTo(2);
        }
    }

    @Test
    void whatAnEarlierAnalyserSawIsThereUntilTheNewOneHasLooked(@TempDir Path folder) throws Exception {
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, worker.address())) {
            Job job = server.job(5);
            server.add(job, Media.Kind.KIND_SONG, "earlier.mp3");
            Media clip = server.add(job, Media.Kind.KIND_CLIP, "earlier-a.mp4");
            server.add(job, Media.Kind.KIND_CLIP, "earlier-b.mp4");
            server.add(job, Media.Kind.KIND_CLIP, "earlier-c.mp4");
            generate(server, job);

            worker.hold("earlier");
            try {
                worker.versions(versions("vision-2", "audio-2", "video-2"));
                AtomicReference<String> id = new AtomicReference<>(start(server, job));
                Awaitility.await("the new analyser looks").atMost(PATIENCE).until(() -> {
                    if (hasEnded(server, id.get())) {
                        id.set(start(server, job)); // begun before the new versions were known
                    }
                    return worker.calls("earlier-a.mp4") == 2;
                });

                assertThat(version(server, clip)).isEqualTo("vision-1");
                assertThat(hasEnded(server, id.get())).isFalse();
            } finally {
                worker.release();
            }
        }
    }

    private static DescribeResponse versions(String vision, String audio, String video) {
        return DescribeResponse.newBuilder()
                .setVisionVersion(vision)
                .setAudioVersion(audio)
                .setVideoVersion(video)
                .setGlanceVersion("glance-1")
                .buildPartial();
    }

    private static String version(TestServer server, Media media) {
        return server.client("gproto", AnalysisServiceGrpc.AnalysisServiceBlockingStub.class)
                .getAnalysis(GetAnalysisRequest.newBuilder()
                        .setMediaId(media.getMediaId())
                        .build())
                .getAnalyzerVersion();
    }

    private static void generate(TestServer server, Job job) {
        String id = start(server, job);
        Awaitility.await().atMost(PATIENCE).until(() -> hasEnded(server, id));
    }

    private static String start(TestServer server, Job job) {
        return server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getGenerationId();
    }

    private static boolean hasEnded(TestServer server, String id) {
        return server.generations()
                        .getGeneration(GetGenerationRequest.newBuilder()
                                .setGenerationId(id)
                                .build())
                        .getState()
                == Generation.State.STATE_SUCCEEDED;
    }
}
