// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.GetJobRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.ListJobsRequest;
import dev.rushes.api.v1.ListJobsResponse;
import dev.rushes.api.v1.UpdateJobRequest;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.server.project.Projects;
import dev.rushes.server.project.Shape;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.Requests;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Jobs over gRPC. */
final class JobGrpcService extends JobServiceGrpc.JobServiceImplBase {
    private static final String NAME = "display_name";
    private static final String LENGTH = "target_duration";
    private static final String SHAPE = "shape";
    private static final Set<String> CHANGEABLE = Set.of(NAME, LENGTH, SHAPE);

    private final Projects projects;
    private final Timelines timelines;
    private final Requests requests;
    private final InstantSource clock;

    JobGrpcService(Projects projects, Timelines timelines, Requests requests, InstantSource clock) {
        this.projects = projects;
        this.timelines = timelines;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public void createJob(CreateJobRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, () -> {
            Job job = request.getJob();
            String projectId = Ids.require("job.project_id", job.getProjectId());
            if (!job.hasTargetDuration()) {
                throw new Fault.Invalid(
                        "job.target_duration", "is not set (expected: 1 s to 600 s, for example \"30s\")");
            }
            Shape shape = shape(job);
            FrameRate rate = frameRate(job);
            String id = Unary.resourceId(
                    requests,
                    "CreateJob",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(
                    projects.createJob(new dev.rushes.server.project.Job(
                            id, projectId, job.getDisplayName(), length(job), shape, rate, clock.instant())),
                    0);
        });
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, () -> {
            String id = Ids.require("job_id", request.getJobId());
            return toProto(projects.job(id), timelines.newestRevision(id));
        });
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        Unary.answer(observer, () -> {
            String projectId =
                    request.getProjectId().isEmpty() ? null : Ids.require("project_id", request.getProjectId());
            String query = "jobs/" + request.getProjectId();
            Page<dev.rushes.server.project.Job> page =
                    projects.listJobs(projectId, PageTokens.ask(query, request.getPageSize(), request.getPageToken()));
            Map<String, Long> revisions = timelines.newestRevisions(
                    page.items().stream().map(dev.rushes.server.project.Job::id).toList());
            ListJobsResponse.Builder response =
                    ListJobsResponse.newBuilder().setNextPageToken(PageTokens.next(query, page.next()));
            page.items().forEach(job -> response.addJobs(toProto(job, revisions.getOrDefault(job.id(), 0L))));
            return response.build();
        });
    }

    @Override
    public void updateJob(UpdateJobRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, () -> {
            Job job = request.getJob();
            String id = Ids.require("job.job_id", job.getJobId());
            Set<String> changed = changed(request);
            return toProto(
                    projects.updateJob(
                            id,
                            new dev.rushes.server.project.Job.Change(
                                    changed.contains(NAME) ? job.getDisplayName() : null,
                                    changed.contains(LENGTH) ? length(job) : null,
                                    changed.contains(SHAPE) ? shape(job) : null)),
                    timelines.newestRevision(id));
        });
    }

    private static Set<String> changed(UpdateJobRequest request) {
        Job job = request.getJob();
        Set<String> named = new HashSet<>(request.getUpdateMask().getPathsList());
        if (named.isEmpty()) {
            job.getAllFields().keySet().forEach(field -> named.add(field.getName()));
            named.retainAll(CHANGEABLE);
        }
        if (named.isEmpty() || !CHANGEABLE.containsAll(named)) {
            throw new Fault.Invalid(
                    "update_mask", named + " (expected: at least one of display_name, target_duration, shape)");
        }
        return named;
    }

    private static Duration length(Job job) {
        return Duration.ofSeconds(
                job.getTargetDuration().getSeconds(), job.getTargetDuration().getNanos());
    }

    private static Shape shape(Job job) {
        return switch (job.getShape()) {
            case SHAPE_UNSPECIFIED, SHAPE_VERTICAL -> Shape.VERTICAL;
            case SHAPE_SQUARE -> Shape.SQUARE;
            case SHAPE_LANDSCAPE -> Shape.LANDSCAPE;
            case UNRECOGNIZED ->
                throw new Fault.Invalid(
                        "job.shape",
                        job.getShapeValue() + " (expected: SHAPE_VERTICAL, SHAPE_SQUARE or SHAPE_LANDSCAPE)");
        };
    }

    private static FrameRate frameRate(Job job) {
        if (!job.hasFrameRate()) {
            return FrameRate.FPS_30;
        }
        try {
            return TimeWire.fromProto(job.getFrameRate());
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid(
                    "job.frame_rate",
                    job.getFrameRate().getNumerator() + "/" + job.getFrameRate().getDenominator()
                            + " (expected: 1/1 to 120/1, for example 30/1)");
        }
    }

    private static Job toProto(dev.rushes.server.project.Job job, long timelineRevision) {
        return Job.newBuilder()
                .setJobId(job.id())
                .setProjectId(job.projectId())
                .setDisplayName(job.displayName())
                .setTargetDuration(ProgressWire.duration(job.targetDuration().toMillis()))
                .setShape(Job.Shape.valueOf("SHAPE_" + job.shape().name()))
                .setFrameRate(TimeWire.toProto(job.frameRate()))
                .setCreateTime(TimeWire.toProto(job.createdAt()))
                .setTimelineRevision(timelineRevision)
                .build();
    }
}
