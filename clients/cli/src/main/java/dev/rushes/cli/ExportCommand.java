// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListJobsRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.client.ByteProgress;
import dev.rushes.client.RushesClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes export}: the video or the timeline of an edit made earlier. */
@Command(
        name = "export",
        description = "Writes the video or the timeline JSON of an edit made earlier.",
        footer = {"", "Examples:", "  rushes export -o again.mp4", "  rushes export JOB_ID -o cut.json"})
final class ExportCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "JOB_ID",
            description = "Which edit, as --json of edit prints it; without it, the newest.")
    @Nullable
    String jobId;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "OUT.mp4 for the video, OUT.json for the timeline.")
    @Nullable
    Path output;

    @Option(names = "--quality", defaultValue = "high", description = "low, high or maximum (default: high).")
    Quality quality = Quality.high;

    @Mixin
    ServerOption server = new ServerOption();

    /** Encoder care. */
    enum Quality {
        low,
        high,
        maximum;

        Render.Quality toProto() {
            return switch (this) {
                case low -> Render.Quality.QUALITY_LOW;
                case high -> Render.Quality.QUALITY_HIGH;
                case maximum -> Render.Quality.QUALITY_MAXIMUM;
            };
        }
    }

    @Override
    public Integer call() throws Exception {
        Path target = output == null ? Path.of("") : output;
        boolean timeline = target.toString().endsWith(".json");
        if (!timeline && !target.toString().endsWith(".mp4")) {
            throw new CliFailure(
                    ExitCode.USAGE, target + ": the output must be named something.mp4 (the video) or something.json");
        }
        Output.check(target);
        Console console = Console.system();
        try (ServerOption.Session session = server.open()) {
            String job = jobId == null ? newestJob(session.client()) : jobId;
            if (timeline) {
                Output.writeWhole(
                        target,
                        session.client()
                                .timelines()
                                .exportTimeline(ExportTimelineRequest.newBuilder()
                                        .setJobId(job)
                                        .build())
                                .getDocumentJson());
            } else {
                video(session.client(), console, job, target);
            }
            console.talk().println(target);
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }

    private void video(RushesClient client, Console console, String job, Path target)
            throws IOException, InterruptedException {
        Render started = client.renders()
                .renderTimeline(RenderTimelineRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setJobId(job)
                        .setQuality(quality.toProto())
                        .build());
        StepView steps = console.steps();
        Render ended =
                client.awaitRender(started.getRenderId(), render -> Progresses.show(steps, render.getProgress()));
        steps.close();
        if (ended.getState() != Render.State.STATE_SUCCEEDED) {
            throw Failures.of(ended.getError());
        }
        client.download(ended.getContentPath(), target, ended.getSha256(), ByteProgress.NONE);
    }

    private static String newestJob(RushesClient client) {
        List<Job> jobs = client.jobs()
                .listJobs(ListJobsRequest.newBuilder().setPageSize(50).build())
                .getJobsList();
        return jobs.stream()
                .filter(job -> job.getTimelineRevision() > 0)
                .findFirst()
                .map(Job::getJobId)
                .orElseThrow(() -> new CliFailure(ExitCode.USAGE, "there is no edit yet; make one with rushes edit"));
    }
}
