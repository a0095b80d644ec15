// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.DeleteMediaRequest;
import dev.rushes.api.v1.DraftTimelineRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetAnalysisRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.RepairSongBeatsRequest;
import dev.rushes.api.v1.Timeline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs of a song's beats before and between cuts: a song of 120 BPM, cuts of 10 s. */
class SongRepairIT {
    private static final Offset<Double> NEAR = Offset.offset(.1);
    private static final Edit.RepairBeats DOUBLED =
            Edit.RepairBeats.newBuilder().setDoubled(Empty.getDefaultInstance()).build();
    private static final Edit.RepairBeats HALVED =
            Edit.RepairBeats.newBuilder().setHalved(Empty.getDefaultInstance()).build();

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
    void theFirstCutLiesOnTheRepairedBeats() throws Exception {
        Job job = server.job(10);
        Media song = footage(server, job);
        Analysis heard = awaitHeard(server, song);
        assertThat(heard.hasRepairedBeats()).isFalse();

        Analysis repaired = repair(server, song, DOUBLED);
        assertThat(repaired.getRepairedBeats().getBpm()).isCloseTo(240, NEAR);
        assertThat(repaired.getRepairedBeats().getRepairCount()).isEqualTo(1);
        assertThat(repaired.getSongAnalysis()).isEqualTo(heard.getSongAnalysis());
        assertThat(analyses(server)
                        .listAnalyses(ListAnalysesRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getAnalysesList())
                .contains(repaired);

        Cutting.generate(server, job);
        assertThat(worker.lastSong().getBpm()).isCloseTo(240, NEAR);
        assertThat(worker.lastSong().getBeatsList())
                .isEqualTo(repaired.getRepairedBeats().getBeatsList());
    }

    @Test
    void aDraftLiesOnTheRepairedBeats() throws Exception {
        Job job = server.job(10);
        Media song = footage(server, job);
        awaitHeard(server, song);
        var unused = repair(server, song, HALVED);
        server.announce(job, Media.Kind.KIND_CLIP, "still on its way.mp4");
        Generation started = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Awaitility.await()
                .until(() -> server.generations()
                        .draftTimeline(DraftTimelineRequest.newBuilder()
                                .setGenerationId(started.getGenerationId())
                                .build())
                        .hasDraft());
        assertThat(worker.lastSong().getBpm()).isCloseTo(60, NEAR);
    }

    @Test
    void repairsAddUpOncePerRequestAndAResetTakesThemBack() throws Exception {
        Job job = server.job(10);
        Media song = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        awaitHeard(server, song);
        RepairSongBeatsRequest once = RepairSongBeatsRequest.newBuilder()
                .setMediaId(song.getMediaId())
                .setRepair(HALVED)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Analysis first = analyses(server).repairSongBeats(once);
        assertThat(analyses(server).repairSongBeats(once)).isEqualTo(first);
        assertThat(repair(server, song, HALVED).getRepairedBeats().getBpm()).isCloseTo(30, NEAR);
        RepairSongBeatsRequest reset = RepairSongBeatsRequest.newBuilder()
                .setMediaId(song.getMediaId())
                .setReset(Empty.getDefaultInstance())
                .setRequestId(UUID.randomUUID().toString())
                .build();
        assertThat(analyses(server).repairSongBeats(reset).hasRepairedBeats()).isFalse();
        Analysis again = repair(server, song, DOUBLED);
        assertThat(again.getRepairedBeats().getBpm()).isCloseTo(240, NEAR);
        assertThat(analyses(server).repairSongBeats(reset))
                .as("a reset that is repeated takes nothing back that was said since")
                .isEqualTo(again);
    }

    @Test
    void aCutKeepsTheBeatsItWasMadeOnWhateverIsSaidLater() throws Exception {
        Job job = server.job(10);
        Media song = footage(server, job);
        awaitHeard(server, song);
        var unused = repair(server, song, HALVED);
        Cutting.generate(server, job);
        Timeline nudged = Cutting.apply(server, job, 1, "mia", edit(nudge(.1))).getTimeline();
        assertThat(nudged.getSong().getBpm()).isCloseTo(60, NEAR);
        Timeline cut = Cutting.timeline(server, job, 1);

        var taken = reset(server, song);
        var other = repair(server, song, DOUBLED);
        assertThat(Cutting.timeline(server, job, 1)).isEqualTo(cut);
        assertThat(Cutting.timeline(server, job, 2)).isEqualTo(nudged);
        // An edit of the cut goes on from 60 BPM, not from what is said now.
        assertThat(Cutting.apply(server, job, 2, "mia", edit(HALVED))
                        .getTimeline()
                        .getSong()
                        .getBpm())
                .isCloseTo(30, NEAR);

        Cutting.generate(server, job);
        assertThat(worker.lastSong().getBpm())
                .as("a cut made on other beats has nothing of the edits on the old ones")
                .isCloseTo(240, NEAR);
        assertThat(worker.lastSong().getBeatsList())
                .isEqualTo(other.getRepairedBeats().getBeatsList());
        assertThat(Cutting.timeline(server, job, 2)).isEqualTo(nudged);
    }

    @Test
    void aRepairOfTheCutGoesOnTopOnceAndStaysWithTheNextCut() throws Exception {
        Job job = server.job(10);
        Media song = footage(server, job);
        awaitHeard(server, song);
        var unused = repair(server, song, DOUBLED);
        Cutting.generate(server, job);
        assertThat(Cutting.apply(server, job, 1, "mia", edit(HALVED))
                        .getTimeline()
                        .getSong()
                        .getBpm())
                .isCloseTo(120, NEAR);
        Cutting.generate(server, job);
        assertThat(worker.lastSong().getBpm()).isCloseTo(120, NEAR);
    }

    @Test
    void whatCannotBeARepairIsRefusedWithWhatIsExpected() throws Exception {
        Job job = server.job(10);
        Media song = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        Media clip = server.add(job, Media.Kind.KIND_CLIP, "edited-a.mp4");
        awaitHeard(server, song);
        for (Edit.RepairBeats bad : List.of(
                Edit.RepairBeats.getDefaultInstance(), taps(1), taps(1, 1.1), taps(-1, 1), nudge(3), taps(1, 8))) {
            assertThat(refusal(song, bad, Status.Code.INVALID_ARGUMENT)).contains("expected");
        }
        assertThat(refusal(song, taps(1, 1.1), Status.Code.INVALID_ARGUMENT)).contains("0.15 s or more");
        var fast = repair(server, song, DOUBLED);
        assertThat(refusal(song, DOUBLED, Status.Code.INVALID_ARGUMENT)).contains("480 BPM", "20 to 400 BPM");
        assertThat(refusal(clip, DOUBLED, Status.Code.INVALID_ARGUMENT)).contains("no song");
        assertThat(analysis(server, song))
                .as("what was refused changed nothing")
                .isEqualTo(fast);
    }

    @Test
    void aSongThatWasNotHeardYetSaysSo() throws Exception {
        Job job = server.job(10);
        Media song = server.announce(job, Media.Kind.KIND_SONG, "not there yet.mp3");
        assertThat(refusal(song, DOUBLED, Status.Code.FAILED_PRECONDITION)).contains("not known yet");
        Media silent = server.add(job, Media.Kind.KIND_SONG, "silent.mp3");
        Awaitility.await().until(() -> analysis(server, silent).hasRejection());
        assertThat(refusal(silent, DOUBLED, Status.Code.FAILED_PRECONDITION)).contains("add another song");
    }

    @Test
    void anotherCreatorFindsNoSuchSong() throws Exception {
        Job job = server.job(10);
        Media song = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        awaitHeard(server, song);
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> repair(server.ofAnotherCreator("zoe"), song, DOUBLED));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(analysis(server, song).hasRepairedBeats()).isFalse();
    }

    @Test
    void aRepairedSongCanBeTakenOut() throws Exception {
        Job job = server.job(10);
        Media song = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        awaitHeard(server, song);
        var unused = repair(server, song, DOUBLED);
        var gone = server.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .deleteMedia(DeleteMediaRequest.newBuilder()
                        .setMediaId(song.getMediaId())
                        .build());
        Media again = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        assertThat(awaitHeard(server, again).hasRepairedBeats()).isFalse();
    }

    private static Media footage(TestServer on, Job job) throws Exception {
        for (String clip : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            on.add(job, Media.Kind.KIND_CLIP, "edited-" + clip + ".mp4");
        }
        return on.add(job, Media.Kind.KIND_SONG, "edited.mp3");
    }

    private static AnalysisServiceGrpc.AnalysisServiceBlockingStub analyses(TestServer on) {
        return on.client("gproto", AnalysisServiceGrpc.AnalysisServiceBlockingStub.class);
    }

    private static Analysis analysis(TestServer on, Media file) {
        return analyses(on)
                .getAnalysis(GetAnalysisRequest.newBuilder()
                        .setMediaId(file.getMediaId())
                        .build());
    }

    static Analysis awaitHeard(TestServer on, Media song) {
        return Awaitility.await().until(() -> analysis(on, song), Analysis::hasSongAnalysis);
    }

    static Analysis repair(TestServer on, Media song, Edit.RepairBeats repair) {
        return analyses(on)
                .repairSongBeats(RepairSongBeatsRequest.newBuilder()
                        .setMediaId(song.getMediaId())
                        .setRepair(repair)
                        .build());
    }

    private static Analysis reset(TestServer on, Media song) {
        return analyses(on)
                .repairSongBeats(RepairSongBeatsRequest.newBuilder()
                        .setMediaId(song.getMediaId())
                        .setReset(Empty.getDefaultInstance())
                        .build());
    }

    private static String refusal(Media file, Edit.RepairBeats repair, Status.Code code) {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> repair(server, file, repair));
        assertThat(refused).as("%s", repair).isNotNull();
        assertThat(refused.getStatus().getCode()).as("%s", refused).isEqualTo(code);
        return String.valueOf(refused.getStatus().getDescription());
    }

    private static Edit edit(Edit.RepairBeats repair) {
        return Edit.newBuilder().setRepairBeats(repair).build();
    }

    private static Edit.RepairBeats nudge(double seconds) {
        return Edit.RepairBeats.newBuilder().setNudge(seconds).build();
    }

    private static Edit.RepairBeats taps(double... offsets) {
        Edit.RepairBeats.Builder repair = Edit.RepairBeats.newBuilder();
        for (double offset : offsets) {
            repair.getTapsBuilder().addOffsets(offset);
        }
        return repair.build();
    }
}
