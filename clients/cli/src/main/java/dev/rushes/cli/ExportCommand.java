// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.EstimateRenderRequest;
import dev.rushes.api.v1.EstimateRenderResponse;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineResponse;
import dev.rushes.api.v1.GetJobRequest;
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
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes export}: the video of an edit made earlier, or its timeline for another program. */
@Command(
        name = "export",
        description = {
            "Writes the video of an edit made earlier, or its timeline for another program.",
            "The name of the output says which: .mp4, .mov, .json, .xml (Premiere, Resolve), .fcpxml, .otio or .edl."
        },
        footer = {
            "",
            "Examples:",
            "  rushes export -o again.mov --size 2160x3840 --quality maximum",
            "  rushes export JOB_ID -o cut.xml --media-root /Volumes/Shoot/clips"
        })
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
            description = "File to write; see above for its name.")
    @Nullable
    Path output;

    @Option(
            names = "--quality",
            defaultValue = "high",
            paramLabel = "QUALITY",
            description = "Videos: low, high or maximum (default: high).")
    Quality quality = Quality.high;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "mp4, mov, json, xmeml, fcpxml, otio or edl (default: by the output's name).")
    @Nullable
    String format;

    @Option(
            names = "--media-root",
            paramLabel = "DIR",
            description =
                    "Documents: absolute folder of the clips where the document is opened, for example D:\\Shoot.")
    String mediaRoot = "";

    @Option(names = "--drop-frame", description = "Documents: drop-frame timecode, at 29.97 and 59.94 only.")
    boolean dropFrame;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "Videos: 1080x1920, 1080x1080, 1920x1080 or 2160x3840 (default: the job's shape).")
    @Nullable
    String size;

    @Option(
            names = "--loudness",
            paramLabel = "LUFS",
            description =
                    "Videos: loudness after EBU R 128, -30 to -5; peaks stay below -1 dBTP (default: as the song is).")
    @Nullable
    Double loudness;

    @Option(names = "--estimate", description = "Videos: only say how large it will be and how long it will take.")
    boolean estimateOnly;

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
        ExportFormat wanted = ExportFormat.of(format, target);
        refuseIdleOptions(wanted);
        Render.Resolution resolution = resolution();
        Output.check(target);
        Console console = Console.system();
        try (ServerOption.Session session = server.open()) {
            String job = jobId == null ? newestJob(session.client()) : jobId;
            if (wanted.document() != null) {
                document(session.client(), console, exportOf(job, wanted.document()), target);
            } else {
                estimate(session.client(), console, job, resolution);
                if (estimateOnly) {
                    return ExitCode.OK.code();
                }
                video(
                        session.client(),
                        console,
                        RenderTimelineRequest.newBuilder()
                                .setJobId(job)
                                .setContainer(wanted.container())
                                .setResolution(resolution),
                        target);
            }
            console.talk().println(target + "  (edit " + named(session.client(), job) + ")");
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }

    /** An option that would do nothing is a misunderstanding. */
    private void refuseIdleOptions(ExportFormat wanted) {
        if (wanted.document() == null && (!mediaRoot.isEmpty() || dropFrame)) {
            throw new CliFailure(
                    ExitCode.USAGE, "--media-root and --drop-frame are for documents; " + wanted + " is a video");
        }
        if (wanted.document() != null && (size != null || loudness != null || estimateOnly)) {
            throw new CliFailure(
                    ExitCode.USAGE, "--size, --loudness and --estimate are for videos; " + wanted + " is a document");
        }
    }

    private Render.Resolution resolution() {
        return switch (size == null ? "" : size.toLowerCase(Locale.ROOT)) {
            case "" -> Render.Resolution.RESOLUTION_UNSPECIFIED;
            case "1080x1920" -> Render.Resolution.RESOLUTION_1080X1920;
            case "1080x1080" -> Render.Resolution.RESOLUTION_1080X1080;
            case "1920x1080" -> Render.Resolution.RESOLUTION_1920X1080;
            case "2160x3840" -> Render.Resolution.RESOLUTION_2160X3840;
            default ->
                throw new CliFailure(
                        ExitCode.USAGE,
                        "--size " + size + ": not known; it is one of 1080x1920, 1080x1080, 1920x1080, 2160x3840");
        };
    }

    private ExportTimelineRequest exportOf(String job, ExportTimelineRequest.Format document) {
        return ExportTimelineRequest.newBuilder()
                .setJobId(job)
                .setFormat(document)
                .setMediaRoot(mediaRoot)
                .setDropFrame(dropFrame)
                .build();
    }

    private static void document(RushesClient client, Console console, ExportTimelineRequest request, Path target)
            throws IOException {
        ExportTimelineResponse answer = client.timelines().exportTimeline(request);
        Output.writeWhole(target, answer.getDocument());
        boolean links = request.getFormat() == ExportTimelineRequest.Format.FORMAT_XMEML
                || request.getFormat() == ExportTimelineRequest.Format.FORMAT_FCPXML
                || request.getFormat() == ExportTimelineRequest.Format.FORMAT_OTIO;
        if (links && request.getMediaRoot().isEmpty()) {
            console.talk()
                    .println(
                            "Clips are named without a folder and may open offline; --media-root FOLDER says where they are.");
        }
        if (answer.getLossesCount() > 0 && request.getFormat() != ExportTimelineRequest.Format.FORMAT_TIMELINE_JSON) {
            console.talk().println("The format cannot carry everything:");
            for (ExportTimelineResponse.Loss loss : answer.getLossesList()) {
                console.talk().println("  " + shots(loss.getShotNumbersList()) + loss.getMessage());
            }
        }
    }

    private static String shots(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return "";
        }
        String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (numbers.size() == 1 ? "Shot " : "Shots ") + list + ": ";
    }

    /** Says what to expect before it begins; most renders end between the two numbers. */
    private void estimate(RushesClient client, Console console, String job, Render.Resolution resolution) {
        EstimateRenderResponse expected = client.renders()
                .estimateRender(EstimateRenderRequest.newBuilder()
                        .setJobId(job)
                        .setQuality(quality.toProto())
                        .setResolution(resolution)
                        .build());
        double megabytes = expected.getSizeBytes() / 1e6;
        double seconds =
                expected.getDuration().getSeconds() + expected.getDuration().getNanos() / 1e9;
        console.talk()
                .printf(
                        Locale.ROOT,
                        "%d x %d, %.0f to %.0f MB, in %.0f to %.0f s if nothing of it was rendered before%n",
                        expected.getWidth(),
                        expected.getHeight(),
                        megabytes / expected.getSizeFactor(),
                        megabytes * expected.getSizeFactor(),
                        seconds / expected.getDurationFactor(),
                        seconds * expected.getDurationFactor());
    }

    private void video(RushesClient client, Console console, RenderTimelineRequest.Builder request, Path target)
            throws IOException, InterruptedException {
        if (loudness != null) {
            request.setLoudnessTargetLufs(loudness);
        }
        Render started = client.renders()
                .renderTimeline(request.setRequestId(UUID.randomUUID().toString())
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

    /** Says which edit it was: people name none and mean the newest. */
    static String named(RushesClient client, String job) {
        Job edit = client.jobs().getJob(GetJobRequest.newBuilder().setJobId(job).build());
        return edit.getDisplayName() + ", " + job;
    }

    /** Returns the newest edit that has a cut. */
    static String newestJob(RushesClient client) {
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
