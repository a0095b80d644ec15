// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.util.Durations;
import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentAnchor;
import dev.rushes.api.v1.EstimateRenderRequest;
import dev.rushes.api.v1.EstimateRenderResponse;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineRequest.Format;
import dev.rushes.api.v1.ExportTimelineResponse;
import dev.rushes.api.v1.FrameRange;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchGenerationResponse;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents and render options over the whole server, with a worker that answers by file name. */
class HandOffIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;
    private static Job job;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
        job = server.job(10);
        server.add(job, Media.Kind.KIND_CLIP, "tape one.mov");
        server.add(job, Media.Kind.KIND_CLIP, "phone.mp4");
        server.add(job, Media.Kind.KIND_SONG, "hit.mp3");
        Generation generation = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setSeed(7)
                        .build());
        Iterator<WatchGenerationResponse> events = server.generations()
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .watchGeneration(WatchGenerationRequest.newBuilder()
                        .setGenerationId(generation.getGenerationId())
                        .build());
        events.forEachRemaining(event -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    private static ExportTimelineRequest.Builder request(Format format) {
        return ExportTimelineRequest.newBuilder().setJobId(job.getJobId()).setFormat(format);
    }

    private static ExportTimelineResponse export(ExportTimelineRequest.Builder request) {
        return server.client("gproto-web", TimelineServiceGrpc.TimelineServiceBlockingStub.class)
                .exportTimeline(request.build());
    }

    @ParameterizedTest
    @CsvSource({
        "FORMAT_TIMELINE_JSON, .timeline.json, application/json, '{'",
        "FORMAT_XMEML, .xml, application/xml, '<?xml'",
        "FORMAT_FCPXML, .fcpxml, application/xml, '<?xml'",
        "FORMAT_OTIO, .otio, application/json, '{'",
        "FORMAT_EDL, .edl, text/plain, 'TITLE: '"
    })
    void everyFormatHasItsNameItsTypeAndItsLosses(Format format, String suffix, String mediaType, String start) {
        ExportTimelineResponse answer = export(request(format));
        assertThat(answer.getDocument()).startsWith(start).contains("hit.mp3");
        assertThat(answer.getFileName()).endsWith(suffix);
        assertThat(answer.getMediaType()).isEqualTo(mediaType);
        assertThat(answer.getLossesList())
                .extracting(ExportTimelineResponse.Loss::getFeature)
                .contains("song_fade");
    }

    @Test
    void whatPeopleSaidGoesAlong() throws Exception {
        Shot shown = Cutting.timeline(server, job, 0).getShots(0);
        Comment said = Talking.say(
                server,
                Comment.newBuilder()
                        .setJobId(job.getJobId())
                        .setAnchor(CommentAnchor.newBuilder()
                                .setMediaId(shown.getMediaId())
                                .setSourceRange(FrameRange.newBuilder()
                                        .setStartFrame(shown.getSourceRange().getStartFrame() + 2)))
                        .setText("Too dark")
                        .build());
        for (Format format :
                List.of(Format.FORMAT_XMEML, Format.FORMAT_FCPXML, Format.FORMAT_OTIO, Format.FORMAT_EDL)) {
            assertThat(export(request(format)).getDocument())
                    .as(format.name())
                    .contains(said.getAuthor() + ": Too dark");
        }
        assertThat(export(request(Format.FORMAT_TIMELINE_JSON)).getLossesList())
                .extracting(ExportTimelineResponse.Loss::getFeature, ExportTimelineResponse.Loss::getMessage)
                .contains(tuple("comments", "A comment stays in Rushes."));
    }

    @Test
    void clipsAreFoundInTheFolderOfTheEditingMachine() {
        String mac = export(request(Format.FORMAT_FCPXML).setMediaRoot("/Volumes/Shoot 1/"))
                .getDocument();
        assertThat(mac)
                .contains("src=\"file:///Volumes/Shoot%201/tape%20one.mov\"")
                .contains("src=\"file:///Volumes/Shoot%201/hit.mp3\"");
        assertThat(export(request(Format.FORMAT_XMEML).setMediaRoot("D:\\Shoot"))
                        .getDocument())
                .contains("<pathurl>file:///D:/Shoot/phone.mp4</pathurl>");
        assertThat(export(request(Format.FORMAT_OTIO).setMediaRoot("\\\\nas\\clips"))
                        .getDocument())
                .contains("\"file://nas/clips/phone.mp4\"");
        assertThat(export(request(Format.FORMAT_OTIO)).getDocument()).contains("\"tape%20one.mov\"");
    }

    @Test
    void filesAreCountedAsTheyAreAndAskedOnce() {
        String document = export(request(Format.FORMAT_FCPXML)).getDocument();
        int asked = worker.calls("probe phone.mp4");
        assertThat(asked).isPositive();
        export(request(Format.FORMAT_EDL));
        assertThat(worker.calls("probe phone.mp4")).as("bytes never change").isEqualTo(asked);
        assertThat(document).contains("frameDuration=\"1/25s\"").contains("frameDuration=\"1001/30000s\"");
        // 01:00:00;00 is frame 107892 of a drop-frame day: 107892 * 1001 / 30000 seconds.
        assertThat(document).contains("start=\"8999991/2500s\"");
    }

    @Test
    void restServesDocumentsToo() throws Exception {
        HttpResponse<String> answer =
                server.get("/api/v1/jobs/" + job.getJobId() + "/timeline:export?format=FORMAT_EDL&mediaRoot=%2Fclips");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("FCM: NON-DROP FRAME").contains("\"losses\"");
    }

    @Test
    void wrongWishesAreNamed() {
        StatusRuntimeException root = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> export(request(Format.FORMAT_XMEML).setMediaRoot("clips")));
        assertThat(root.getStatus().getDescription())
                .isEqualTo("media_root: \"clips\" (expected: an absolute folder such as /Volumes/Shoot or D:\\Shoot)");
        StatusRuntimeException drop = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> export(request(Format.FORMAT_EDL).setDropFrame(true)));
        assertThat(drop.getStatus().getDescription())
                .isEqualTo("drop_frame: true on a timeline at 30/1 (expected: 30000/1001 or 60000/1001)");
    }

    @Test
    void renderOptionsReachTheWorkerAndComeBack() throws Exception {
        var renders = server.client("gproto-web", RenderServiceGrpc.RenderServiceBlockingStub.class);
        RenderTimelineRequest.Builder wish = RenderTimelineRequest.newBuilder()
                .setJobId(job.getJobId())
                .setContainer(Render.Container.CONTAINER_MOV)
                .setResolution(Render.Resolution.RESOLUTION_2160X3840)
                .setLoudnessTargetLufs(-16);
        Render done = ended(renders.renderTimeline(wish.build()));
        assertThat(done.getState()).isEqualTo(Render.State.STATE_SUCCEEDED);
        assertThat(done.getContainer()).isEqualTo(Render.Container.CONTAINER_MOV);
        assertThat(done.getResolution()).isEqualTo(Render.Resolution.RESOLUTION_2160X3840);
        assertThat(done.getWidth()).isEqualTo(2160);
        assertThat(done.getHeight()).isEqualTo(3840);
        assertThat(done.getLoudnessTargetLufs()).isEqualTo(-16);
        assertThat(done.getLoudnessLufs()).isEqualTo(-16);
        assertThat(done.getTruePeakDbtp()).isEqualTo(-1.5);
        assertThat(done.getReusedSegmentCount()).isEqualTo(1);
        assertThat(server.get(done.getContentPath()).headers().firstValue("content-type"))
                .contains("video/quicktime");

        int rendered = worker.calls("render");
        ended(renders.renderTimeline(wish.build()));
        assertThat(worker.calls("render")).as("the same file is not made again").isEqualTo(rendered);
        ended(renders.renderTimeline(wish.setLoudnessTargetLufs(-14).build()));
        assertThat(worker.calls("render"))
                .as("another loudness is another file")
                .isEqualTo(rendered + 1);
        StatusRuntimeException loud = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> renders.renderTimeline(wish.setLoudnessTargetLufs(0).build()));
        assertThat(loud.getStatus().getDescription()).isEqualTo("loudness_target_lufs: 0.0 (expected: -30 to -5)");
    }

    @Test
    void estimatesGrowWithSizeAndQuality() {
        EstimateRenderResponse usual = estimate(Render.Quality.QUALITY_HIGH, Render.Resolution.RESOLUTION_UNSPECIFIED);
        EstimateRenderResponse small = estimate(Render.Quality.QUALITY_LOW, Render.Resolution.RESOLUTION_1080X1080);
        EstimateRenderResponse large = estimate(Render.Quality.QUALITY_MAXIMUM, Render.Resolution.RESOLUTION_2160X3840);
        assertThat(usual.getWidth()).isEqualTo(1080);
        assertThat(usual.getHeight()).isEqualTo(1920);
        assertThat(usual.getSizeBytes()).isGreaterThan(small.getSizeBytes()).isLessThan(large.getSizeBytes());
        assertThat(usual.getDuration().getSeconds())
                .isGreaterThanOrEqualTo(small.getDuration().getSeconds())
                .isLessThan(large.getDuration().getSeconds());
        assertThat(usual.getSizeFactor()).isGreaterThan(1);
    }

    /** The worker of this test needs no time at all. */
    @Test
    void whatRendersTookHereIsWhatIsForetold() {
        EstimateRenderResponse before =
                estimate(Render.Quality.QUALITY_MAXIMUM, Render.Resolution.RESOLUTION_1920X1080);
        worker.reuses(0);
        for (int loudness = -20; loudness < -17; loudness++) {
            ended(server.client("gproto", RenderServiceGrpc.RenderServiceBlockingStub.class)
                    .renderTimeline(RenderTimelineRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setQuality(Render.Quality.QUALITY_MAXIMUM)
                            .setResolution(Render.Resolution.RESOLUTION_1920X1080)
                            .setLoudnessTargetLufs(loudness)
                            .build()));
        }
        worker.reuses(1);
        EstimateRenderResponse after = estimate(Render.Quality.QUALITY_MAXIMUM, Render.Resolution.RESOLUTION_1920X1080);
        assertThat(after.getSizeBytes()).isEqualTo(before.getSizeBytes());
        assertThat(Durations.toMillis(after.getDuration())).isLessThan(Durations.toMillis(before.getDuration()) / 2);
    }

    private static EstimateRenderResponse estimate(Render.Quality quality, Render.Resolution resolution) {
        return server.client("gproto-web", RenderServiceGrpc.RenderServiceBlockingStub.class)
                .estimateRender(EstimateRenderRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setQuality(quality)
                        .setResolution(resolution)
                        .build());
    }

    private static Render ended(Render started) {
        Iterator<WatchRenderResponse> events = server.client(
                        "gproto-web", RenderServiceGrpc.RenderServiceBlockingStub.class)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .watchRender(WatchRenderRequest.newBuilder()
                        .setRenderId(started.getRenderId())
                        .build());
        Render last = started;
        while (events.hasNext()) {
            WatchRenderResponse event = events.next();
            last = event.hasRender() ? event.getRender() : last;
        }
        return last;
    }
}
