// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static dev.rushes.server.Cutting.delete;
import static dev.rushes.server.Cutting.info;
import static dev.rushes.server.Cutting.move;
import static dev.rushes.server.Cutting.slip;
import static dev.rushes.server.Cutting.stale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.DiffTimelinesRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ImportStyleProfileRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Piece;
import dev.rushes.api.v1.Place;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.RedoEditRequest;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.StaleRevision;
import dev.rushes.api.v1.StyleProfileServiceGrpc;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.UndoEditRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import dev.rushes.client.EditSession;
import dev.rushes.client.RushesClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Editing through the contract on a real PostgreSQL; cuts of 5 shots of 60 frames. */
class EditingIT {
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

    @Test
    void anEditStandsInTimelineLogAndDocument() throws Exception {
        Job job = job();
        Timeline before = timeline(job, 0);
        Shot last = before.getShots(4);

        EditsResponse response = Cutting.timelines(server.as("mia"))
                .applyEdits(ApplyEditsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setRevision(1)
                        .setAuthor("eve, whom nobody believes")
                        .addEdits(move(4, 1))
                        .addEdits(delete("shot-3", "too_shaky"))
                        .build());

        Timeline after = response.getTimeline();
        assertThat(response.getRevision()).isEqualTo(3);
        assertThat(after.getShotsList())
                .extracting(Shot::getShotId)
                .containsExactly("shot-0", last.getShotId(), "shot-1", "shot-2");
        assertThat(after.getShots(1).getLock().getReason()).isEqualTo("user_reordered");
        assertThat(after.getShots(1).getLock().getLockedBy()).isEqualTo("mia");
        assertThat(after).isEqualTo(timeline(job, 0)).isEqualTo(timeline(job, 3));
        assertThat(timeline(job, 1)).isEqualTo(before);

        ListEditsResponse log = timelines()
                .listEdits(ListEditsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setPageSize(2)
                        .build());
        assertThat(log.getEditsList())
                .extracting(LoggedEdit::getWords)
                .containsExactly("generated a cut of 5 shots", "moved shot-4 behind shot-0");
        assertThat(timelines()
                        .listEdits(ListEditsRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .setPageToken(log.getNextPageToken())
                                .build())
                        .getEditsList())
                .extracting(LoggedEdit::getWords, LoggedEdit::getStep)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("deleted shot-3 (too_shaky)", 2L));

        assertThat(timelines()
                        .exportTimeline(ExportTimelineRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getDocument())
                .contains("\"user_reordered\"", "\"clip_reordered\"", "\"clip_deleted\"", "\"too_shaky\"");
        assertThat(timelines()
                        .diffTimelines(DiffTimelinesRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .setFromRevision(1)
                                .build())
                        .getDifferencesList())
                .extracting(difference -> difference.getWords())
                .containsExactly(
                        "shot 4 (\"clip3.mp4\") was taken out; it stood at position 4",
                        "shot 2 (\"clip4.mp4\") moved from position 5 to 2",
                        "shot 2 (\"clip4.mp4\") was locked by mia (user_reordered)",
                        "the cut is 8.00 s long instead of 10.00 s");
    }

    @Test
    void restUsersEditToo() throws Exception {
        Job job = job();
        HttpResponse<String> response = server.post(
                "/api/v1/jobs/" + job.getJobId() + "/timeline:applyEdits",
                "{\"revision\": 1, \"edits\": [{\"delete\": {\"shot\": {\"clip_index\": 1}}}]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        HttpResponse<String> undone = server.post("/api/v1/jobs/" + job.getJobId() + "/timeline:undo", "{}");
        assertThat(undone.statusCode()).as(undone.body()).isEqualTo(200);
        assertThat(timeline(job, 3).getShotsList()).isEqualTo(timeline(job, 1).getShotsList());
        HttpResponse<String> log = server.get("/api/v1/jobs/" + job.getJobId() + "/edits");
        assertThat(log.body()).contains("took back the step of revision 2");
    }

    @Test
    void aStaleRevisionIsAbortedWithWhatHappenedSince() throws Exception {
        Job job = job();
        apply(job, 1, "bob", slip("shot-1", 4));
        apply(job, 2, "bob", slip("shot-2", 4));

        StatusRuntimeException commutes = refused(() -> apply(job, 1, "mia", slip("shot-3", 1)));
        assertThat(commutes.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(info(commutes).getReason()).isEqualTo("REVISION_STALE");
        assertThat(info(commutes).getMetadataMap()).containsEntry("currentRevision", "3");
        StaleRevision stale = stale(commutes);
        assertThat(stale.getCurrentRevision()).isEqualTo(3);
        assertThat(stale.getRebasable()).isTrue();
        assertThat(stale.getEditsList())
                .extracting(LoggedEdit::getWords)
                .containsExactly("slipped shot-1 by +4 frames", "slipped shot-2 by +4 frames");

        StaleRevision clash = stale(refused(() -> apply(job, 1, "mia", slip("shot-2", 1))));
        assertThat(clash.getRebasable()).isFalse();
        assertThat(clash.getConflictsList()).singleElement().satisfies(conflict -> {
            assertThat(conflict.getOtherAuthor()).isEqualTo("bob");
            assertThat(conflict.getOtherRevision()).isEqualTo(3);
            assertThat(conflict.getShotId()).isEqualTo("shot-2");
        });
    }

    @Test
    void theSameRequestIsMadeOnceAndAnsweredAlike() throws Exception {
        Job job = job();
        ApplyEditsRequest request = ApplyEditsRequest.newBuilder()
                .setJobId(job.getJobId())
                .setRevision(1)
                .setRequestId(UUID.randomUUID().toString())
                .addEdits(slip("shot-1", 4))
                .build();
        EditsResponse first = timelines().applyEdits(request);
        apply(job, 2, "bob", slip("shot-2", 4));
        assertThat(timelines().applyEdits(request)).isEqualTo(first);
        assertThat(timeline(job, 0).getRevision()).isEqualTo(3);
        StatusRuntimeException reused = refused(() -> timelines()
                .applyEdits(request.toBuilder().setEdits(0, slip("shot-1", 5)).build()));
        assertThat(info(reused).getReason()).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void whatCannotBeIsRefusedByName() throws Exception {
        Job job = job();
        StatusRuntimeException locked = refused(() -> apply(job, 1, "mia", slip("shot-0", 1)));
        assertThat(locked.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(info(locked).getReason()).isEqualTo("EDIT_REFUSED");
        assertThat(info(locked).getMetadataMap())
                .containsEntry("refusal", "SHOT_LOCKED")
                .containsEntry("shotId", "shot-0")
                .containsEntry("editIndex", "0");
        StatusRuntimeException media = refused(() -> apply(job, 1, "mia", slip("shot-1", 1), slip("shot-2", 10_000)));
        assertThat(info(media).getMetadataMap())
                .containsEntry("refusal", "NO_MEDIA")
                .containsEntry("editIndex", "1");
        assertThat(timeline(job, 0).getRevision()).as("all or none").isEqualTo(1);
        assertThat(refused(() -> apply(job, 1, "mia", Edit.getDefaultInstance()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(() -> apply(job, 0, "mia", slip("shot-1", 1)))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(() -> timelines()
                                .undoEdit(UndoEditRequest.newBuilder()
                                        .setJobId(job.getJobId())
                                        .build()))
                        .getMessage())
                .contains("user has nothing to take back");
    }

    @Test
    void textsThatCannotBeKeptAreNamed() throws Exception {
        Job job = job();
        wrongText("edits[0].lock_shot.note", () -> apply(job, 1, "mia", lock("x".repeat(2001))));
        wrongText("edits[0].lock_shot.note", () -> apply(job, 1, "mia", lock("a\0b")));
        wrongText(
                "edits[1].delete.reason",
                () -> apply(job, 1, "mia", slip("shot-1", 1), delete("shot-2", "x".repeat(201))));
        wrongText(
                "project.display_name",
                () -> server.client("gproto", ProjectServiceGrpc.ProjectServiceBlockingStub.class)
                        .createProject(CreateProjectRequest.newBuilder()
                                .setProject(Project.newBuilder().setDisplayName("a\0b"))
                                .build()));
        wrongText("media.file_name", () -> server.announce(job, Media.Kind.KIND_CLIP, "a\0b.mp4"));
        String style = Files.readString(Path.of(System.getProperty("rushes.root", "../.."))
                .resolve("server/editorial/src/test/resources/golden/style/documented.json"));
        wrongText(
                "document_json.learned_model.model_path",
                () -> server.client("gproto", StyleProfileServiceGrpc.StyleProfileServiceBlockingStub.class)
                        .importStyleProfile(ImportStyleProfileRequest.newBuilder()
                                .setDocumentJson(style.replace("\"model_path\": \"", "\"model_path\": \"\\u0000"))
                                .build()));
        HttpResponse<String> rest = server.post(
                "/api/v1/jobs/" + job.getJobId() + "/timeline:applyEdits",
                "{\"revision\":1,\"edits\":[{\"lock_shot\":{\"shot\":{\"clip_index\":0},\"note\":\"a\\u0000b\"}}]}");
        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(400);
        assertThat(rest.body()).contains("has a control character (U+0000, at 1)");

        apply(job, 1, "mia", lock("\uD83C\uDFAC".repeat(2000)));
        assertThat(timeline(job, 2).getShots(1).getLock().getNote()).hasSize(4000);
    }

    private static Edit lock(String note) {
        return Edit.newBuilder()
                .setLockShot(Edit.LockShot.newBuilder()
                        .setShot(ShotRef.newBuilder().setShotId("shot-1"))
                        .setNote(note))
                .build();
    }

    private static void wrongText(String field, Runnable call) throws Exception {
        StatusRuntimeException error = refused(call);
        assertThat(error.getStatus().getCode()).as(error.getMessage()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(Cutting.badRequest(error).getFieldViolations(0))
                .satisfies(violation -> assertThat(violation.getField()).isEqualTo(field))
                .satisfies(violation -> assertThat(violation.getDescription()).contains("(expected: "));
    }

    @Test
    void piecesOfTheLibraryAreAddedWithWhatWasSeenInThem() throws Exception {
        Job job = job();
        Timeline before = timeline(job, 0);
        String clip = before.getShots(1).getMediaId();
        EditsResponse added = apply(
                job,
                1,
                "mia",
                Edit.newBuilder()
                        .setOverwrite(Edit.Overwrite.newBuilder()
                                .setPiece(Piece.newBuilder()
                                        .setMediaId(clip)
                                        .setSourceStartFrame(200)
                                        .setFrameCount(40))
                                .setAtShot(ShotRef.newBuilder().setClipIndex(1))
                                .setOffsetFrameCount(10))
                        .build());
        Shot shot = added.getTimeline().getShots(2);
        assertThat(shot.getLock().getReason()).isEqualTo("user_added");
        assertThat(shot.getFileName()).isNotEmpty();
        assertThat(shot.getMetadata().getShotTypeValue()).isPositive();
        assertThat(added.getTimeline().getFrameCount()).isEqualTo(before.getFrameCount());
        StatusRuntimeException unknown = refused(() -> apply(
                job,
                2,
                "mia",
                Edit.newBuilder()
                        .setInsert(Edit.Insert.newBuilder()
                                .setPiece(
                                        Piece.newBuilder().setMediaId("nothing").setFrameCount(4))
                                .setPlace(Place.newBuilder().setAtStart(true)))
                        .build()));
        assertThat(unknown.getMessage()).contains("media_id").contains("nothing");
    }

    @Test
    void aWatcherGetsTheStateThenTheChanges() throws Exception {
        Job job = job();
        try (var news = Cutting.watch(server, job, 0)) {
            WatchTimelineResponse state = news.next();
            assertThat(state.getTimeline()).isEqualTo(Cutting.withoutHistory(timeline(job, 1)));
            assertThat(state.getEditsList()).isEmpty();
            apply(job, 1, "bob", slip("shot-1", 4));
            WatchTimelineResponse change = news.next();
            assertThat(change.getRevision()).isEqualTo(2);
            assertThat(change.getEditsList())
                    .extracting(LoggedEdit::getWords)
                    .containsExactly("slipped shot-1 by +4 frames");
        }
        apply(job, 2, "bob", slip("shot-2", 4));
        try (var resumed = Cutting.watch(server, job, 1)) {
            WatchTimelineResponse missed = resumed.next();
            assertThat(missed.getTimeline().getRevision()).isEqualTo(3);
            assertThat(missed.getEditsList())
                    .extracting(LoggedEdit::getRevision)
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void aNewGenerationKeepsLocksAndAvoidsDeletedClips() throws Exception {
        Job job = job();
        Timeline before = timeline(job, 0);
        Shot locked = before.getShots(2);
        Shot deleted = before.getShots(4);
        EditsResponse edited = apply(
                job,
                1,
                "mia",
                Edit.newBuilder()
                        .setLockShot(Edit.LockShot.newBuilder()
                                .setShot(ShotRef.newBuilder().setShotId(locked.getShotId()))
                                .setNote("the drop"))
                        .build(),
                delete(deleted.getShotId(), "not_my_style"));
        Cutting.generate(server, job);
        Timeline after = timeline(job, 0);
        assertThat(after.getRevision()).isEqualTo(4);
        assertThat(after.getShots(2)).isEqualTo(edited.getTimeline().getShots(2));
        assertThat(after.getShotsList())
                .filteredOn(shot -> !shot.hasLock())
                .extracting(Shot::getMediaId)
                .doesNotContain(deleted.getMediaId());
        assertThat(after.getDeletedShotsList()).isEqualTo(edited.getTimeline().getDeletedShotsList());
        assertThat(after.getUserEditsList()).isEqualTo(edited.getTimeline().getUserEditsList());
    }

    @Test
    void whoAskedForANewCutTakesItBack() throws Exception {
        Job job = job();
        apply(job, 1, "mia", slip("shot-2", 3));
        Timeline edited = timeline(job, 0);
        UndoEditRequest undo =
                UndoEditRequest.newBuilder().setJobId(job.getJobId()).build();
        Cutting.generate(server, job);
        Timeline fresh = timeline(job, 0);
        assertThat(fresh.getShotsList()).isNotEqualTo(edited.getShotsList());
        assertThatThrownBy(() -> Cutting.timelines(server.as("mia")).undoEdit(undo))
                .as("what came before a new cut waits for it")
                .hasMessageContaining("undo that first");
        var unused = Cutting.timelines(server).undoEdit(undo);
        assertThat(timeline(job, 0).getShotsList()).isEqualTo(edited.getShotsList());
        unused = Cutting.timelines(server)
                .redoEdit(RedoEditRequest.newBuilder().setJobId(job.getJobId()).build());
        assertThat(timeline(job, 0).getShotsList()).isEqualTo(fresh.getShotsList());
        unused = Cutting.timelines(server).undoEdit(undo);
        unused = Cutting.timelines(server.as("mia")).undoEdit(undo);
        assertThat(timeline(job, 0).getShotsList()).isEqualTo(timeline(job, 1).getShotsList());
        assertThatThrownBy(() -> Cutting.timelines(server).undoEdit(undo))
                .as("the first cut stays")
                .hasMessageContaining("nothing to take back");
    }

    @Test
    void undoReachesAcrossARestart(@TempDir Path own) throws Exception {
        try (FakeWorker helper = new FakeWorker()) {
            Job job;
            Timeline before;
            try (TestServer first = TestServer.start(own, helper.address())) {
                job = Cutting.job(first);
                before = Cutting.timeline(first, job, 0);
                Cutting.timelines(first.as("mia"))
                        .applyEdits(ApplyEditsRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .setRevision(1)
                                .addEdits(slip("shot-1", 4))
                                .addEdits(delete("shot-3", ""))
                                .build());
            }
            try (TestServer second = TestServer.start(own, helper.address());
                    RushesClient client = RushesClient.connect(
                            second.uri(""), second.as("mia").token())) {
                EditSession session = client.edit(job.getJobId());
                assertThat(session.revision()).isEqualTo(3);
                session.undo();
                assertThat(session.timeline().getShotsList()).isEqualTo(before.getShotsList());
                assertThat(session.timeline().getUserEditsList()).isEmpty();
                session.redo();
                assertThat(session.timeline().getShotsCount()).isEqualTo(4);
            }
        }
    }

    private static Job job() throws Exception {
        return Cutting.job(server);
    }

    private static TimelineServiceGrpc.TimelineServiceBlockingStub timelines() {
        return Cutting.timelines(server);
    }

    private static Timeline timeline(Job job, long revision) {
        return Cutting.timeline(server, job, revision);
    }

    private static EditsResponse apply(Job job, long revision, String author, Edit... edits) {
        return Cutting.apply(server, job, revision, author, edits);
    }

    private static StatusRuntimeException refused(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run);
    }
}
