// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CancelRenderRequest;
import dev.rushes.api.v1.GetRenderRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import dev.rushes.server.render.Quality;
import dev.rushes.server.render.Renders;
import dev.rushes.server.request.Requests;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.wire.TimeWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Renders over gRPC; their files travel over HTTP. */
final class RenderGrpcService extends RenderServiceGrpc.RenderServiceImplBase {
    private final Renders renders;
    private final Requests requests;
    private final WatchStream watches;

    RenderGrpcService(Renders renders, Requests requests, WatchStream watches) {
        this.renders = renders;
        this.requests = requests;
        this.watches = watches;
    }

    @Override
    public void renderTimeline(RenderTimelineRequest request, StreamObserver<Render> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            Quality quality = quality(request);
            String id = Unary.resourceId(
                    requests,
                    "RenderTimeline",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(renders.start(
                    id, new dev.rushes.server.render.Render.Order(jobId, request.getTimelineRevision(), quality)));
        });
    }

    @Override
    public void getRender(GetRenderRequest request, StreamObserver<Render> observer) {
        Unary.answer(observer, () -> toProto(find(request.getRenderId())));
    }

    @Override
    public void cancelRender(CancelRenderRequest request, StreamObserver<Render> observer) {
        Unary.answer(observer, () -> toProto(renders.cancel(Ids.require("render_id", request.getRenderId()))));
    }

    @Override
    public void watchRender(WatchRenderRequest request, StreamObserver<WatchRenderResponse> observer) {
        String id = find(request.getRenderId()).id();
        watches.serve(
                (ServerCallStreamObserver<WatchRenderResponse>) observer,
                request.getLastKnownRevision(),
                new WatchStream.Source<>(
                        dev.rushes.server.render.Render.topic(id),
                        sent -> snapshot(renders.render(id)),
                        revision -> WatchRenderResponse.newBuilder()
                                .setRevision(revision)
                                .build()));
    }

    private dev.rushes.server.render.Render find(String renderId) {
        return renders.render(Ids.require("render_id", renderId));
    }

    private static Quality quality(RenderTimelineRequest request) {
        return switch (request.getQuality()) {
            case QUALITY_LOW -> Quality.LOW;
            case QUALITY_UNSPECIFIED, QUALITY_HIGH -> Quality.HIGH;
            case QUALITY_MAXIMUM -> Quality.MAXIMUM;
            case UNRECOGNIZED ->
                throw new Fault.Invalid(
                        "quality",
                        request.getQualityValue() + " (expected: QUALITY_LOW, QUALITY_HIGH or QUALITY_MAXIMUM)");
        };
    }

    private static WatchStream.Snapshot<WatchRenderResponse> snapshot(dev.rushes.server.render.Render render) {
        return new WatchStream.Snapshot<>(
                render.revision(),
                WatchRenderResponse.newBuilder()
                        .setRender(toProto(render))
                        .setRevision(render.revision())
                        .build(),
                render.state().isEnded());
    }

    private static Render toProto(dev.rushes.server.render.Render render) {
        Render.Builder message = Render.newBuilder()
                .setRenderId(render.id())
                .setJobId(render.order().jobId())
                .setTimelineRevision(render.order().timelineRevision())
                .setQuality(Render.Quality.valueOf(
                        "QUALITY_" + render.order().quality().name()))
                .setState(Render.State.valueOf("STATE_" + render.state().name()))
                .setProgress(ProgressWire.toProto(render.progress()))
                .setRevision(render.revision())
                .setCreateTime(TimeWire.toProto(render.createdAt()))
                .setUpdateTime(TimeWire.toProto(render.updatedAt()));
        RenderedFile file = render.file();
        if (file != null) {
            message.setContentPath("/content/renders/" + render.id())
                    .setSizeBytes(file.sizeBytes())
                    .setSha256(file.sha256())
                    .setWidth(file.width())
                    .setHeight(file.height())
                    .setFrameCount(file.frameCount());
        }
        if (render.failure() != null) {
            message.setError(StatusMapper.status(render.failure()));
        }
        return message.build();
    }
}
