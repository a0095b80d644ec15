// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.ImportStyleProfileRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProgressStep;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.RejectedClip;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.Timeline;
import dev.rushes.client.ByteProgress;
import dev.rushes.client.RushesClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of {@code rushes edit} against a server. Used by one thread. */
final class EditRun {

    private final RushesClient client;
    private final Console console;
    private final StepView steps;
    private final List<String> emptyFiles = new ArrayList<>();

    EditRun(RushesClient client, Console console) {
        this.client = client;
        this.console = console;
        this.steps = console.steps();
    }

    void run(EditRequest request, boolean json) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try {
            Job job = createJob(request);
            upload(request, job);
            Generation generation = generate(request, job);
            Render render = render(job, generation);
            client.download(render.getContentPath(), request.output().video(), render.getSha256(), ByteProgress.NONE);
            Output.writeWhole(request.output().timeline(), exportTimeline(job));
            Timeline timeline = client.timelines()
                    .getTimeline(GetTimelineRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .build());
            steps.close();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            new EditReport(console, request, render, timeline, leftOut(generation), elapsed).print(json);
        } finally {
            steps.close();
        }
    }

    private Job createJob(EditRequest request) {
        String name = request.output().video().getFileName().toString();
        Project project = EditProject.of(client, request.project());
        return client.jobs()
                .createJob(CreateJobRequest.newBuilder()
                        .setRequestId(newRequestId())
                        .setJob(Job.newBuilder()
                                .setProjectId(project.getProjectId())
                                .setDisplayName(name)
                                .setShape(request.shape())
                                .setTargetDuration(toProto(request.durationSeconds())))
                        .build());
    }

    private void upload(EditRequest request, Job job) throws IOException {
        Footage past = request.past();
        int total = 1
                + request.footage().files().size()
                + (past == null ? 0 : past.files().size());
        int done = 0;
        done = upload(job, Media.Kind.KIND_SONG, request.song(), done, total);
        for (Path clip : request.footage().files()) {
            done = upload(job, Media.Kind.KIND_CLIP, clip, done, total);
        }
        if (past != null) {
            for (Path video : past.files()) {
                done = upload(job, Media.Kind.KIND_FINISHED_VIDEO, video, done, total);
            }
        }
    }

    private int upload(Job job, Media.Kind kind, Path file, int done, int total) throws IOException {
        steps.show(new StepView.Step(
                Progresses.label(ProgressStep.Kind.KIND_READING_CLIPS), StepView.Mark.RUNNING, done, total, ""));
        if (Files.size(file) == 0) {
            if (kind == Media.Kind.KIND_SONG) {
                throw new CliFailure(
                        ExitCode.MEDIA, file.getFileName() + ": the song has no bytes; choose another file");
            }
            emptyFiles.add(file.getFileName().toString());
            return done + 1;
        }
        try {
            client.upload(job.getJobId(), kind, file, ByteProgress.NONE);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, e.getMessage() == null ? file + ": " + e : e.getMessage());
        }
        return done + 1;
    }

    private Generation generate(EditRequest request, Job job) throws IOException, InterruptedException {
        Generation started = client.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setRequestId(newRequestId())
                        .setJobId(job.getJobId())
                        .setSeed(request.seed())
                        .setStyleProfileId(importStyle(request.style()))
                        .build());
        Generation ended = client.awaitGeneration(
                started.getGenerationId(), generation -> Progresses.show(steps, generation.getProgress()));
        if (ended.getState() != Generation.State.STATE_SUCCEEDED) {
            steps.close();
            leftOut(ended).forEach((file, reason) -> console.talk().println("  " + file + ": " + reason));
            throw ended.getState() == Generation.State.STATE_CANCELLED
                    ? new CliFailure(ExitCode.ENVIRONMENT, "the edit was cancelled on the server")
                    : Failures.of(ended.getError());
        }
        return ended;
    }

    private Render render(Job job, Generation generation) throws InterruptedException {
        Render started = client.renders()
                .renderTimeline(RenderTimelineRequest.newBuilder()
                        .setRequestId(newRequestId())
                        .setJobId(job.getJobId())
                        .setTimelineRevision(generation.getTimelineRevision())
                        .build());
        Render ended =
                client.awaitRender(started.getRenderId(), render -> Progresses.show(steps, render.getProgress()));
        if (ended.getState() != Render.State.STATE_SUCCEEDED) {
            throw ended.getState() == Render.State.STATE_CANCELLED
                    ? new CliFailure(ExitCode.ENVIRONMENT, "the render was cancelled on the server")
                    : Failures.of(ended.getError());
        }
        return ended;
    }

    /** Every clip that could not be used, with the reason. */
    private Map<String, String> leftOut(Generation generation) {
        Map<String, String> leftOut = new LinkedHashMap<>();
        emptyFiles.forEach(file -> leftOut.put(file, "the file is empty; copy it from the camera again"));
        for (RejectedClip clip : generation.getRejectedClipsList()) {
            leftOut.put(clip.getFileName(), clip.getReason());
        }
        return leftOut;
    }

    private String importStyle(@Nullable Path style) throws IOException {
        if (style == null) {
            return "";
        }
        try {
            return client.styleProfiles()
                    .importStyleProfile(ImportStyleProfileRequest.newBuilder()
                            .setRequestId(newRequestId())
                            .setDocumentJson(Files.readString(style))
                            .build())
                    .getStyleProfileId();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--style " + style + ": no style profile: "
                            + String.valueOf(e.getStatus().getDescription()).replaceFirst("^document_json: ", ""));
        } catch (CharacterCodingException e) {
            throw new CliFailure(ExitCode.USAGE, "--style " + style + ": no style profile: it is not UTF-8 text");
        }
    }

    private String exportTimeline(Job job) {
        return client.timelines()
                .exportTimeline(ExportTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getDocument();
    }

    private static com.google.protobuf.Duration toProto(double seconds) {
        long nanos = Math.round(seconds * 1e9);
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(nanos / 1_000_000_000)
                .setNanos((int) (nanos % 1_000_000_000))
                .build();
    }

    private static String newRequestId() {
        return UUID.randomUUID().toString();
    }
}
