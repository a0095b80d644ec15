// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.MergeEditsRequest;
import dev.rushes.api.v1.MergeEditsResponse;
import dev.rushes.api.v1.Place;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.client.EditSession;
import dev.rushes.client.RushesClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who edit one timeline at once or without a connection: nothing is lost, what meets is named. */
class MergingIT {
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
    void manyEditorsLoseNoEdit() throws Exception {
        Job job = Cutting.job(server);
        int rounds = 25;
        try (ExecutorService people = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int person = 1; person <= 4; person++) {
                int own = person;
                done.add(people.submit(() -> editOften(job, "person-" + own, "shot-" + own, rounds)));
            }
            for (Future<Integer> acknowledged : done) {
                assertThat(acknowledged.get()).isEqualTo(rounds);
            }
        }
        Timeline timeline = Cutting.timeline(server, job, 0);
        assertThat(timeline.getRevision()).isEqualTo(1 + 4 * rounds);
        assertThat(Cutting.timelines(server)
                        .listEdits(ListEditsRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .setPageSize(1000)
                                .build())
                        .getEditsList())
                .extracting(LoggedEdit::getRevision)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1 + 4 * rounds).boxed().toList());
        for (int person = 1; person <= 4; person++) {
            assertThat(timeline.getShots(person).getSourceRange().getStartFrame())
                    .isEqualTo(15 + rounds);
        }
    }

    private int editOften(Job job, String author, String shotId, int rounds) throws Exception {
        int acknowledged = 0;
        try (RushesClient client =
                RushesClient.connect(server.uri(""), server.as(author).token())) {
            EditSession session = client.edit(job.getJobId());
            for (int i = 0; i < rounds; i++) {
                if (session.apply(List.of(Cutting.slip(shotId, 1)), false) instanceof EditSession.Applied) {
                    acknowledged++;
                }
            }
        }
        return acknowledged;
    }

    @Test
    void twoEditorsOfOneShotConflictByName() throws Exception {
        Job job = Cutting.job(server);
        try (RushesClient ofMia =
                        RushesClient.connect(server.uri(""), server.as("mia").token());
                RushesClient ofBob =
                        RushesClient.connect(server.uri(""), server.as("bob").token())) {
            EditSession mia = ofMia.edit(job.getJobId());
            EditSession bob = ofBob.edit(job.getJobId());
            assertThat(bob.apply(List.of(Cutting.slip("shot-2", 3)), false)).isInstanceOf(EditSession.Applied.class);
            assertThat(mia.apply(List.of(Cutting.slip("shot-2", 5)), false))
                    .isInstanceOfSatisfying(
                            EditSession.Conflicted.class,
                            conflict -> assertThat(
                                            conflict.stale().getConflicts(0).getMessage())
                                    .contains("bob slipped shot-2 by +3 frames in revision 2"));
            assertThat(mia.revision()).as("the session has seen it now").isEqualTo(2);
            assertThat(mia.apply(List.of(Cutting.slip("shot-2", 5)), false)).isInstanceOf(EditSession.Applied.class);
            mia.undo();
            assertThat(mia.timeline().getShots(2).getSourceRange().getStartFrame())
                    .isEqualTo(18);
            mia.redo();
            assertThat(mia.timeline().getShots(2).getSourceRange().getStartFrame())
                    .isEqualTo(23);
            StatusRuntimeException built = catchThrowableOfType(StatusRuntimeException.class, bob::undo);
            assertThat(Cutting.info(built).getMetadataMap()).containsEntry("refusal", "CONFLICT");
            assertThat(built.getMessage()).contains("mia slipped shot-2 by +5 frames");
        }
    }

    @Test
    void offlineEditsAreMergedByIdentity() throws Exception {
        Job job = Cutting.job(server);
        Cutting.apply(server, job, 1, "bob", Cutting.slip("shot-2", 4));
        MergeEditsRequest request = MergeEditsRequest.newBuilder()
                .setJobId(job.getJobId())
                .setBaseRevision(1)
                .setAutoLock(false)
                .addEdits(Cutting.slip("shot-2", 1))
                .addEdits(Cutting.delete("shot-4", ""))
                .build();
        MergeEditsResponse stopped = Cutting.timelines(server).mergeEdits(request);
        assertThat(stopped.getRevision()).isEqualTo(2);
        assertThat(stopped.getConflictsList()).hasSize(1);
        MergeEditsResponse merged = Cutting.timelines(server)
                .mergeEdits(request.toBuilder()
                        .setOnConflict(MergeEditsRequest.OnConflict.ON_CONFLICT_SKIP)
                        .build());
        assertThat(merged.getRevision()).isEqualTo(3);
        assertThat(merged.getEditsList()).extracting(LoggedEdit::getWords).containsExactly("deleted shot-4");
        assertThat(merged.getConflicts(0).getMessage()).contains("bob slipped shot-2");
        assertThat(merged.getTimeline().getShotsCount()).isEqualTo(4);
    }

    @Test
    void aRepeatedMergeAnswersTheSameConflictsIncluded() throws Exception {
        Job job = Cutting.job(server);
        Cutting.apply(server, job, 1, "bob", Cutting.slip("shot-2", 4));
        MergeEditsRequest skipping = MergeEditsRequest.newBuilder()
                .setJobId(job.getJobId())
                .setBaseRevision(1)
                .setRequestId(UUID.randomUUID().toString())
                .setAutoLock(false)
                .setOnConflict(MergeEditsRequest.OnConflict.ON_CONFLICT_SKIP)
                .addEdits(Cutting.slip("shot-2", 1))
                .addEdits(Cutting.slip("shot-4", 1))
                .build();
        MergeEditsResponse some = Cutting.timelines(server).mergeEdits(skipping);
        assertThat(some.getEditsList()).extracting(LoggedEdit::getWords).containsExactly("slipped shot-4 by +1 frame");
        MergeEditsRequest stopping = skipping.toBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setOnConflict(MergeEditsRequest.OnConflict.ON_CONFLICT_STOP)
                .build();
        MergeEditsResponse none = Cutting.timelines(server).mergeEdits(stopping);
        assertThat(none.getEditsList()).isEmpty();
        assertThat(none.getConflictsList()).isNotEmpty();

        Cutting.apply(server, job, 3, "bob", Cutting.unlock("shot-2"), Cutting.delete("shot-2", ""));
        assertThat(Cutting.timelines(server).mergeEdits(skipping).toByteString())
                .isEqualTo(some.toByteString());
        assertThat(Cutting.timelines(server).mergeEdits(stopping).toByteString())
                .isEqualTo(none.toByteString());
        StatusRuntimeException other = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> Cutting.timelines(server)
                        .mergeEdits(stopping.toBuilder()
                                .clearEdits()
                                .addEdits(Cutting.slip("shot-3", 1))
                                .build()));
        assertThat(Cutting.info(other).getReason()).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void editsOnTopOfOwnOnesMeetOnlyWhatLiesBetween() throws Exception {
        Job job = Cutting.job(server);
        Cutting.apply(server, job, 1, "bob", Cutting.slip("shot-1", 4));
        ApplyEditsRequest first = ApplyEditsRequest.newBuilder()
                .setJobId(job.getJobId())
                .setRevision(1)
                .setRebase(true)
                .addEdits(Cutting.slip("shot-2", 2))
                .addEdits(Cutting.delete("shot-4", ""))
                .build();
        TimelineServiceGrpc.TimelineServiceBlockingStub mia = Cutting.timelines(server.as("mia"));
        EditsResponse made = mia.applyEdits(first);
        assertThat(made.getEditsList()).extracting(LoggedEdit::getRevision).containsExactly(3L, 4L);
        ApplyEditsRequest again = first.toBuilder()
                .clearEdits()
                .addEdits(Cutting.unlock("shot-2"))
                .addEdits(Cutting.slip("shot-2", 3))
                .addEdits(Edit.newBuilder()
                        .setRestore(Edit.Restore.newBuilder()
                                .setShotId("shot-4")
                                .setPlace(Place.newBuilder()
                                        .setAfter(ShotRef.newBuilder().setShotId("shot-3")))))
                .build();
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> mia.applyEdits(again))
                        .getStatus()
                        .getCode())
                .as("without a word about them they are somebody's")
                .isEqualTo(Status.Code.ABORTED);
        ApplyEditsRequest onTop =
                again.toBuilder().addAllKnownRevisions(List.of(3L, 4L)).build();
        assertThat(mia.applyEdits(onTop).getRevision()).isEqualTo(7);
        StatusRuntimeException met = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> mia.applyEdits(onTop.toBuilder()
                        .clearEdits()
                        .addEdits(Cutting.slip("shot-1", 1))
                        .addAllKnownRevisions(List.of(5L, 6L, 7L))
                        .build()));
        assertThat(Cutting.stale(met).getConflicts(0).getOtherRevision())
                .as("what bob did before them is not known")
                .isEqualTo(2);
        MergeEditsResponse merged = mia.mergeEdits(MergeEditsRequest.newBuilder()
                .setJobId(job.getJobId())
                .setBaseRevision(1)
                .addAllKnownRevisions(List.of(3L, 4L, 5L, 6L, 7L))
                .setOnConflict(MergeEditsRequest.OnConflict.ON_CONFLICT_SKIP)
                .addEdits(Cutting.slip("shot-1", 1))
                .addEdits(Cutting.unlock("shot-2"))
                .build());
        assertThat(merged.getEditsList()).extracting(LoggedEdit::getWords).containsExactly("unlocked shot-2");
        assertThat(merged.getConflictsList()).hasSize(1);
    }
}
