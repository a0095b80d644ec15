// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.RedoEditRequest;
import dev.rushes.api.v1.StaleRevision;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc.TimelineServiceBlockingStub;
import dev.rushes.api.v1.UndoEditRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One person's editing of one timeline. It holds the revision the person sees and sends edits for it. When somebody was faster it
 * sends edits that commute with theirs again, on the new revision; any other conflict is handed to the caller, and nothing was
 * changed. A server that does not answer is asked again under the same request id, so an edit is never made twice. Used by one
 * thread at a time.
 */
public final class EditSession {
    /** Times that somebody may be faster before the caller hears of it. */
    private static final int MAX_REBASES = 5;

    private final Supplier<TimelineServiceBlockingStub> timelines;
    private final Duration patience;
    private final String jobId;
    private Timeline timeline;

    /** What came of sending edits. */
    public interface Answer {}

    /**
     * They were made.
     *
     * @param edits as logged
     * @param others what other people did since the caller last looked, as far as the server told
     */
    public record Applied(List<LoggedEdit> edits, List<LoggedEdit> others) implements Answer {
        public Applied {
            edits = List.copyOf(edits);
            others = List.copyOf(others);
        }
    }

    /**
     * Nothing was made: somebody else's edit touches the same thing. The session has the newest timeline.
     *
     * @param stale names the conflicts
     */
    public record Conflicted(StaleRevision stale) implements Answer {}

    EditSession(Supplier<TimelineServiceBlockingStub> timelines, String jobId, Duration patience) {
        this.timelines = timelines;
        this.jobId = jobId;
        this.patience = patience;
        this.timeline = read();
    }

    /** Returns the timeline as this person last saw it. */
    public Timeline timeline() {
        return timeline;
    }

    public long revision() {
        return timeline.getRevision();
    }

    /** Reads the newest timeline. */
    public Timeline refresh() {
        timeline = read();
        return timeline;
    }

    /** Takes a timeline that came by a watch, unless it is older than what is known. */
    public void seen(Timeline newer) {
        if (newer.getJobId().equals(jobId) && newer.getRevision() > timeline.getRevision()) {
            timeline = newer;
        }
    }

    private Timeline read() {
        return timelines
                .get()
                .getTimeline(GetTimelineRequest.newBuilder().setJobId(jobId).build());
    }

    /** Makes edits as one step, with the locks that are documented for them. */
    public Answer apply(List<Edit> edits) throws InterruptedException {
        return apply(edits, true);
    }

    /**
     * Makes edits as one step.
     *
     * @param autoLock whether shots they shape are locked
     * @throws StatusRuntimeException FAILED_PRECONDITION when an edit is not possible, INVALID_ARGUMENT when it makes no sense
     */
    public Answer apply(List<Edit> edits, boolean autoLock) throws InterruptedException {
        ApplyEditsRequest.Builder request = ApplyEditsRequest.newBuilder()
                .setJobId(jobId)
                .setRequestId(UUID.randomUUID().toString())
                .setAutoLock(autoLock)
                .setRevision(revision())
                .addAllEdits(edits);
        List<LoggedEdit> others = new ArrayList<>();
        for (int rebases = 0; ; rebases++) {
            try {
                return took(send(() -> timelines.get().applyEdits(request.build())), others);
            } catch (StatusRuntimeException e) {
                Optional<StaleRevision> stale = stale(e);
                if (stale.isEmpty() || rebases == MAX_REBASES) {
                    throw e;
                }
                others.addAll(stale.get().getEditsList());
                if (!stale.get().getRebasable()) {
                    refresh();
                    return new Conflicted(stale.get());
                }
                // From here on the server rebases by itself: a person on a slow line would never be the fastest.
                request.setRevision(stale.get().getCurrentRevision()).setRebase(true);
                if (stale.get().getResolvedEditsCount() > 0) {
                    request.clearEdits().addAllEdits(stale.get().getResolvedEditsList());
                }
            }
        }
    }

    /** Takes back this person's last step in force; FAILED_PRECONDITION when there is none or somebody built on it. */
    public Applied undo() throws InterruptedException {
        UndoEditRequest request = UndoEditRequest.newBuilder()
                .setJobId(jobId)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        return took(send(() -> timelines.get().undoEdit(request)), List.of());
    }

    /** Makes this person's step again that was last taken back; FAILED_PRECONDITION when there is none. */
    public Applied redo() throws InterruptedException {
        RedoEditRequest request = RedoEditRequest.newBuilder()
                .setJobId(jobId)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        return took(send(() -> timelines.get().redoEdit(request)), List.of());
    }

    private Applied took(EditsResponse response, List<LoggedEdit> others) {
        timeline = response.getTimeline();
        return new Applied(response.getEditsList(), others);
    }

    /** Sends a request until there is an answer; the request id makes a second try safe. */
    private EditsResponse send(Supplier<EditsResponse> call) throws InterruptedException {
        Backoff backoff = new Backoff(patience);
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                Status.Code code = e.getStatus().getCode();
                boolean isUnknown = code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
                if (!isUnknown || !backoff.pause()) {
                    throw e;
                }
            }
        }
    }

    /** Returns what the server says about a stale revision; empty for any other error. */
    static Optional<StaleRevision> stale(StatusRuntimeException error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        if (status == null || error.getStatus().getCode() != Status.Code.ABORTED) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(StaleRevision.class)) {
                try {
                    return Optional.of(detail.unpack(StaleRevision.class));
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException("the server's error detail cannot be read", e);
                }
            }
        }
        return Optional.empty();
    }
}
