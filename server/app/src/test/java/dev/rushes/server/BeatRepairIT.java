// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.UndoEditRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs of beats through the contract: a song of 120 BPM, cuts of 5 shots of 2 s, each on a beat. */
class BeatRepairIT {
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
    void theCutFollowsTheBeatsButNotALockedShotAndUndoBringsAllBack() throws Exception {
        Job job = Cutting.job(server);
        Timeline before = Cutting.apply(
                        server,
                        job,
                        1,
                        "mia",
                        Edit.newBuilder()
                                .setCorrectTempo(Edit.CorrectTempo.newBuilder().setBpm(120))
                                .build())
                .getTimeline();
        EditsResponse repaired =
                repair(job, 2, Edit.RepairBeats.newBuilder().setNudge(.1).build());
        Timeline after = repaired.getTimeline();
        assertThat(before.getShots(0).hasLock()).isTrue();
        assertThat(starts(before)).containsExactly(0L, 60L, 120L, 180L, 240L);
        assertThat(starts(after)).containsExactly(0L, 60L, 123L, 183L, 243L);
        assertThat(end(after)).isEqualTo(end(before));
        assertThat(after.getSong().getBeatOffsets(0)).isCloseTo(.1, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(repaired.getEdits(0).getWords()).isEqualTo("moved the beats by +100 ms; 4 shots follow");
        assertThat(repaired.getEdits(0).getEdit().getRepairBeats().getOffBeatCutCount())
                .isEqualTo(1);

        Timeline undone = Cutting.timelines(server.as("mia"))
                .undoEdit(UndoEditRequest.newBuilder().setJobId(job.getJobId()).build())
                .getTimeline();
        assertThat(starts(undone)).isEqualTo(starts(before));
        assertThat(undone.getSong()).isEqualTo(before.getSong());
    }

    @Test
    void repairsAddUpAndTheNextCutIsMadeOnThem() throws Exception {
        Job job = Cutting.job(server);
        repair(
                job,
                1,
                Edit.RepairBeats.newBuilder()
                        .setHalved(Empty.getDefaultInstance())
                        .setKeepCuts(true)
                        .build());
        Timeline slow = repair(
                        job,
                        2,
                        Edit.RepairBeats.newBuilder()
                                .setNudge(.1)
                                .setKeepCuts(true)
                                .build())
                .getTimeline();
        assertThat(starts(slow)).isEqualTo(starts(Cutting.timeline(server, job, 1)));
        assertThat(slow.getSong().getBpm()).isCloseTo(60, org.assertj.core.data.Offset.offset(.01));

        Generation again = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.generations()
                                .getGeneration(GetGenerationRequest.newBuilder()
                                        .setGenerationId(again.getGenerationId())
                                        .build())
                                .getState()
                        == Generation.State.STATE_SUCCEEDED);
        assertThat(worker.lastSong().getBpm()).isCloseTo(60, org.assertj.core.data.Offset.offset(.01));
    }

    @Test
    void whatCannotBeARepairIsRefusedWithWhatIsExpected() throws Exception {
        Job job = Cutting.job(server);
        Edit.RepairBeats.Taps one =
                Edit.RepairBeats.Taps.newBuilder().addOffsets(1).build();
        for (Edit.RepairBeats bad : List.of(
                Edit.RepairBeats.getDefaultInstance(),
                Edit.RepairBeats.newBuilder().setTaps(one).build(),
                taps(1, 1 + 1e-9),
                taps(1, Double.POSITIVE_INFINITY),
                taps(-1, 1),
                Edit.RepairBeats.newBuilder().setNudge(3).build(),
                Edit.RepairBeats.newBuilder().setDownbeatOffset(-1).build())) {
            StatusRuntimeException refused =
                    catchThrowableOfType(StatusRuntimeException.class, () -> repair(job, 1, bad));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription()).contains("expected");
        }
    }

    @Test
    void beatsAreDoubledNoFurtherThanMusicGoes() throws Exception {
        Job job = Cutting.job(server);
        Edit.RepairBeats doubled = Edit.RepairBeats.newBuilder()
                .setDoubled(Empty.getDefaultInstance())
                .build();
        assertThat(repair(job, 1, doubled).getTimeline().getSong().getBpm())
                .isCloseTo(240, org.assertj.core.data.Offset.offset(.1));
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> repair(job, 2, doubled));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("480 BPM", "expected: 20");
    }

    private static Edit.RepairBeats taps(double first, double second) {
        return Edit.RepairBeats.newBuilder()
                .setTaps(Edit.RepairBeats.Taps.newBuilder().addOffsets(first).addOffsets(second))
                .build();
    }

    private static EditsResponse repair(Job job, long revision, Edit.RepairBeats repair) {
        return Cutting.apply(
                server,
                job,
                revision,
                "mia",
                Edit.newBuilder().setRepairBeats(repair).build());
    }

    private static List<Long> starts(Timeline timeline) {
        return timeline.getShotsList().stream()
                .map(shot -> shot.getRecordRange().getStartFrame())
                .toList();
    }

    private static long end(Timeline timeline) {
        Shot last = timeline.getShots(timeline.getShotsCount() - 1);
        return last.getRecordRange().getStartFrame() + last.getRecordRange().getFrameCount();
    }
}
