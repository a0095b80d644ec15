// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.CutEarlyRequest;
import dev.rushes.api.v1.DraftTimelineRequest;
import dev.rushes.api.v1.DraftTimelineResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation whose last clip is still on its way shows what it would cut, and keeps nothing of it. */
final class DraftIT {
    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aDraftIsThereBeforeTheLastClipIs() throws Exception {
        Job job = server.job(10);
        server.add(job, Media.Kind.KIND_SONG, "draft.mp3");
        Media late = server.announce(job, Media.Kind.KIND_CLIP, "draft-late.mp4");
        for (String clip : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            server.add(job, Media.Kind.KIND_CLIP, "draft-" + clip + ".mp4");
        }
        String id = start(job);

        DraftTimelineResponse answer = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> draft(id), found -> found.getUnseenClipCount() == 1 && found.hasDraft());

        Timeline draft = answer.getDraft();
        assertThat(answer.getUsableClipCount()).isEqualTo(8);
        assertThat(draft.getRevision()).isZero();
        assertThat(draft.getJobId()).isEqualTo(job.getJobId());
        assertThat(draft.getSong().getFileName()).isEqualTo("draft.mp3");
        assertThat(draft.getShotsList()).isNotEmpty();
        assertThat(draft.getShotsList()).extracting(Shot::getMediaId).doesNotContain(late.getMediaId());
        assertThat(draft.getShotsList())
                .allSatisfy(shot -> assertThat(shot.getExplanation().getText()).isNotEmpty());
        assertThat(state(id)).isEqualTo(Generation.State.STATE_RUNNING);
        assertThat(refusal(() -> Cutting.timelines(server)
                                .getTimeline(GetTimelineRequest.newBuilder()
                                        .setJobId(job.getJobId())
                                        .build()))
                        .getCode())
                .as("nothing of a draft is kept")
                .isEqualTo(Status.Code.FAILED_PRECONDITION);

        server.put(late.getUploadPath(), TestServer.bytes("draft-late.mp4"), Map.of());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(id) == Generation.State.STATE_SUCCEEDED);
        Status ended = refusal(() -> draft(id));
        assertThat(ended.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(ended.getDescription()).contains("read the timeline");
    }

    @Test
    void aPersonNeedNotWaitForTheLastClip() throws Exception {
        Job job = server.job(10);
        server.add(job, Media.Kind.KIND_SONG, "early.mp3");
        Media late = server.announce(job, Media.Kind.KIND_CLIP, "early-late.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "early-a.mp4");
        String id = start(job);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> draft(id), found -> found.getUsableClipCount() == 1);
        Status tooEarly = refusal(() -> cutEarly(id));
        assertThat(tooEarly.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(tooEarly.getDescription()).contains("too early for a cut of 10 s", "of footage can be used so far");
        for (String clip : List.of("b", "c", "d", "e", "f", "g", "h")) {
            server.add(job, Media.Kind.KIND_CLIP, "early-" + clip + ".mp4");
        }
        DraftTimelineResponse answer = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> draft(id), DraftTimelineResponse::getCanCutEarly);
        assertThat(answer.getUnseenClipCount()).isPositive();

        assertThat(cutEarly(id).getEarly()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(id) == Generation.State.STATE_SUCCEEDED);

        Generation ended = cutEarly(id);
        assertThat(ended.getState()).as("an ended one stays as it is").isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(ended.getRejectedClipsList()).anySatisfy(clip -> {
            assertThat(clip.getMediaId()).isEqualTo(late.getMediaId());
            assertThat(clip.getReason()).contains("was not looked at yet", "regenerate");
        });
        Timeline cut = timeline(job);
        assertThat(cut.getRevision()).isEqualTo(1);
        assertThat(cut.getShotsList()).extracting(Shot::getMediaId).doesNotContain(late.getMediaId());

        server.put(late.getUploadPath(), TestServer.bytes("early-late.mp4"), Map.of());
        Awaitility.await("the rest is looked at nevertheless")
                .atMost(Duration.ofSeconds(60))
                .until(() -> isLookedAt(late));
        assertThat(timeline(job)).isEqualTo(cut);
    }

    @Test
    void firstLooksMakeADraftBeforeAnyClipWasLookedAtInFull() throws Exception {
        Job job = server.job(10);
        Media song = server.add(job, Media.Kind.KIND_SONG, "glance.mp3");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isLookedAt(song));
        worker.hold("glanced");
        try {
            // One slot of four is left for first looks; in a real worker full looks end by themselves.
            List<String> clips = List.of("glanced-a.mp4", "glanced-b.mp4", "glanced-c.mp4");
            for (String clip : clips) {
                server.add(job, Media.Kind.KIND_CLIP, clip);
            }
            String id = start(job);

            DraftTimelineResponse answer = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> draft(id), found -> found.getGlancedClipCount() == 3);

            assertThat(answer.getUnseenClipCount()).isEqualTo(3);
            assertThat(answer.getUsableClipCount()).isEqualTo(3);
            assertThat(answer.getDraft().getShotsList()).isNotEmpty();
            assertThat(answer.getCanCutEarly())
                    .as("a cut is made of full looks only")
                    .isFalse();
            assertThat(clips)
                    .allSatisfy(
                            clip -> assertThat(worker.calls("glance " + clip)).isEqualTo(1));

            worker.release();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> state(id) == Generation.State.STATE_SUCCEEDED);
            assertThat(clips).allSatisfy(clip -> assertThat(worker.calls(clip)).isEqualTo(1));
        } finally {
            worker.release();
        }
    }

    @Test
    void nobodyWhoDoesNotLookPaysForFirstLooks() throws Exception {
        Job job = server.job(10);
        server.add(job, Media.Kind.KIND_SONG, "unwatched.mp3");
        for (String clip : List.of("a", "b", "c", "d", "e", "f")) {
            server.add(job, Media.Kind.KIND_CLIP, "unwatched-" + clip + ".mp4");
        }
        String id = start(job);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(id) == Generation.State.STATE_SUCCEEDED);

        assertThat(worker.calls("glance unwatched-a.mp4")).isZero();
    }

    @Test
    void ofTwoClipsNothingIsCutYet() throws Exception {
        Job job = server.job(10);
        server.add(job, Media.Kind.KIND_SONG, "few.mp3");
        server.announce(job, Media.Kind.KIND_CLIP, "few-late.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "few-a.mp4");
        server.add(job, Media.Kind.KIND_CLIP, "few-b.mp4");
        String id = start(job);

        DraftTimelineResponse answer = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> draft(id), found -> found.getUnseenClipCount() == 1);

        assertThat(answer.getUsableClipCount()).isEqualTo(2);
        assertThat(answer.hasDraft()).isFalse();
    }

    private static String start(Job job) {
        return server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getGenerationId();
    }

    private static boolean isLookedAt(Media media) {
        return server
                .client("gproto", AnalysisServiceGrpc.AnalysisServiceBlockingStub.class)
                .listAnalyses(ListAnalysesRequest.newBuilder()
                        .setJobId(media.getJobId())
                        .build())
                .getAnalysesList()
                .stream()
                .anyMatch(analysis -> analysis.getMediaId().equals(media.getMediaId())
                        && analysis.getState() == Analysis.State.STATE_SUCCEEDED);
    }

    private static Generation cutEarly(String id) {
        return server.generations()
                .cutEarly(CutEarlyRequest.newBuilder().setGenerationId(id).build());
    }

    private static Timeline timeline(Job job) {
        return Cutting.timelines(server)
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
    }

    private static DraftTimelineResponse draft(String id) {
        return server.generations()
                .draftTimeline(
                        DraftTimelineRequest.newBuilder().setGenerationId(id).build());
    }

    private static Generation.State state(String id) {
        return server.generations()
                .getGeneration(
                        GetGenerationRequest.newBuilder().setGenerationId(id).build())
                .getState();
    }

    private static Status refusal(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }
}
