// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Place;
import dev.rushes.api.v1.Proposal;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.StaleRevision;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.WatchGenerationRequest;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Short words for tests that edit: jobs with a cut, edits, and what errors carry. */
final class Cutting {
    private Cutting() {}

    /** Makes a job with eight clips, a song and a cut of ten seconds. */
    static Job job(TestServer on) throws Exception {
        Job job = on.job(10);
        for (String clip : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            on.add(job, Media.Kind.KIND_CLIP, "edited-" + clip + ".mp4");
        }
        on.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        generate(on, job);
        return job;
    }

    static void generate(TestServer on, Job job) {
        Generation started = on.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Generation[] last = new Generation[1];
        on.generations()
                .watchGeneration(WatchGenerationRequest.newBuilder()
                        .setGenerationId(started.getGenerationId())
                        .build())
                .forEachRemaining(message -> {
                    if (message.hasGeneration()) {
                        last[0] = message.getGeneration();
                    }
                });
        assertThat(last[0].getState()).as(last[0].getError().getMessage()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    }

    static TimelineServiceGrpc.TimelineServiceBlockingStub timelines(TestServer on) {
        return on.client("gproto", TimelineServiceGrpc.TimelineServiceBlockingStub.class);
    }

    /** Watches the cut of a job from a revision on; 0 for the whole state first. */
    static Watching<WatchTimelineRequest, WatchTimelineResponse> watch(TestServer on, Job job, long known) {
        return watch(
                on,
                WatchTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setLastKnownRevision(known)
                        .build());
    }

    static Watching<WatchTimelineRequest, WatchTimelineResponse> watch(TestServer on, WatchTimelineRequest request) {
        return Watching.open(
                on.client("gproto", TimelineServiceGrpc.TimelineServiceStub.class)::watchTimeline, request);
    }

    static Timeline timeline(TestServer on, Job job, long revision) {
        return timelines(on)
                .getTimeline(GetTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setRevision(revision)
                        .build());
    }

    static EditsResponse apply(TestServer on, Job job, long revision, String author, Edit... edits) {
        return timelines(on.as(author))
                .applyEdits(ApplyEditsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setRevision(revision)
                        .addAllEdits(List.of(edits))
                        .build());
    }

    static Edit slip(String shotId, long frames) {
        return Edit.newBuilder()
                .setSlip(Edit.Slip.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId(shotId))
                        .setFrameCount(frames))
                .build();
    }

    static Edit delete(String shotId, String reason) {
        return Edit.newBuilder()
                .setDelete(Edit.Delete.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId(shotId))
                        .setReason(reason))
                .build();
    }

    static Edit unlock(String shotId) {
        return Edit.newBuilder()
                .setUnlockShot(Edit.UnlockShot.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId(shotId)))
                .build();
    }

    static Edit lock(String shotId) {
        return Edit.newBuilder()
                .setLockShot(
                        Edit.LockShot.newBuilder().setShot(ShotRef.newBuilder().setShotId(shotId)))
                .build();
    }

    /** What a watcher gets of a timeline. */
    static Timeline withoutHistory(Timeline timeline) {
        Timeline.Builder state = timeline.toBuilder().clearUserEdits();
        state.getShotsBuilderList().forEach(Shot.Builder::clearEditHistory);
        return state.build();
    }

    static Edit move(int clipIndex, int position) {
        return Edit.newBuilder()
                .setMove(Edit.Move.newBuilder()
                        .setShot(ShotRef.newBuilder().setClipIndex(clipIndex))
                        .setPlace(Place.newBuilder().setPosition(position)))
                .build();
    }

    static Edit accept(Proposal proposal, String instruction) {
        return Edit.newBuilder()
                .setAcceptProposal(Edit.AcceptProposal.newBuilder()
                        .setProposal(Edit.Proposal.newBuilder()
                                .setProposalId(proposal.getProposalId())
                                .setSection(proposal.getReceipt().getSection())
                                .setInstruction(instruction))
                        .setFirstShot(ShotRef.newBuilder().setShotId(proposal.getFirstShotId()))
                        .setLastShot(ShotRef.newBuilder().setShotId(proposal.getLastShotId()))
                        .addAllShots(proposal.getShotsList())
                        .addAllTransitions(proposal.getTransitionsList()))
                .build();
    }

    static ErrorInfo info(StatusRuntimeException error) throws Exception {
        return detail(error, ErrorInfo.class);
    }

    static StaleRevision stale(StatusRuntimeException error) throws Exception {
        return detail(error, StaleRevision.class);
    }

    static BadRequest badRequest(StatusRuntimeException error) throws Exception {
        return detail(error, BadRequest.class);
    }

    private static <T extends Message> T detail(StatusRuntimeException error, Class<T> type) throws Exception {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        assertThat(status).as("status of " + error).isNotNull();
        for (var detail : status.getDetailsList()) {
            if (detail.is(type)) {
                return detail.unpack(type);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + error, error);
    }
}
