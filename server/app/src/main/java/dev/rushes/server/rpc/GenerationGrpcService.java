// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.CancelGenerationRequest;
import dev.rushes.api.v1.CutEarlyRequest;
import dev.rushes.api.v1.DraftTimelineRequest;
import dev.rushes.api.v1.DraftTimelineResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.RejectedClip;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchGenerationResponse;
import dev.rushes.server.access.Scope;
import dev.rushes.server.generation.Drafts;
import dev.rushes.server.generation.Generations;
import dev.rushes.server.id.Ids;
import dev.rushes.server.request.Requests;
import dev.rushes.wire.TimeWire;
import dev.rushes.wire.TimelineWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Generations over gRPC. */
final class GenerationGrpcService extends GenerationServiceGrpc.GenerationServiceImplBase {
    private final Generations generations;
    private final Requests requests;
    private final WatchStream watches;

    GenerationGrpcService(Generations generations, Requests requests, WatchStream watches) {
        this.generations = generations;
        this.requests = requests;
        this.watches = watches;
    }

    @Override
    public void generateTimeline(GenerateTimelineRequest request, StreamObserver<Generation> observer) {
        Unary.answer(observer, () -> {
            String jobId = Ids.require("job_id", request.getJobId());
            String styleId = request.getStyleProfileId().isEmpty()
                    ? null
                    : Ids.require("style_profile_id", request.getStyleProfileId());
            String id = Unary.resourceId(
                    requests,
                    "GenerateTimeline",
                    request.getRequestId(),
                    request.toBuilder().clearRequestId().build());
            return toProto(generations.start(
                    id,
                    new dev.rushes.server.generation.Generation.Order(jobId, request.getSeed(), styleId, author())));
        });
    }

    private static String author() {
        return Scope.principal().orElseThrow().name();
    }

    @Override
    public void getGeneration(GetGenerationRequest request, StreamObserver<Generation> observer) {
        Unary.answer(observer, () -> toProto(find(request.getGenerationId())));
    }

    @Override
    public void draftTimeline(DraftTimelineRequest request, StreamObserver<DraftTimelineResponse> observer) {
        Unary.answer(
                observer,
                cancel -> toProto(
                        generations.drafts().draft(Ids.require("generation_id", request.getGenerationId()), cancel)));
    }

    private static DraftTimelineResponse toProto(Drafts.Draft draft) {
        DraftTimelineResponse.Builder message = DraftTimelineResponse.newBuilder()
                .setUsableClipCount(draft.usable())
                .setUnseenClipCount(draft.unseen())
                .setGlancedClipCount(draft.glanced())
                .setGlancingClipCount(draft.ahead())
                .setCanCutEarly(draft.enough());
        if (draft.timeline() != null) {
            message.setDraft(TimelineWire.toProto(draft.timeline()));
        }
        return message.build();
    }

    @Override
    public void cutEarly(CutEarlyRequest request, StreamObserver<Generation> observer) {
        Unary.answer(
                observer, () -> toProto(generations.cutEarly(Ids.require("generation_id", request.getGenerationId()))));
    }

    @Override
    public void cancelGeneration(CancelGenerationRequest request, StreamObserver<Generation> observer) {
        Unary.answer(
                observer, () -> toProto(generations.cancel(Ids.require("generation_id", request.getGenerationId()))));
    }

    @Override
    public void watchGeneration(WatchGenerationRequest request, StreamObserver<WatchGenerationResponse> observer) {
        String id = find(request.getGenerationId()).id();
        watches.serve(
                (ServerCallStreamObserver<WatchGenerationResponse>) observer,
                request.getLastKnownRevision(),
                new WatchStream.Source<>(
                        dev.rushes.server.generation.Generation.topic(id),
                        sent -> snapshot(generations.generation(id)),
                        revision -> WatchGenerationResponse.newBuilder()
                                .setRevision(revision)
                                .build()));
    }

    private dev.rushes.server.generation.Generation find(String generationId) {
        return generations.generation(Ids.require("generation_id", generationId));
    }

    private static WatchStream.Snapshot<WatchGenerationResponse> snapshot(
            dev.rushes.server.generation.Generation generation) {
        return new WatchStream.Snapshot<>(
                generation.revision(),
                WatchGenerationResponse.newBuilder()
                        .setGeneration(toProto(generation))
                        .setRevision(generation.revision())
                        .build(),
                generation.state().isEnded());
    }

    private static Generation toProto(dev.rushes.server.generation.Generation generation) {
        Generation.Builder message = Generation.newBuilder()
                .setGenerationId(generation.id())
                .setJobId(generation.order().jobId())
                .setSeed(generation.order().seed())
                .setState(Generation.State.valueOf("STATE_" + generation.state().name()))
                .setEarly(generation.early())
                .setProgress(ProgressWire.toProto(generation.progress()))
                .setTimelineRevision(generation.timelineRevision())
                .setRevision(generation.revision())
                .setCreateTime(TimeWire.toProto(generation.createdAt()))
                .setUpdateTime(TimeWire.toProto(generation.updatedAt()));
        if (generation.order().styleProfileId() != null) {
            message.setStyleProfileId(generation.order().styleProfileId());
        }
        if (generation.failure() != null) {
            message.setError(StatusMapper.status(generation.failure()));
        }
        generation
                .rejectedClips()
                .forEach(clip -> message.addRejectedClips(RejectedClip.newBuilder()
                        .setMediaId(clip.mediaId())
                        .setFileName(clip.fileName())
                        .setReason(clip.reason())));
        return message.build();
    }
}
