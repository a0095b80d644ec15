// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListMediaPreviewsRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaPreview;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.PrepareMediaPreviewsRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews against a real server: made when asked for, behind everything else, served as content. */
class PreviewIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterEach
    void release() {
        worker.release();
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void previewsOfAJobAreMadeAndServed() throws Exception {
        Job job = server.job(5);
        Media clip = server.add(job, Media.Kind.KIND_CLIP, "shown.mp4");
        server.add(job, Media.Kind.KIND_SONG, "shown.mp3");
        assertThat(list(job)).as("nobody asked").isEmpty();
        prepare(job);
        server.add(job, Media.Kind.KIND_CLIP, "later.mp4");
        List<MediaPreview> made = awaitMade(job, 3);

        MediaPreview.Proxy proxy = made.get(0).getProxy();
        assertThat(made.get(0).getMediaId()).isEqualTo(clip.getMediaId());
        assertThat(proxy.getFrameCount()).isEqualTo(60);
        assertThat(proxy.getDuration().getSeconds()).isEqualTo(2);
        HttpResponse<String> read = server.get(proxy.getBlob().getContentPath(), "Range", "bytes=0-9");
        assertThat(read.statusCode()).isEqualTo(206);
        assertThat(read.body()).isEqualTo("ROLE_PROXY");
        assertThat(read.headers().firstValue("content-type")).contains("video/mp4");
        assertThat(read.headers().firstValue("etag"))
                .contains("\"" + proxy.getBlob().getSha256() + "\"");
        assertThat(read.headers().firstValue("cache-control").orElse("")).contains("immutable");
        HttpResponse<String> thumbnail =
                server.get(made.get(0).getThumbnail().getBlob().getContentPath());
        assertThat(thumbnail.headers().firstValue("content-type")).contains("image/jpeg");
        assertThat(thumbnail.body()).isEqualTo("ROLE_THUMBNAIL of " + clip.getSha256());
        assertThat(server.get("/content/previews/" + clip.getMediaId() + "/proxy.mp4")
                        .statusCode())
                .isEqualTo(403);
        assertThat(made.get(1).getPeaksList()).singleElement().satisfies(peaks -> {
            assertThat(peaks.getSamplesPerPeak()).isEqualTo(256);
            assertThat(peaks.getPeakCount()).isEqualTo(9);
        });
        HttpResponse<String> rest = server.get("/api/v1/media/" + clip.getMediaId() + "/preview");
        assertThat(rest.body()).contains("\"proxy\":{\"blob\":{\"content_path\":");
        try (Stream<Path> left = Files.list(folder.resolve("data/media/renders"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void equalBytesAreShownOnce() throws Exception {
        Job first = server.job(5);
        server.add(first, Media.Kind.KIND_CLIP, "twice.mp4");
        prepare(first);
        awaitMade(first, 1);
        Job second = server.job(5);
        server.add(second, Media.Kind.KIND_CLIP, "twice.mp4");
        prepare(second);
        awaitMade(second, 1);
        assertThat(worker.calls("preview twice.mp4")).isEqualTo(1);
    }

    @Test
    void nothingIsMadeWhileSomebodyWaits() throws Exception {
        Job job = server.job(5);
        worker.hold();
        server.add(job, Media.Kind.KIND_CLIP, "waiting.mp4");
        server.add(job, Media.Kind.KIND_SONG, "waiting.mp3");
        server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        prepare(job);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> worker.calls("waiting.mp4") == 1 && worker.calls("waiting.mp3") == 1);
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> worker.calls("preview waiting.mp4") + worker.calls("preview waiting.mp3") == 0);
        assertThat(list(job)).allMatch(preview -> preview.getState() == MediaPreview.State.STATE_PENDING);
        worker.release();
        awaitMade(job, 2);
    }

    @Test
    void aFileThatCannotBeShownSaysWhy() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "broken-preview.mp4");
        prepare(job);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> list(job).getFirst().getState() == MediaPreview.State.STATE_FAILED);
        assertThat(list(job).getFirst().getError().getMessage()).contains("is not a video");
        assertThat(worker.calls("preview broken-preview.mp4")).isEqualTo(1);
    }

    private static MediaServiceGrpc.MediaServiceBlockingStub media() {
        return server.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class);
    }

    private static void prepare(Job job) {
        media().prepareMediaPreviews(PrepareMediaPreviewsRequest.newBuilder()
                .setJobId(job.getJobId())
                .build());
    }

    private static List<MediaPreview> list(Job job) {
        return media().listMediaPreviews(ListMediaPreviewsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getPreviewsList();
    }

    private static List<MediaPreview> awaitMade(Job job, int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> list(job),
                        previews -> previews.size() == count
                                && previews.stream()
                                        .allMatch(preview -> preview.getState() == MediaPreview.State.STATE_SUCCEEDED));
    }
}
