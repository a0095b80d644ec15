// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CommentChanges;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.WatchTimelineRequest;
import dev.rushes.api.v1.WatchTimelineResponse;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Watch methods as server-sent events. */
class WatchEventsIT {
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server =
                TestServer.start(folder, Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_STREAM_LIFE_SECONDS", "5"));
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    /** A reader of events; {@code next} waits for one. */
    private static final class Reader implements AutoCloseable {
        private final HttpURLConnection connection;
        private final BufferedReader lines;

        Reader(String path, String... header) throws Exception {
            connection = (HttpURLConnection) server.uri(path).toURL().openConnection();
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("authorization", "Bearer " + server.token());
            if (header.length > 0) {
                connection.setRequestProperty(header[0], header[1]);
            }
            assertThat(connection.getContentType()).startsWith("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Returns the lines of the next event. */
        List<String> next() throws Exception {
            List<String> event = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !event.isEmpty()) {
                    return event;
                }
                if (!line.isEmpty() && !line.startsWith("retry:") && !line.startsWith(":")) {
                    event.add(line);
                }
            }
            return event;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    @Test
    void aTimelineComesWithItsRevisionThenEachEdit() throws Exception {
        Job job = Cutting.job(server);
        try (Reader reader = new Reader("/api/v1/jobs/" + job.getJobId() + "/timeline:watch")) {
            assertThat(reader.next().getFirst()).isEqualTo("id: 1");
            Cutting.apply(server, job, 1, "ada", Cutting.slip("shot-1", 1));
            List<String> second = reader.next();
            assertThat(second.getFirst()).isEqualTo("id: 2");
            assertThat(second.getLast()).contains("\"slip\"").contains("\"author\":\"ada\"");
        }
    }

    @Test
    void anEventIsAsLongAfterManyEditsAsAfterOne() throws Exception {
        Job job = Cutting.job(server);
        String path = "/api/v1/jobs/" + job.getJobId() + "/timeline:watch?last_known_revision=";
        Cutting.apply(server, job, 1, "ada", Cutting.lock("shot-1"));
        int early = lengthOfEventAfter(path, 1);
        for (int revision = 2; revision < 30; revision++) {
            Cutting.apply(
                    server,
                    job,
                    revision,
                    "ada",
                    revision % 2 == 0 ? Cutting.unlock("shot-1") : Cutting.lock("shot-1"));
        }
        assertThat(lengthOfEventAfter(path, 29)).isCloseTo(early, Percentage.withPercentage(2));
        assertThat(Cutting.timeline(server, job, 0).getUserEditsList()).hasSize(29);
    }

    private int lengthOfEventAfter(String path, int revision) throws Exception {
        try (Reader reader = new Reader(path + revision)) {
            return reader.next().getLast().length();
        }
    }

    @Test
    void commentsComeAlongForWhoAsks() throws Exception {
        Job job = Cutting.job(server);
        try (Reader reader =
                new Reader("/api/v1/jobs/" + job.getJobId() + "/timeline:watch?last_known_comment_revision=0")) {
            assertThat(reader.next().getFirst()).isEqualTo("id: 1");
            Talking.say(server, Talking.clip(server, job), 3, "Too dark");
            List<String> second = reader.next();
            assertThat(second.getFirst()).isEqualTo("id: 1");
            assertThat(second.getLast()).contains("\"text\":\"Too dark\"").doesNotContain("\"timeline\"");
        }
        assertThat(server.get("/api/v1/jobs/" + job.getJobId() + "/timeline:watch?last_known_comment_revision=x")
                        .body())
                .contains("last_known_comment_revision: \\\"x\\\" (expected: a revision");
    }

    @Test
    void streamsAreClosedToStrangers() throws Exception {
        Job job = Cutting.job(server);
        String generation = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getGenerationId();
        TestServer stranger = server.ofAnotherCreator("stranger");
        for (String path : List.of(
                "/api/v1/jobs/" + job.getJobId() + "/timeline:watch", "/api/v1/generations/" + generation + ":watch")) {
            assertThat(server.with("").get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(server.with("rsh_no_token").get(path).statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(stranger.get("/api/v1/renders/" + job.getJobId() + ":watch").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReaderThatComesBackGetsOnlyWhatIsNewer() throws Exception {
        Job job = Cutting.job(server);
        Cutting.apply(server, job, 1, "ada", Cutting.slip("shot-1", 1));
        String path = "/api/v1/jobs/" + job.getJobId() + "/timeline:watch";
        try (Reader byHeader = new Reader(path, "last-event-id", "2");
                Reader byQuery = new Reader(path + "?last_known_revision=2")) {
            Cutting.apply(server, job, 2, "ada", Cutting.slip("shot-3", 1));
            assertThat(byHeader.next().getFirst()).isEqualTo("id: 3");
            assertThat(byQuery.next().getFirst()).isEqualTo("id: 3");
        }
    }

    @Test
    void aReaderThatKnowsMoreThanThereIsGetsAllThereIs() throws Exception {
        Job job = Cutting.job(server);
        Talking.say(server, Talking.clip(server, job), 3, "Too dark");
        String path = "/api/v1/jobs/" + job.getJobId() + "/timeline:watch";
        try (Reader reader = new Reader(path + "?last_known_comment_revision=9", "last-event-id", "9");
                Reader upToDate = new Reader(path + "?last_known_comment_revision=1", "last-event-id", "1")) {
            List<String> first = reader.next();
            assertThat(first.getFirst()).isEqualTo("id: 1");
            assertThat(first.getLast())
                    .contains("\"timeline\":{", "\"comments\":{\"revision\":\"1\"", "Too dark")
                    .doesNotContain("\"edits\":[");
            Cutting.apply(server, job, 1, "ada", Cutting.slip("shot-1", 1));
            assertThat(reader.next().getFirst()).isEqualTo("id: 2");
            List<String> only = upToDate.next();
            assertThat(only.getFirst()).as("nothing for who has all of it").isEqualTo("id: 2");
            assertThat(only.getLast()).doesNotContain("\"comments\"");
        }
        Job bare = server.job(5);
        WatchTimelineRequest nothingNew = WatchTimelineRequest.newBuilder()
                .setJobId(bare.getJobId())
                .setLastKnownRevision(9)
                .setLastKnownCommentRevision(9)
                .build();
        try (var none = Cutting.watch(server, nothingNew)) {
            assertThat(none.next())
                    .isEqualTo(WatchTimelineResponse.newBuilder()
                            .setComments(CommentChanges.getDefaultInstance())
                            .build());
        }
    }

    @Test
    void aGenerationEndsWithAWord() throws Exception {
        Job job = server.job(5);
        server.add(job, Media.Kind.KIND_CLIP, "told.mp4");
        server.add(job, Media.Kind.KIND_SONG, "told.mp3");
        String id = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getGenerationId();
        try (Reader reader = new Reader("/api/v1/generations/" + id + ":watch")) {
            List<String> last = List.of();
            for (List<String> event = reader.next(); !event.contains("event: end"); event = reader.next()) {
                assertThat(event).as("an event before the end").isNotEmpty();
                last = event;
            }
            assertThat(last.getLast()).contains("STATE_SUCCEEDED");
        }
    }

    @Test
    void anOldStreamSaysHowToGoOn() throws Exception {
        Job job = Cutting.job(server);
        try (Reader reader = new Reader("/api/v1/jobs/" + job.getJobId() + "/timeline:watch")) {
            assertThat(reader.next().getFirst()).isEqualTo("id: 1");
            List<String> end = reader.next();
            assertThat(end.getFirst()).isEqualTo("event: error");
            assertThat(end.getLast()).contains("watch again with last_known_revision 1");
        }
    }

    @Test
    void whatIsNotThereIsSaidBeforeAnyEvent() throws Exception {
        HttpResponse<String> missing = server.get("/api/v1/jobs/0197a000-0000-7000-8000-000000000000/timeline:watch");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("RESOURCE_NOT_FOUND");
        Job job = server.job(5);
        HttpResponse<String> wrong =
                server.get("/api/v1/jobs/" + job.getJobId() + "/timeline:watch?last_known_revision=two");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("last_known_revision");
    }
}
