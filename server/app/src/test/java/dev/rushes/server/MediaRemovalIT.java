// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.CancelGenerationRequest;
import dev.rushes.api.v1.CancelRenderRequest;
import dev.rushes.api.v1.Comment;
import dev.rushes.api.v1.DeleteMediaRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetMediaPreviewRequest;
import dev.rushes.api.v1.GetMediaRequest;
import dev.rushes.api.v1.GetRenderRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListMediaRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaPreview;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.PrepareMediaPreviewsRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.UndoEditRequest;
import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.testkit.sample.Samples;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file added by mistake can be taken out again, and its bytes with it, unless a cut or somebody else needs it. */
class MediaRemovalIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static LocalPostgres postgres;
    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        TestServer.openTo(folder);
        postgres = LocalPostgres.start(PostgresConfig.disposable(folder.resolve("postgres")));
        worker = new FakeWorker();
        server = TestServer.start(folder, TestServer.on(postgres, "RUSHES_WORKERS", worker.address()));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        worker.close();
        postgres.close();
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            connection.createStatement().execute(statement);
        }
    }

    private static MediaServiceGrpc.MediaServiceBlockingStub media(TestServer as) {
        return as.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class);
    }

    private static void delete(TestServer as, Media file) {
        var unused = media(as)
                .deleteMedia(DeleteMediaRequest.newBuilder()
                        .setMediaId(file.getMediaId())
                        .build());
    }

    private static void refused(Media file, String why) {
        assertThatThrownBy(() -> delete(server, file))
                .hasMessageContaining("FAILED_PRECONDITION")
                .hasMessageContaining(why);
    }

    private static List<String> names(Job job) {
        return media(server)
                .listMedia(
                        ListMediaRequest.newBuilder().setJobId(job.getJobId()).build())
                .getMediaList()
                .stream()
                .map(Media::getFileName)
                .toList();
    }

    private static List<String> blobs() {
        try (Stream<Path> files = Files.walk(folder.resolve("data/media"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String hash(String fileName) {
        return Samples.sha256(TestServer.bytes(fileName));
    }

    @Test
    void aFileAddedByMistakeGoesWithItsBytesAndWhatWasMadeOfIt() throws Exception {
        Job job = server.job(10);
        Media kept = server.add(job, Media.Kind.KIND_CLIP, "kept.mp4");
        Media mistake = server.add(job, Media.Kind.KIND_CLIP, "mistake.mp4");
        Media twin = server.add(server.job(10), Media.Kind.KIND_CLIP, "kept.mp4");
        String content = server.content(mistake);
        List<String> made = previews(job, mistake);
        assertThat(made).isNotEmpty();
        assertThat(blobs()).contains(hash("mistake.mp4"), hash("kept.mp4")).containsAll(made);

        delete(server, mistake);
        assertThat(names(job)).containsExactly("kept.mp4");
        assertThat(server.get(content).statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> server.content(mistake)).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> delete(server, mistake)).hasMessageContaining("NOT_FOUND");
        delete(server, twin);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(blobs()).doesNotContain(hash("mistake.mp4")));
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(blobs()).doesNotContainAnyElementsOf(made));
        assertThat(server.get(server.content(kept)).statusCode())
                .as("its bytes were also in the job of its twin")
                .isEqualTo(200);
        Media again = server.announce(job, Media.Kind.KIND_CLIP, "mistake.mp4");
        assertThat(again.getState()).as("it has to be sent again").isEqualTo(Media.State.STATE_PENDING);
    }

    /** Has previews made of a job's files; returns the hashes of those of one file. */
    private static List<String> previews(Job job, Media file) {
        var unused = media(server)
                .prepareMediaPreviews(PrepareMediaPreviewsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        GetMediaPreviewRequest ask = GetMediaPreviewRequest.newBuilder()
                .setMediaId(file.getMediaId())
                .build();
        MediaPreview made = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> media(server).getMediaPreview(ask),
                        found -> found.getState() == MediaPreview.State.STATE_SUCCEEDED);
        return List.of(
                made.getProxy().getBlob().getSha256(),
                made.getThumbnail().getBlob().getSha256());
    }

    @Test
    void whatTheCutUsesStays() throws Exception {
        Job job = Cutting.job(server);
        Timeline cut = Cutting.timeline(server, job, 0);
        Shot shot = cut.getShotsList().stream()
                .filter(one -> cut.getShotsList().stream()
                        .noneMatch(other -> other.getMediaId().equals(one.getMediaId()) && other.hasLock()))
                .findFirst()
                .orElseThrow();
        Media clip = get(shot.getMediaId());
        Media song = get(cut.getSong().getMediaId());
        refused(song, "\"edited.mp3\" is the song of the cut; add another song and generate again");
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, () -> delete(server, clip));
        assertThat(error).hasMessageContaining("is in the cut (shot").hasMessageContaining("then take it out");
        String[] numbers = Cutting.info(error).getMetadataOrThrow("shots").split(",");
        assertThat(numbers[0]).isEqualTo(Integer.toString(cut.getShotsList().indexOf(shot) + 1));

        List<String> using = cut.getShotsList().stream()
                .filter(one -> one.getMediaId().equals(clip.getMediaId()))
                .map(Shot::getShotId)
                .toList();
        assertThat(using).hasSameSizeAs(numbers);
        long revision = cut.getRevision();
        for (String id : using) {
            revision = Cutting.apply(server, job, revision, "ada", Cutting.delete(id, "wrong_moment"))
                    .getRevision();
        }
        Comment said = Talking.say(server, clip, 3, "Not this one");
        delete(server, clip);
        assertThat(Talking.list(server, job.getJobId()).getCommentsList()).doesNotContain(said);
        UndoEditRequest undo =
                UndoEditRequest.newBuilder().setJobId(job.getJobId()).build();
        StatusRuntimeException gone = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> Cutting.timelines(server.as("ada")).undoEdit(undo));
        assertThat(gone).hasMessageContaining("was taken out of the job; add it again");
        assertThat(Cutting.info(gone).getMetadataOrThrow("refusal")).isEqualTo("NO_MEDIA");
        assertThat(Cutting.timeline(server, job, 0).getRevision()).isEqualTo(revision);
        assertThat(Cutting.timeline(server, job, 1))
                .as("older revisions can be read")
                .isEqualTo(cut);
        Edit slip = Cutting.slip(
                Cutting.timeline(server, job, 0).getShotsList().stream()
                        .filter(one -> !one.hasLock())
                        .findFirst()
                        .orElseThrow()
                        .getShotId(),
                1);
        assertThat(Cutting.apply(server, job, revision, "ada", slip).getRevision())
                .as("other edits go on")
                .isEqualTo(revision + 1);
    }

    private static Media get(String mediaId) {
        return media(server)
                .getMedia(GetMediaRequest.newBuilder().setMediaId(mediaId).build());
    }

    @Test
    void aFileThatNeverComesHoldsNoCut() throws Exception {
        Job job = server.job(5);
        Media there = server.add(job, Media.Kind.KIND_CLIP, "there.mp4");
        server.add(job, Media.Kind.KIND_SONG, "there.mp3");
        Media never = server.announce(job, Media.Kind.KIND_CLIP, "never.mp4");
        Generation started = generate(job);
        refused(there, "a cut is being made of \"there.mp4\"; cancel it, or wait until it is there");
        assertThat(generation(started).getState()).isIn(Generation.State.STATE_PENDING, Generation.State.STATE_RUNNING);
        delete(server, never);
        assertThat(server.put(never.getUploadPath(), TestServer.bytes("never.mp4"), Map.of())
                        .statusCode())
                .isEqualTo(404);
        Awaitility.await().atMost(SOON).until(() -> generation(started).getState() == Generation.State.STATE_SUCCEEDED);
        Media late = server.announce(job, Media.Kind.KIND_CLIP, "late.mp4");
        Generation cancelled = generate(job);
        var unused = server.generations()
                .cancelGeneration(CancelGenerationRequest.newBuilder()
                        .setGenerationId(cancelled.getGenerationId())
                        .build());
        delete(server, late);
        assertThat(names(job)).containsExactlyInAnyOrder("there.mp4", "there.mp3");
    }

    private static Generation generate(Job job) {
        return server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
    }

    private static Generation generation(Generation started) {
        return server.generations()
                .getGeneration(GetGenerationRequest.newBuilder()
                        .setGenerationId(started.getGenerationId())
                        .build());
    }

    /** A result that is never saved stands for a kill, or a cancel, between keeping the bytes and naming them. */
    @Test
    void bytesThatNoResultNamesGo() throws Exception {
        TestServer ada = server.ofAnotherCreator("renders for nothing");
        Job job = Cutting.job(ada);
        sql("create function unsaved() returns trigger language plpgsql as $$ begin return null; end $$");
        sql("create trigger unsaved before update on renders for each row when (new.state = 'SUCCEEDED') "
                + "execute function unsaved()");
        Set<String> before = Set.copyOf(blobs());
        RenderServiceGrpc.RenderServiceBlockingStub renders =
                ada.client("gproto", RenderServiceGrpc.RenderServiceBlockingStub.class);
        Render lost = renders.renderTimeline(
                RenderTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        String kept = Awaitility.await().atMost(SOON).until(() -> newHash(before), found -> !found.isEmpty());
        sql("drop trigger unsaved on renders");
        var unused = renders.cancelRender(
                CancelRenderRequest.newBuilder().setRenderId(lost.getRenderId()).build());
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(blobs()).doesNotContain(kept));

        Render again = renders.renderTimeline(
                RenderTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        Render saved = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> renders.getRender(GetRenderRequest.newBuilder()
                                .setRenderId(again.getRenderId())
                                .build()),
                        render -> render.getState() == Render.State.STATE_SUCCEEDED);
        Awaitility.await().atMost(SOON).until(() -> count("select count(*) from freed_files") == 0);
        assertThat(blobs()).as("bytes that a result names stay").contains(saved.getSha256());
    }

    @Test
    void aRenderOfAClipThatCannotBeLookedAtAnyMoreEndsWithWords() throws Exception {
        TestServer ada = server.ofAnotherCreator("renders what cannot be read");
        Job job = Cutting.job(ada);
        String clip = Cutting.timeline(ada, job, 0).getShots(0).getMediaId();
        sql("update analyses set state = 'FAILED', result = null, error_message = 'the worker fell' where sha256 = "
                + "(select sha256 from media where media_id = '" + clip + "') and creator_id = "
                + "(select creator_id from media where media_id = '" + clip + "')");
        RenderServiceGrpc.RenderServiceBlockingStub renders =
                ada.client("gproto", RenderServiceGrpc.RenderServiceBlockingStub.class);
        GetRenderRequest ask = GetRenderRequest.newBuilder()
                .setRenderId(renders.renderTimeline(RenderTimelineRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getRenderId())
                .build();
        Render ended = Awaitility.await()
                .atMost(SOON)
                .until(() -> renders.getRender(ask), render -> render.getState() == Render.State.STATE_FAILED);
        assertThat(ended.getError().getMessage())
                .contains("cannot be rendered: the worker fell; replace or delete its shots, then render again");
    }

    /** Returns the name of a finished file that was not there before, or nothing. */
    private static String newHash(Set<String> before) {
        return blobs().stream()
                .filter(name -> name.length() == 64 && !before.contains(name))
                .findFirst()
                .orElse("");
    }

    private static long count(String query) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void whatHadComeOfAFileIsFreedAtOnce() throws Exception {
        Job job = server.job(5);
        Media half = server.announce(job, Media.Kind.KIND_CLIP, "half.mp4");
        byte[] bytes = TestServer.bytes("half.mp4");
        assertThat(server.send(
                                "PATCH",
                                half.getUploadPath(),
                                java.util.Arrays.copyOf(bytes, 5),
                                Map.of("upload-offset", "0"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(blobs()).anyMatch(name -> name.startsWith(half.getMediaId()));
        delete(server, half);
        assertThat(blobs()).noneMatch(name -> name.startsWith(half.getMediaId()));
    }
}
