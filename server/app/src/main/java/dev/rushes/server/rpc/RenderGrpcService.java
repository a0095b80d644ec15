// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CancelRenderRequest;
import dev.rushes.api.v1.EstimateRenderRequest;
import dev.rushes.api.v1.EstimateRenderResponse;
import dev.rushes.api.v1.GetRenderRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.WatchRenderRequest;
import dev.rushes.api.v1.WatchRenderResponse;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.render.Quality;
import dev.rushes.server.render.Renders;
import dev.rushes.server.request.Requests;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Renders over gRPC; their files travel over HTTP. */
final class RenderGrpcService extends RenderServiceGrpc.RenderServiceImplBase {
    private final Renders renders;
    private final Requests requests;
    private final WatchStream watches;
    private final ContentLinks links;

    RenderGrpcService(Renders renders, Requests requests, WatchStream watches, ContentLinks links) {
        this.renders = renders;
        this.requests = requests;
        this.watches = watches;
        this.links = links;
    }

    @Override
    public void renderTimeline(RenderTimelineRequest request, StreamObserver<Render> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            Quality quality = RenderWire.quality(request.getQuality());
            var form = RenderWire.form(request, renders.usualResolution(jobId));
            String id = Unary.resourceId(
                    requests,
                    "RenderTimeline",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return RenderWire.toProto(
                    renders.start(
                            id,
                            new dev.rushes.server.render.Render.Order(
                                    jobId, request.getTimelineRevision(), quality, form)),
                    links);
        });
    }

    @Override
    public void estimateRender(EstimateRenderRequest request, StreamObserver<EstimateRenderResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            return RenderWire.toProto(renders.estimate(
                    jobId,
                    request.getTimelineRevision(),
                    RenderWire.quality(request.getQuality()),
                    RenderWire.resolution(request.getResolution(), renders.usualResolution(jobId))));
        });
    }

    @Override
    public void getRender(GetRenderRequest request, StreamObserver<Render> observer) {
        Unary.answer(observer, () -> RenderWire.toProto(find(request.getRenderId()), links));
    }

    @Override
    public void cancelRender(CancelRenderRequest request, StreamObserver<Render> observer) {
        Unary.answer(
                observer,
                () -> RenderWire.toProto(renders.cancel(Ids.require("render_id", request.getRenderId())), links));
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

    private WatchStream.Snapshot<WatchRenderResponse> snapshot(dev.rushes.server.render.Render render) {
        return new WatchStream.Snapshot<>(
                render.revision(),
                WatchRenderResponse.newBuilder()
                        .setRender(RenderWire.toProto(render, links))
                        .setRevision(render.revision())
                        .build(),
                render.state().isEnded());
    }
}
