// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.DiffTimelinesRequest;
import dev.rushes.api.v1.DiffTimelinesResponse;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import dev.rushes.api.v1.MergeEditsRequest;
import dev.rushes.api.v1.MergeEditsResponse;
import dev.rushes.api.v1.RedoEditRequest;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.UndoEditRequest;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.server.access.Scope;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.handoff.HandOffs;
import dev.rushes.server.id.Ids;
import dev.rushes.server.project.Projects;
import dev.rushes.server.request.Requests;
import dev.rushes.server.timeline.Edits;
import dev.rushes.server.timeline.TimelineStore;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.wire.EditWire;
import dev.rushes.wire.TimelineWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Timelines and their logs over gRPC. */
final class TimelineGrpcService extends TimelineServiceGrpc.TimelineServiceImplBase {
    private static final int MOST_EDITS = 100;
    private static final int MOST_MERGED = 1000;
    private static final int MOST_KNOWN = 10_000;
    /** Edits told with a newer timeline; a reader that is further behind reads the log. */
    private static final int MOST_TOLD = 200;

    private final Projects projects;
    private final Timelines timelines;
    private final Edits edits;
    private final HandOffs handOffs;
    private final Comments comments;
    private final WatchStream watches;

    /** What is done to a timeline, and what comes along with it. */
    record Footing(Edits edits, HandOffs handOffs, Comments comments) {}

    TimelineGrpcService(Projects projects, Timelines timelines, Footing footing, WatchStream watches) {
        this.projects = projects;
        this.timelines = timelines;
        this.edits = footing.edits();
        this.handOffs = footing.handOffs();
        this.comments = footing.comments();
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
                () -> HandOffWire.toProto(handOffs.export(
                        Ids.require("job_id", request.getJobId()), request.getRevision(), HandOffWire.wish(request))));
    }

    @Override
    public void applyEdits(ApplyEditsRequest request, StreamObserver<EditsResponse> observer) {
        Unary.answer(observer, () -> {
            if (request.getRevision() < 1) {
                throw new Fault.Invalid(
                        "revision", request.getRevision() + " (expected: the revision you saw, 1 or more)");
            }
            Edits.Order order = new Edits.Order(
                    job(request.getJobId()),
                    seen(request.getRevision(), request.getKnownRevisionsList()),
                    request(
                            request.getRequestId(),
                            request.toBuilder()
                                    .clearRequestId()
                                    .clearRevision()
                                    .clearKnownRevisions()
                                    .clearOmitTimeline()
                                    .clearRebase()
                                    .build()),
                    author(),
                    !request.hasAutoLock() || request.getAutoLock(),
                    request.getRebase());
            Edits.Outcome outcome = edits.apply(order, EditRequests.asks(request.getEditsList(), MOST_EDITS));
            return response(outcome, request.getOmitTimeline());
        });
    }

    @Override
    public void undoEdit(UndoEditRequest request, StreamObserver<EditsResponse> observer) {
        Unary.answer(observer, () -> {
            Message content = request.toBuilder()
                    .clearRequestId()
                    .clearRevision()
                    .clearOmitTimeline()
                    .build();
            Edits.Order order =
                    turn(request.getJobId(), request.getRevision(), request(request.getRequestId(), content));
            return response(edits.undo(order, step(request.getStep())), request.getOmitTimeline());
        });
    }

    @Override
    public void redoEdit(RedoEditRequest request, StreamObserver<EditsResponse> observer) {
        Unary.answer(observer, () -> {
            Message content = request.toBuilder()
                    .clearRequestId()
                    .clearRevision()
                    .clearOmitTimeline()
                    .build();
            Edits.Order order =
                    turn(request.getJobId(), request.getRevision(), request(request.getRequestId(), content));
            return response(edits.redo(order, step(request.getStep())), request.getOmitTimeline());
        });
    }

    private Edits.Order turn(String jobId, long revision, TimelineStore.@Nullable Request request) {
        if (revision < 0) {
            throw new Fault.Invalid("revision", revision + " (expected: the revision you saw, or 0 for any)");
        }
        return new Edits.Order(job(jobId), Edits.Seen.at(revision), request, author(), false, false);
    }

    private static Edits.Seen seen(long revision, List<Long> known) {
        if (known.size() > MOST_KNOWN) {
            throw new Fault.Invalid("known_revisions", known.size() + " (expected: at most " + MOST_KNOWN + ")");
        }
        return new Edits.Seen(revision, Set.copyOf(known));
    }

    private static long step(long step) {
        if (step < 0) {
            throw new Fault.Invalid("step", step + " (expected: first revision of a step, or 0 for your last)");
        }
        return step;
    }

    @Override
    public void listEdits(ListEditsRequest request, StreamObserver<ListEditsResponse> observer) {
        Unary.answer(observer, () -> {
            String jobId = job(request.getJobId());
            String query = "edits " + jobId;
            PageTokens.Numbered page = PageTokens.numbered(
                    query, request.getPageSize(), request.getPageToken(), request.getAfterRevision());
            List<LoggedEdit> found = timelines.edits(jobId, page.after(), page.size() + 1);
            List<LoggedEdit> shown = found.subList(0, Math.min(page.size(), found.size()));
            ListEditsResponse.Builder response = ListEditsResponse.newBuilder();
            shown.forEach(entry -> response.addEdits(EditWire.toProto(entry)));
            if (found.size() > shown.size()) {
                response.setNextPageToken(
                        PageTokens.next(query, Long.toString(shown.getLast().revision())));
            }
            return response.build();
        });
    }

    @Override
    public void diffTimelines(DiffTimelinesRequest request, StreamObserver<DiffTimelinesResponse> observer) {
        Unary.answer(observer, () -> {
            if (request.getFromRevision() < 1) {
                throw new Fault.Invalid("from_revision", request.getFromRevision() + " (expected: 1 or more)");
            }
            var from = find(request.getJobId(), request.getFromRevision());
            var to = find(request.getJobId(), request.getToRevision());
            DiffTimelinesResponse.Builder response = DiffTimelinesResponse.newBuilder()
                    .setFromRevision(from.identity().revision())
                    .setToRevision(to.identity().revision());
            timelines
                    .differences(from, to)
                    .forEach(difference -> response.addDifferences(EditWire.toProto(difference)));
            return response.build();
        });
    }

    @Override
    public void mergeEdits(MergeEditsRequest request, StreamObserver<MergeEditsResponse> observer) {
        Unary.answer(observer, () -> {
            Edits.Order order = new Edits.Order(
                    job(request.getJobId()),
                    seen(request.getBaseRevision(), request.getKnownRevisionsList()),
                    request(
                            request.getRequestId(),
                            request.toBuilder().clearRequestId().build()),
                    author(),
                    !request.hasAutoLock() || request.getAutoLock(),
                    true);
            boolean skips = switch (request.getOnConflict()) {
                case ON_CONFLICT_UNSPECIFIED, ON_CONFLICT_STOP -> false;
                case ON_CONFLICT_SKIP -> true;
                case UNRECOGNIZED ->
                    throw new Fault.Invalid("on_conflict", request.getOnConflictValue() + " (expected: STOP or SKIP)");
            };
            Edits.Merged merged = edits.merge(order, EditRequests.asks(request.getEditsList(), MOST_MERGED), skips);
            MergeEditsResponse.Builder response = MergeEditsResponse.newBuilder()
                    .setRevision(merged.timeline().identity().revision())
                    .setTimeline(TimelineWire.toProto(merged.timeline()));
            merged.edits().forEach(entry -> response.addEdits(EditWire.toProto(entry)));
            merged.conflicts().forEach(conflict -> response.addConflicts(EditWire.toProto(conflict)));
            return response.build();
        });
    }

    @Override
    public void watchTimeline(WatchTimelineRequest request, StreamObserver<WatchTimelineResponse> observer) {
        String jobId = job(request.getJobId());
        if (request.getLastKnownCommentRevision() < 0) {
            throw new Fault.Invalid(
                    "last_known_comment_revision",
                    request.getLastKnownCommentRevision() + " (expected: 0, or the newest revision you have)");
        }
        Optional<WatchStream.Companion<WatchTimelineResponse>> said = request.hasLastKnownCommentRevision()
                ? Optional.of(new Said(jobId, request.getLastKnownCommentRevision()))
                : Optional.empty();
        watches.serve(
                (ServerCallStreamObserver<WatchTimelineResponse>) observer,
                request.getLastKnownRevision(),
                new WatchStream.Source<>(
                        Timelines.topic(jobId),
                        sent -> news(jobId, sent),
                        revision -> WatchTimelineResponse.newBuilder()
                                .setRevision(revision)
                                .build(),
                        said));
    }

    /** The comments of one stream, and how far they were sent. */
    private final class Said implements WatchStream.Companion<WatchTimelineResponse> {
        private final String jobId;
        private long sent;
        private boolean joined;

        Said(String jobId, long sent) {
            this.jobId = jobId;
            this.sent = sent;
        }

        @Override
        public String topic() {
            return Comments.topic(jobId);
        }

        @Override
        public @Nullable WatchTimelineResponse join(@Nullable WatchTimelineResponse message, long revision)
                throws InterruptedException {
            // The first time one more is asked for: the newest of all is among them, unless the reader knows of more
            // than there is.
            long after = joined ? sent : Math.max(0, sent - 1);
            CommentStore.Changes changes = changes(after);
            joined = true;
            if (after < sent && changes.revision() == after) {
                changes = changes(0);
            } else if (changes.revision() <= sent) {
                return message;
            }
            sent = changes.revision();
            WatchTimelineResponse.Builder both =
                    message == null ? WatchTimelineResponse.newBuilder().setRevision(revision) : message.toBuilder();
            return both.setComments(CommentWire.toProto(changes)).build();
        }

        private CommentStore.Changes changes(long after) throws InterruptedException {
            return watches.shared(topic(), after, () -> comments.changes(jobId, after));
        }
    }

    /** Returns the newest timeline with the edits after the revision sent last; nothing when it is the one that was sent. */
    private WatchStream.@Nullable Snapshot<WatchTimelineResponse> news(String jobId, long sent) {
        Optional<dev.rushes.editorial.timeline.Timeline> newest = timelines.newest(jobId);
        long revision = newest.map(timeline -> timeline.identity().revision()).orElse(0L);
        if (revision == sent) {
            return null;
        }
        WatchTimelineResponse.Builder message =
                WatchTimelineResponse.newBuilder().setRevision(revision);
        newest.ifPresent(timeline -> message.setTimeline(TimelineWire.toProtoWithoutHistory(timeline)));
        if (sent > 0 && revision > sent && revision - sent <= MOST_TOLD) {
            timelines
                    .edits(jobId, sent, (int) (revision - sent))
                    .forEach(entry -> message.addEdits(EditWire.toProto(entry)));
        }
        return new WatchStream.Snapshot<>(revision, message.build(), false);
    }

    private static EditsResponse response(Edits.Outcome outcome, boolean omitTimeline) {
        EditsResponse.Builder response = EditsResponse.newBuilder()
                .setRevision(outcome.timeline().identity().revision());
        outcome.edits().forEach(entry -> response.addEdits(EditWire.toProto(entry)));
        if (!omitTimeline) {
            response.setTimeline(TimelineWire.toProto(outcome.timeline()));
        }
        return response.build();
    }

    private static TimelineStore.@Nullable Request request(String id, Message content) {
        if (id.isEmpty()) {
            return null;
        }
        Requests.requireUuid(id);
        return new TimelineStore.Request(id, Unary.digest(content));
    }

    /** An edit is by who is signed in, whatever the request says. */
    private static String author() {
        return Scope.principal().orElseThrow().name();
    }

    private String job(String jobId) {
        return projects.job(Ids.require("job_id", jobId)).id();
    }

    private dev.rushes.editorial.timeline.Timeline find(String jobId, long revision) {
        return timelines.timeline(job(jobId), revision);
    }
}
