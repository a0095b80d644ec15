// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.DraftTimelineRequest;
import dev.rushes.api.v1.DraftTimelineResponse;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Job;
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
