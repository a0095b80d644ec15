// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.rushes.api.v1.AccountServiceGrpc;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.AuditServiceGrpc;
import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.CommentChanges;
import dev.rushes.api.v1.CreateCommentRequest;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.DeleteCommentRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAuditEventsRequest;
import dev.rushes.api.v1.ListCommentsRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ReopenCommentRequest;
import dev.rushes.api.v1.ResolveCommentRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.UndoEditRequest;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comments hang on frames of footage, whatever becomes of the cut, and every screen has them within a second. */
class CommentIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    private static TestServer guest(Job job) {
        return server.with(server.client("gproto", AccountServiceGrpc.AccountServiceBlockingStub.class)
                .createGuestLink(CreateGuestLinkRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getText());
    }

    private static Comment onMiddleOf(Job job, Shot shot, String text) {
        return Comment.newBuilder()
                .setJobId(job.getJobId())
                .setAnchor(dev.rushes.api.v1.CommentAnchor.newBuilder()
                        .setMediaId(shot.getMediaId())
                        .setSourceRange(dev.rushes.api.v1.FrameRange.newBuilder()
                                .setStartFrame(shot.getSourceRange().getStartFrame()
                                        + shot.getSourceRange().getFrameCount() / 2)))
                .setText(text)
                .build();
    }

    private static Comment listed(Job job, Comment comment) {
        return Talking.list(server, job.getJobId()).getCommentsList().stream()
                .filter(one -> one.getCommentId().equals(comment.getCommentId()))
                .findFirst()
                .orElseThrow();
    }

    private static Status.Code outcome(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static Status.Code delete(TestServer as, Comment comment) {
        return outcome(() -> {
            var unused = Talking.comments(as)
                    .deleteComment(DeleteCommentRequest.newBuilder()
                            .setCommentId(comment.getCommentId())
                            .build());
        });
    }

    @Test
    void aCommentMovesWithItsShotAndIsListedWhenItIsNotInTheCut() throws Exception {
        Job job = Cutting.job(server);
        Timeline cut = Cutting.timeline(server, job, 0);
        Shot shot = cut.getShots(1);
        Comment said = Talking.say(server, onMiddleOf(job, shot, "Lovely"));
        long inShot = said.getAnchor().getSourceRange().getStartFrame()
                - shot.getSourceRange().getStartFrame();
        Comment first = listed(job, said);
        assertThat(first.getPlacesList()).hasSize(1);
        assertThat(first.getPlaces(0).getShotId()).isEqualTo(shot.getShotId());
        assertThat(first.getPlaces(0).getRecordRange().getStartFrame())
                .isEqualTo(shot.getRecordRange().getStartFrame() + inShot);

        // Without a lock, so that the shot can be deleted afterwards.
        long revision = Cutting.timelines(server.as("ada"))
                .applyEdits(ApplyEditsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setRevision(cut.getRevision())
                        .addEdits(Cutting.move(1, 3))
                        .setAutoLock(false)
                        .build())
                .getRevision();
        Shot moved = Cutting.timeline(server, job, 0).getShots(3);
        assertThat(moved.getShotId()).isEqualTo(shot.getShotId());
        assertThat(listed(job, said).getPlaces(0).getRecordRange().getStartFrame())
                .isEqualTo(moved.getRecordRange().getStartFrame() + inShot);

        revision = Cutting.apply(server, job, revision, "ada", Cutting.delete(shot.getShotId(), "other"))
                .getRevision();
        assertThat(listed(job, said).getPlacesList()).as("not in this cut").isEmpty();
        var unused = Cutting.timelines(server.as("ada"))
                .undoEdit(UndoEditRequest.newBuilder().setJobId(job.getJobId()).build());
        assertThat(listed(job, said).getPlacesList()).as("in it again").hasSize(1);
        assertThat(Talking.list(server, job.getJobId()).getTimelineRevision()).isEqualTo(revision + 1);
    }

    /** A screen that watches a job with its comments. */
    private static final class Screen {
        private final BlockingQueue<WatchTimelineResponse> messages = new LinkedBlockingQueue<>();

        Screen(TestServer as, Job job, long revision, long commentRevision) {
            Thread.ofVirtual().start(() -> {
                try {
                    Cutting.timelines(as)
                            .watchTimeline(WatchTimelineRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    .setLastKnownRevision(revision)
                                    .setLastKnownCommentRevision(commentRevision)
                                    .build())
                            .forEachRemaining(messages::add);
                } catch (StatusRuntimeException e) {
                    messages.add(WatchTimelineResponse.getDefaultInstance());
                }
            });
        }

        WatchTimelineResponse next(Duration patience) throws InterruptedException {
            WatchTimelineResponse message = messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(message).as("a message within " + patience).isNotNull();
            return message;
        }
    }

    @Test
    void aSecondScreenHasACommentWithinASecond() throws Exception {
        Job job = Cutting.job(server);
        TestServer rita = server.as("rita of screens", Role.ROLE_REVIEWER);
        Screen screen = new Screen(server, job, 0, 0);
        assertThat(screen.next(Duration.ofSeconds(20)).hasTimeline()).isTrue();
        Media clip = Talking.clip(server, job);

        Comment said = Talking.say(rita, clip, 4, "Too dark");
        WatchTimelineResponse message = screen.next(Duration.ofSeconds(1));
        assertThat(message.hasTimeline()).as("the cut is not sent again").isFalse();
        assertThat(message.getRevision()).isEqualTo(1);
        assertThat(message.getComments())
                .isEqualTo(CommentChanges.newBuilder()
                        .setRevision(1)
                        .addComments(said.toBuilder().setOwn(false))
                        .build());
        assertThat(said.getOwn()).isTrue();
        assertThat(said.getAuthor()).isEqualTo("rita of screens");

        Comment reply = Talking.reply(server, said, "I will brighten it");
        assertThat(screen.next(Duration.ofSeconds(1)).getComments().getComments(0))
                .isEqualTo(reply);
        assertThat(reply.getAnchor()).isEqualTo(said.getAnchor());
        assertThat(delete(server, said)).isEqualTo(Status.Code.OK);
        assertThat(screen.next(Duration.ofSeconds(1)).getComments().getDeletedCommentIdsList())
                .containsExactlyInAnyOrder(said.getCommentId(), reply.getCommentId());

        Screen back = new Screen(server, job, 1, 2);
        CommentChanges missed = back.next(Duration.ofSeconds(20)).getComments();
        assertThat(missed.getDeletedCommentIdsList())
                .as("who comes back misses nothing")
                .hasSize(2);
        assertThat(missed.getRevision()).isEqualTo(3);
    }

    @Test
    void whoDoesNotAskForCommentsGetsNone() throws Exception {
        Job job = Cutting.job(server);
        Talking.say(server, Talking.clip(server, job), 4, "Too dark");
        try (var watching = Cutting.watch(server, job, 0)) {
            WatchTimelineResponse first = watching.next();
            assertThat(first.hasTimeline()).isTrue();
            assertThat(first.hasComments()).isFalse();
        }
    }

    @Test
    void guestsAndReviewersCommentAndDeleteOnlyWhatIsTheirs() throws Exception {
        Job job = Cutting.job(server);
        Media clip = Talking.clip(server, job);
        TestServer rita = server.as("rita of roles", Role.ROLE_REVIEWER);
        TestServer guest = guest(job);
        TestServer otherGuest = guest(job);
        TestServer lead = server.as("lea");
        Comment byGuest = Talking.say(guest, clip, 1, "Nice");
        assertThat(byGuest.getAuthor()).startsWith("guest of ");
        Comment byRita = Talking.say(rita, clip, 2, "Shorter");
        Comment byOwner = Talking.say(server, clip, 3, "Agreed");

        assertThat(delete(rita, byOwner)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(delete(otherGuest, byGuest)).as("links are not each other").isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(delete(guest, byOwner))
                .as("a guest is not who made the link")
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        Comment reply = Talking.reply(rita, byGuest, "Really?");
        assertThat(delete(guest, byGuest)).as("answered").isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(delete(rita, reply)).isEqualTo(Status.Code.OK);
        assertThat(delete(guest, byGuest)).isEqualTo(Status.Code.OK);
        assertThat(delete(lead, byRita)).as("a lead may delete any").isEqualTo(Status.Code.OK);
        assertThat(delete(lead, byRita)).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(server.client("gproto", AuditServiceGrpc.AuditServiceBlockingStub.class)
                        .listAuditEvents(ListAuditEventsRequest.newBuilder()
                                .setPageSize(1000)
                                .build())
                        .getEventsList())
                .filteredOn(event -> event.getSubject().equals(byOwner.getCommentId()))
                .as("deletions, also refused ones, are audited")
                .extracting(event -> event.getMethod() + " " + event.getOutcome())
                .containsExactly(
                        "CommentService/DeleteComment PERMISSION_DENIED",
                        "CommentService/DeleteComment PERMISSION_DENIED");

        Job elsewhere = server.job(10);
        Media foreign = server.add(elsewhere, Media.Kind.KIND_CLIP, "elsewhere.mp4");
        assertThat(outcome(() -> Talking.say(guest, foreign, 1, "Hello"))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(outcome(() -> Talking.say(
                        guest,
                        Talking.words(foreign, 1, "Hello").toBuilder()
                                .setJobId(job.getJobId())
                                .build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(outcome(() -> Talking.say(
                        server,
                        Talking.words(foreign, 1, "Hello").toBuilder()
                                .setJobId(job.getJobId())
                                .build())))
                .as("a clip of another job")
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aCommentIsResolvedAndReopened() throws Exception {
        Job job = Cutting.job(server);
        Comment said = Talking.say(guest(job), Talking.clip(server, job), 7, "Logo?");
        Comment reply = Talking.reply(server, said, "Coming");
        var resolve = ResolveCommentRequest.newBuilder()
                .setCommentId(said.getCommentId())
                .build();
        Comment resolved = Talking.comments(server).resolveComment(resolve);
        assertThat(resolved.getResolver()).isEqualTo("user");
        assertThat(resolved.getResolveTime()).isNotEqualTo(Timestamp.getDefaultInstance());
        assertThat(Talking.comments(server).resolveComment(resolve)).isEqualTo(resolved);
        Comment open = Talking.comments(server)
                .reopenComment(ReopenCommentRequest.newBuilder()
                        .setCommentId(said.getCommentId())
                        .build());
        assertThat(open.hasResolveTime()).isFalse();
        assertThat(open.getResolver()).isEmpty();
        assertThatThrownBy(() -> Talking.comments(server)
                        .resolveComment(ResolveCommentRequest.newBuilder()
                                .setCommentId(reply.getCommentId())
                                .build()))
                .hasMessageContaining("is a reply; resolve the comment it answers");
    }

    @Test
    void aRepeatedRequestSaysItOnce() throws Exception {
        Job job = Cutting.job(server);
        CreateCommentRequest request = CreateCommentRequest.newBuilder()
                .setComment(Talking.words(Talking.clip(server, job), 5, "Once"))
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Comment said = Talking.comments(server).createComment(request);
        assertThat(Talking.comments(server).createComment(request)).isEqualTo(said);
        assertThat(Talking.list(server, job.getJobId()).getCommentsList()).hasSize(1);
        CreateCommentRequest other = request.toBuilder()
                .setComment(request.getComment().toBuilder().setText("Twice"))
                .build();
        assertThat(outcome(() -> {
                    var unused = Talking.comments(server).createComment(other);
                }))
                .isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void pagesOfCommentsAreComplete() throws Exception {
        Job job = Cutting.job(server);
        Media clip = Talking.clip(server, job);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            said.add(Talking.say(server, clip, i, "word " + i).getCommentId());
        }
        List<String> read = new ArrayList<>();
        String token = "";
        do {
            var page = Talking.comments(server)
                    .listComments(ListCommentsRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setPageSize(2)
                            .setPageToken(token)
                            .build());
            page.getCommentsList().forEach(one -> read.add(one.getCommentId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(read).isEqualTo(said);
    }

    @Test
    void badCommentsAreToldWhatToDo() throws Exception {
        Job job = Cutting.job(server);
        Media clip = Talking.clip(server, job);
        Comment good = Talking.words(clip, 1, "Fine");
        Comment said = Talking.say(server, good);
        Comment reply = Talking.reply(server, said, "Yes");
        refused(good.toBuilder().setText(" \n ").build(), "comment.text: is empty");
        refused(good.toBuilder().setText("x".repeat(2001)).build(), "has 2001 characters (expected: at most 2000)");
        refused(good.toBuilder().setText("a\u0007b").build(), "control character");
        refused(good.toBuilder().clearAnchor().build(), "comment.anchor: is not set");
        refused(Talking.words(clip, -1, "Fine"), "-1 + 1 frames (expected: one frame or more");
        refused(
                good.toBuilder().setParentCommentId(reply.getCommentId()).build(),
                "is a reply itself (expected: the comment it answers, " + said.getCommentId());
        Comment emoji = Talking.say(
                server, good.toBuilder().setText("\uD83C\uDFAC".repeat(2000)).build());
        assertThat(emoji.getText())
                .as("characters are counted, not their halves")
                .hasSize(4000);
    }

    private static void refused(Comment comment, String why) {
        assertThatThrownBy(() -> Talking.say(server, comment))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining(why);
    }

    @Test
    void scriptsCommentOverRest() throws Exception {
        Job job = Cutting.job(server);
        Media clip = Talking.clip(server, job);
        var made = server.post(
                "/api/v1/comments?request_id=" + UUID.randomUUID(), """
                {"job_id": "%s", "anchor": {"media_id": "%s", "source_range": {"start_frame": "12"}}, "text": "Here"}
                """.formatted(job.getJobId(), clip.getMediaId()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.body()).contains("\"author\":\"user\"").contains("\"frame_count\":\"1\"");
        String id = made.body().replaceAll("(?s).*\"comment_id\":\"([^\"]+)\".*", "$1");
        assertThat(server.post("/api/v1/comments/" + id + ":resolve", "{}").body())
                .contains("\"resolver\":\"user\"");
        assertThat(server.get("/api/v1/jobs/" + job.getJobId() + "/comments").body())
                .contains(id);
        assertThat(server.send("DELETE", "/api/v1/comments/" + id, new byte[0], java.util.Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/v1/jobs/" + job.getJobId() + "/comments").body())
                .doesNotContain(id);
    }
}
