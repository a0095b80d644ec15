// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.rushes.api.v1.CancelGenerationRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.CreateStyleProfileRequest;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.ListStyleProfilesRequest;
import dev.rushes.api.v1.ListStyleProfilesResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProgressStep;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.StyleProfile;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.UpdateJobRequest;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchGenerationResponse;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.wire.StyleWire;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server on a real PostgreSQL, with a worker that answers by file name. */
class RushesServerIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void footageAndSongBecomeAVideo() throws Exception {
        Job job = server.job(10);
        server.add(job, Media.Kind.KIND_CLIP, "whole-a.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "whole-b.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "broken.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "shaky.mp4");
        server.add(job, Media.Kind.KIND_FINISHED_VIDEO, "past.mp4");
        server.add(job, Media.Kind.KIND_SONG, "whole.mp3");

        List<Generation> seen = watch(generate(job));

        Generation last = seen.getLast();
        assertThat(last.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(last.getTimelineRevision()).isEqualTo(1);
        assertThat(last.getRejectedClipsList())
                .extracting(clip -> clip.getFileName() + ": " + clip.getReason())
                .containsExactlyInAnyOrder(
                        "broken.mp4: \"broken.mp4\" is not a video; export it again.",
                        "shaky.mp4: too shaky: hold the camera still");
        assertThat(last.getProgress().getFraction()).isEqualTo(1);
        assertThat(last.getProgress().getStepsList())
                .extracting(step -> step.getKind() + " " + step.getDoneCount() + "/" + step.getTotalCount() + " "
                        + step.getSummary())
                .containsExactly(
                        "KIND_READING_CLIPS 4/4 4 clips, 38 s",
                        "KIND_FINDING_BEATS 1/1 120 BPM, 64 beats",
                        "KIND_LOOKING_AT_FOOTAGE 4/4 2 usable, 1 not media, 1 too shaky",
                        "KIND_LEARNING_STYLE 1/1 learned from 1 video",
                        "KIND_CHOOSING_SHOTS 5/5 5 shots, style match 87 %");
        assertThat(seen).extracting(Generation::getRevision).isSorted().doesNotHaveDuplicates();

        Timeline timeline = server.client("gproto-web", TimelineServiceGrpc.TimelineServiceBlockingStub.class)
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        assertThat(timeline.getRevision()).isEqualTo(1);
        assertThat(timeline.getCreatorId()).isEqualTo("local");
        assertThat(timeline.getSong().getFileName()).isEqualTo("whole.mp3");
        assertThat(timeline.getFrameCount()).isEqualTo(300);

        Render render = render(job);
        assertThat(render.getState()).isEqualTo(Render.State.STATE_SUCCEEDED);
        assertThat(render.getFrameCount()).isEqualTo(300);
        HttpResponse<String> part = server.get(render.getContentPath(), "Range", "bytes=4-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(new String(FakeWorker.VIDEO, 4, 6, java.nio.charset.StandardCharsets.UTF_8));

        int rendered = worker.calls("render");
        assertThat(render(job).getSha256()).isEqualTo(render.getSha256());
        assertThat(worker.calls("render"))
                .as("an unchanged timeline is not rendered again")
                .isEqualTo(rendered);
    }

    @Test
    void equalBytesAreLookedAtOnce() throws Exception {
        Job first = server.job(5);
        server.add(first, Media.Kind.KIND_CLIP, "again.mp4");
        server.add(first, Media.Kind.KIND_SONG, "again.mp3");
        watch(generate(first));

        Job second = server.job(5);
        Media known = server.announce(second, Media.Kind.KIND_CLIP, "again.mp4");
        server.announce(second, Media.Kind.KIND_SONG, "again.mp3");

        assertThat(known.getState()).isEqualTo(Media.State.STATE_ACTIVE);
        assertThat(watch(generate(second)).getLast().getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(worker.calls("again.mp4")).isEqualTo(1);
        assertThat(worker.calls("again.mp3")).isEqualTo(1);
    }

    @Test
    void generationWaitsForAnnouncedUploads() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "early.mp4");
        Media late = server.announce(job, Media.Kind.KIND_SONG, "late.mp3");

        Generation generation = generate(job);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> get(generation).getProgress().getStepsList().stream()
                        .anyMatch(step -> step.getKind() == ProgressStep.Kind.KIND_LOOKING_AT_FOOTAGE
                                && step.getState() == ProgressStep.State.STATE_SUCCEEDED));
        assertThat(get(generation).getState()).isEqualTo(Generation.State.STATE_RUNNING);

        server.put(late.getUploadPath(), TestServer.bytes("late.mp3"), java.util.Map.of());
        assertThat(watch(generation).getLast().getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    }

    @Test
    void firstProgressComesWithinASecond() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "prompt.mp4");
        server.add(job, Media.Kind.KIND_SONG, "prompt.mp3");
        long asked = System.nanoTime();
        Iterator<WatchGenerationResponse> events = server.generations()
                .watchGeneration(WatchGenerationRequest.newBuilder()
                        .setGenerationId(generate(job).getGenerationId())
                        .build());
        Generation first = events.next().getGeneration();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
        assertThat(first.getProgress().getStepsCount()).isEqualTo(5);
        events.forEachRemaining(event -> {});
    }

    @Test
    void aJobWithoutASongSaysWhatToDo() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "lonely.mp4");
        assertFailed(job, "NO_USABLE_SONG", "the job has no song; add a file of kind SONG and generate again");
    }

    @Test
    void aSongWithoutSoundIsNamed() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "loud.mp4");
        server.add(job, Media.Kind.KIND_SONG, "silent.mp3");
        assertFailed(
                job,
                "NO_USABLE_SONG",
                "the song \"silent.mp3\" cannot be used: \"silent.mp3\" has no sound; choose another file;"
                        + " add another song and generate again");
    }

    @Test
    void nobodyWaitsForClipsToHearThatTheSongCannotBeUsed() throws Exception {
        Job job = server.job(5);
        server.announce(job, Media.Kind.KIND_CLIP, "still-on-its-way.mp4");
        server.add(job, Media.Kind.KIND_SONG, "silent.mp3");
        assertFailed(
                job,
                "NO_USABLE_SONG",
                "the song \"silent.mp3\" cannot be used: \"silent.mp3\" has no sound; choose another file;"
                        + " add another song and generate again");
    }

    @Test
    void aJobWithoutUsableClipsNamesEach() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "broken-only.mp4");
        server.add(job, Media.Kind.KIND_SONG, "fine.mp3");
        assertFailed(
                job,
                "NO_USABLE_FOOTAGE",
                "no clip of the job can be used (\"broken-only.mp4\": \"broken-only.mp4\" is not a video; export it again);"
                        + " add better clips and generate again");
    }

    @Test
    void tooLittleFootageSaysSo() throws Exception {
        Job job = server.job(90);
        server.add(job, Media.Kind.KIND_CLIP, "short.mp4");
        server.add(job, Media.Kind.KIND_SONG, "short.mp3");
        assertFailed(
                job, "NO_USABLE_FOOTAGE", "the clips last 12 s, 90 s are wanted; add clips or ask for a shorter video");
    }

    @Test
    void aPoisonClipIsGivenUpAfterThreeTries() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "good.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "poison.mp4");
        server.add(job, Media.Kind.KIND_SONG, "good.mp3");

        Generation last = watch(generate(job)).getLast();

        assertThat(last.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(worker.calls("poison.mp4")).isEqualTo(3);
        assertThat(last.getRejectedClips(0).getReason())
                .contains("failed 3 times")
                .contains("\"poison.mp4\"");
    }

    @Test
    void aFullWorkerIsAskedAgainWithoutCountingATry() throws Exception {
        worker.full(true);
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "patient.mp4");
        server.add(job, Media.Kind.KIND_SONG, "patient.mp3");
        Generation generation = generate(job);
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> get(generation).getState() == Generation.State.STATE_RUNNING);
        worker.full(false);
        assertThat(watch(generation).getLast().getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(worker.calls("patient.mp4")).isEqualTo(1);
    }

    @Test
    void aCancelledGenerationMakesNoTimeline() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "unwanted.mp4");
        Media never = server.announce(job, Media.Kind.KIND_SONG, "unwanted.mp3");
        Generation generation = generate(job);
        Generation cancelled = server.generations()
                .cancelGeneration(CancelGenerationRequest.newBuilder()
                        .setGenerationId(generation.getGenerationId())
                        .build());
        assertThat(cancelled.getState()).isEqualTo(Generation.State.STATE_CANCELLED);
        server.put(never.getUploadPath(), TestServer.bytes("unwanted.mp3"), java.util.Map.of());
        assertThat(watch(generation).getLast().getState()).isEqualTo(Generation.State.STATE_CANCELLED);
        assertThat(server.get("/api/v1/jobs/" + job.getJobId() + "/timeline").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRepeatedRequestMakesOneProject() {
        var projects = server.client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class);
        CreateProjectRequest request = CreateProjectRequest.newBuilder()
                .setProject(Project.newBuilder().setDisplayName("Once"))
                .setRequestId(UUID.randomUUID().toString())
                .build();
        assertThat(projects.createProject(request)).isEqualTo(projects.createProject(request));

        StatusRuntimeException reused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> projects.createProject(request.toBuilder()
                        .setProject(Project.newBuilder().setDisplayName("Twice"))
                        .build()));
        assertThat(reason(reused)).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void restTakesBothSpellingsOfQueryParameters() throws Exception {
        server.post("/api/v1/projects", "{\"display_name\":\"One\"}");
        server.post("/api/v1/projects", "{\"display_name\":\"Two\"}");
        assertThat(server.get("/api/v1/projects?page_size=1").body()).contains("next_page_token\":\"");
        assertThat(server.get("/api/v1/projects?pageSize=1").body()).contains("next_page_token\":\"");
        assertThat(server.get("/api/v1/projects?pageSize=-1").statusCode()).isEqualTo(400);
        HttpResponse<String> missing = server.get("/api/v1/jobs/" + UUID.randomUUID());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("RESOURCE_NOT_FOUND");
    }

    @Test
    void aJobIsChangedAndItsOtherValuesStay() throws Exception {
        Job job = server.job(30);
        var jobs = server.client("gproto", JobServiceGrpc.JobServiceBlockingStub.class);
        Job square = jobs.updateJob(UpdateJobRequest.newBuilder()
                .setJob(Job.newBuilder().setJobId(job.getJobId()).setShape(Job.Shape.SHAPE_SQUARE))
                .build());
        assertThat(square)
                .isEqualTo(job.toBuilder().setShape(Job.Shape.SHAPE_SQUARE).build());
        HttpResponse<String> named =
                server.patch("/api/v1/jobs/" + job.getJobId(), "{\"display_name\":\"Night walk\"}");
        assertThat(named.body()).contains("Night walk").contains("SHAPE_SQUARE");

        StatusRuntimeException wrong = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> jobs.updateJob(UpdateJobRequest.newBuilder()
                        .setJob(job)
                        .setUpdateMask(FieldMask.newBuilder().addPaths("frame_rate"))
                        .build()));
        assertThat(wrong.getStatus().getDescription())
                .isEqualTo(
                        "update_mask: [frame_rate] (expected: at least one of display_name, target_duration, shape)");
    }

    @Test
    void stylesAreListedNewestFirstInPages() {
        var styles = server.client("gproto", StyleProfileServiceGrpc.StyleProfileServiceBlockingStub.class);
        CreateStyleProfileRequest request = CreateStyleProfileRequest.newBuilder()
                .setStyleProfile(StyleWire.toProto(DefaultStyle.profile()))
                .build();
        String older = styles.createStyleProfile(request).getStyleProfileId();
        String newer = styles.createStyleProfile(request).getStyleProfileId();
        ListStyleProfilesResponse first = styles.listStyleProfiles(
                ListStyleProfilesRequest.newBuilder().setPageSize(1).build());
        assertThat(first.getStyleProfilesList())
                .extracting(StyleProfile::getStyleProfileId)
                .containsExactly(newer);
        ListStyleProfilesResponse second = styles.listStyleProfiles(ListStyleProfilesRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken())
                .build());
        assertThat(second.getStyleProfilesList())
                .extracting(StyleProfile::getStyleProfileId)
                .containsExactly(older);
    }

    @Test
    void wrongFieldsAreNamedWithTheirValues() {
        StatusRuntimeException wrong = catchThrowableOfType(StatusRuntimeException.class, () -> server.job(601));
        assertThat(wrong.getStatus().getDescription())
                .isEqualTo("job.target_duration: 601 s (expected: 1 s to 600 s, for example \"30s\")");
    }

    private static Generation generate(Job job) {
        return server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setSeed(7)
                        .build());
    }

    private static Generation get(Generation generation) {
        return server.generations()
                .getGeneration(GetGenerationRequest.newBuilder()
                        .setGenerationId(generation.getGenerationId())
                        .build());
    }

    private static List<Generation> watch(Generation generation) {
        List<Generation> seen = new ArrayList<>();
        Iterator<WatchGenerationResponse> events = server.generations()
                .withDeadlineAfter(60, java.util.concurrent.TimeUnit.SECONDS)
                .watchGeneration(WatchGenerationRequest.newBuilder()
                        .setGenerationId(generation.getGenerationId())
                        .build());
        events.forEachRemaining(event -> {
            if (event.hasGeneration()) {
                seen.add(event.getGeneration());
            }
        });
        return seen;
    }

    private static Render render(Job job) {
        var renders = server.client("gproto-web", RenderServiceGrpc.RenderServiceBlockingStub.class);
        Render render = renders.renderTimeline(
                RenderTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        List<Render> seen = new ArrayList<>();
        Iterator<WatchRenderResponse> events = renders.watchRender(WatchRenderRequest.newBuilder()
                .setRenderId(render.getRenderId())
                .build());
        events.forEachRemaining(event -> seen.add(event.getRender()));
        return seen.getLast();
    }

    private static void assertFailed(Job job, String reason, String message) throws InvalidProtocolBufferException {
        Generation last = watch(generate(job)).getLast();
        assertThat(last.getState()).isEqualTo(Generation.State.STATE_FAILED);
        assertThat(last.getError().getMessage()).isEqualTo(message);
        ErrorInfo info = last.getError().getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo(reason);
        assertThat(info.getDomain()).isEqualTo("rushes.dev");
    }

    private static String reason(StatusRuntimeException error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        try {
            return status == null
                    ? ""
                    : status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
