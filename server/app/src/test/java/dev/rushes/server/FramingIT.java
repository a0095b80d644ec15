// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Empty;
import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.Angle;
import dev.rushes.api.v1.CorrectFramingRequest;
import dev.rushes.api.v1.DeleteMediaRequest;
import dev.rushes.api.v1.GetAnalysisRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.ShotType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say of the framing of clips; the worker sees medium shots from the front, and "far…" clips look unlike others. */
class FramingIT {
    private static final CorrectFramingRequest.Framing WIDE = CorrectFramingRequest.Framing.newBuilder()
            .setShotType(ShotType.SHOT_TYPE_WIDE)
            .build();

    @TempDir
    Path folder;

    private FakeWorker worker;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, worker.address());
    }

    @AfterEach
    void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aWordHoldsForTheClipAndTeachesAboutThoseLikeIt() throws Exception {
        Media said = clip(server, server.job(10), "near-a.mp4");
        Job other = server.job(10);
        Media alike = clip(server, other, "near-b.mp4");
        Media unlike = clip(server, other, "far-c.mp4");
        assertThat(analysis(server, alike).hasCorrectedFraming()).isFalse();

        Analysis corrected = correct(server, said, WIDE);

        assertThat(corrected.getCorrectedFraming().getShotType()).isEqualTo(ShotType.SHOT_TYPE_WIDE);
        assertThat(corrected.getCorrectedFraming().getShotTypeConfidence()).isEqualTo(1);
        assertThat(corrected.getCorrectedFraming().getAngle()).isEqualTo(Angle.ANGLE_FRONT);
        assertThat(corrected.getCorrectedFraming().getCorrectionCount()).isEqualTo(1);
        assertThat(corrected.getClipFeatures().getShotType())
                .as("what was seen stays")
                .isEqualTo(ShotType.SHOT_TYPE_MEDIUM);
        assertThat(analysis(server, alike).getCorrectedFraming().getShotType()).isEqualTo(ShotType.SHOT_TYPE_WIDE);
        assertThat(analysis(server, unlike).getCorrectedFraming().getShotType()).isEqualTo(ShotType.SHOT_TYPE_MEDIUM);
        assertThat(analyses(server)
                        .listAnalyses(ListAnalysesRequest.newBuilder()
                                .setJobId(other.getJobId())
                                .build())
                        .getAnalysesList())
                .contains(analysis(server, alike), analysis(server, unlike));
    }

    @Test
    void cutsGoByWhatWasSaid() throws Exception {
        Job job = server.job(10);
        for (String name : List.of("b", "c", "d", "e", "f", "g", "h")) {
            clip(server, job, "far-" + name + ".mp4");
        }
        Media said = clip(server, job, "near-a.mp4");
        server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        var unused = correct(server, said, WIDE);

        Cutting.generate(server, job);

        assertThat(worker.lastClips())
                .allSatisfy(clip -> assertThat(clip.getFeatures().getShotType())
                        .isEqualTo(
                                clip.getMediaId().equals(said.getMediaId())
                                        ? ShotType.SHOT_TYPE_WIDE
                                        : ShotType.SHOT_TYPE_MEDIUM))
                .hasSize(8);
    }

    @Test
    void theLastWordCountsOncePerRequestAndAResetTakesItBack() throws Exception {
        Media clip = clip(server, server.job(10), "near-a.mp4");
        CorrectFramingRequest once = CorrectFramingRequest.newBuilder()
                .setMediaId(clip.getMediaId())
                .setFraming(WIDE)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Analysis first = analyses(server).correctFraming(once);
        assertThat(analyses(server).correctFraming(once)).isEqualTo(first);

        Analysis second = correct(
                server,
                clip,
                CorrectFramingRequest.Framing.newBuilder()
                        .setAngle(Angle.ANGLE_SIDE)
                        .build());
        assertThat(second.getCorrectedFraming().getShotType())
                .as("the second word stands in place of the first")
                .isEqualTo(ShotType.SHOT_TYPE_MEDIUM);
        assertThat(second.getCorrectedFraming().getAngle()).isEqualTo(Angle.ANGLE_SIDE);
        assertThat(analyses(server).correctFraming(once)).isEqualTo(second);

        Analysis reset = analyses(server)
                .correctFraming(CorrectFramingRequest.newBuilder()
                        .setMediaId(clip.getMediaId())
                        .setReset(Empty.getDefaultInstance())
                        .build());
        assertThat(reset.hasCorrectedFraming()).isFalse();
    }

    @Test
    void whatCannotBeSaidIsRefusedWithWhatIsExpected() throws Exception {
        Job job = server.job(10);
        Media clip = clip(server, job, "near-a.mp4");
        Media song = server.add(job, Media.Kind.KIND_SONG, "edited.mp3");
        Media coming = server.announce(job, Media.Kind.KIND_CLIP, "not there yet.mp4");
        Status.Code invalid = Status.Code.INVALID_ARGUMENT;
        assertThat(refusal(clip, CorrectFramingRequest.Framing.getDefaultInstance(), invalid))
                .contains("expected: shot_type, angle or both");
        assertThat(refusal(
                        clip,
                        CorrectFramingRequest.Framing.newBuilder()
                                .setShotType(ShotType.SHOT_TYPE_ZOOM)
                                .build(),
                        invalid))
                .contains("close-up, medium or wide");
        assertThat(refusal(
                        clip,
                        CorrectFramingRequest.Framing.newBuilder()
                                .setAngleValue(99)
                                .build(),
                        invalid))
                .contains("framing.angle");
        assertThat(refusal(song, WIDE, invalid)).contains("no clip");
        assertThat(refusal(coming, WIDE, Status.Code.FAILED_PRECONDITION)).contains("not looked at yet");
        assertThat(analysis(server, clip).hasCorrectedFraming()).isFalse();
    }

    @Test
    void anotherCreatorNeitherCorrectsNorLearns() throws Exception {
        Media hers = clip(server, server.job(10), "near-a.mp4");
        TestServer zoe = server.ofAnotherCreator("zoe");
        Media own = clip(zoe, zoe.job(10), "near-b.mp4");
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> correct(zoe, hers, WIDE));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        var unused = correct(server, hers, WIDE);

        assertThat(analysis(zoe, own).hasCorrectedFraming()).isFalse();
    }

    @Test
    void aCorrectedClipCanBeTakenOut() throws Exception {
        Job job = server.job(10);
        Media clip = clip(server, job, "near-a.mp4");
        Media alike = clip(server, job, "near-b.mp4");
        var unused = correct(server, clip, WIDE);
        var gone = server.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .deleteMedia(DeleteMediaRequest.newBuilder()
                        .setMediaId(clip.getMediaId())
                        .build());

        assertThat(analysis(server, alike).hasCorrectedFraming()).isFalse();
    }

    /** Adds a clip and waits until it was looked at. */
    static Media clip(TestServer on, Job job, String name) throws Exception {
        Media clip = on.add(job, Media.Kind.KIND_CLIP, name);
        Awaitility.await().until(() -> analysis(on, clip).hasClipFeatures());
        return clip;
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

    static Analysis correct(TestServer on, Media clip, CorrectFramingRequest.Framing said) {
        return analyses(on)
                .correctFraming(CorrectFramingRequest.newBuilder()
                        .setMediaId(clip.getMediaId())
                        .setFraming(said)
                        .build());
    }

    private String refusal(Media file, CorrectFramingRequest.Framing said, Status.Code code) {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> correct(server, file, said));
        assertThat(refused).as("%s", said).isNotNull();
        assertThat(refused.getStatus().getCode()).as("%s", refused).isEqualTo(code);
        return String.valueOf(refused.getStatus().getDescription());
    }
}
