// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.server.id.Ids;
import dev.rushes.server.project.Projects;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.wire.TimelineWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Timelines over gRPC. */
final class TimelineGrpcService extends TimelineServiceGrpc.TimelineServiceImplBase {
    private final Projects projects;
    private final Timelines timelines;
    private final WatchStream watches;

    TimelineGrpcService(Projects projects, Timelines timelines, WatchStream watches) {
        this.projects = projects;
        this.timelines = timelines;
        this.watches = watches;
    }

    @Override
    public void getTimeline(GetTimelineRequest request, StreamObserver<Timeline> observer) {
        Unary.answer(observer, () -> TimelineWire.toProto(find(request.getJobId(), request.getRevision())));
    }

    @Override
    public void exportTimeline(ExportTimelineRequest request, StreamObserver<ExportTimelineResponse> observer) {
        Unary.answer(
                observer,
                () -> ExportTimelineResponse.newBuilder()
                        .setDocumentJson(timelines.document(find(request.getJobId(), request.getRevision())))
                        .build());
    }

    @Override
    public void watchTimeline(WatchTimelineRequest request, StreamObserver<WatchTimelineResponse> observer) {
        String jobId = projects.job(Ids.require("job_id", request.getJobId())).id();
        watches.serve(
                (ServerCallStreamObserver<WatchTimelineResponse>) observer,
                request.getLastKnownRevision(),
                new WatchStream.Source<>(
                        Timelines.topic(jobId),
                        () -> newest(jobId),
                        revision -> WatchTimelineResponse.newBuilder()
                                .setRevision(revision)
                                .build()));
    }

    private WatchStream.@Nullable Snapshot<WatchTimelineResponse> newest(String jobId) {
        return timelines
                .newest(jobId)
                .map(timeline -> new WatchStream.Snapshot<>(
                        timeline.identity().revision(),
                        WatchTimelineResponse.newBuilder()
                                .setTimeline(TimelineWire.toProto(timeline))
                                .setRevision(timeline.identity().revision())
                                .build(),
                        false))
                .orElse(null);
    }

    private dev.rushes.editorial.timeline.Timeline find(String jobId, long revision) {
        return timelines.timeline(projects.job(Ids.require("job_id", jobId)).id(), revision);
    }
}
