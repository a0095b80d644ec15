// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.Job;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script is told over REST when something is wrong. */
class RestErrorsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(folder, Map.of("RUSHES_WORKERS", worker.address()));
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aStaleEditIsToldWhatHappenedSince() throws Exception {
        Job job = Cutting.job(server);
        String path = "/api/v1/jobs/" + job.getJobId() + "/timeline:applyEdits";
        String slip = "{\"revision\":1,\"edits\":[{\"slip\":{\"shot\":{\"shot_id\":\"shot-1\"},\"frame_count\":1}}]}";
        assertThat(server.post(path, slip).statusCode()).isEqualTo(200);

        HttpResponse<String> stale = server.post(path, slip);

        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("ABORTED", "StaleRevision", "\"current_revision\":\"2\"");
        assertNamedAsInTheContract(stale);
    }

    @Test
    void whatIsWrongWithFieldsIsNamedAsInTheContract() throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/jobs", "{\"target_duration\":\"12s\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field_violations\":");
        assertNamedAsInTheContract(answer);
    }

    /** Answers write fields in snake_case; the keys of metadata are no fields. */
    private static void assertNamedAsInTheContract(HttpResponse<String> error) throws IOException {
        JsonNode details = JSON.readTree(error.body()).path("details");
        assertThat(details).isNotEmpty();
        details.forEach(RestErrorsIT::assertNames);
    }

    private static void assertNames(JsonNode node) {
        node.properties().forEach(field -> {
            assertThat(field.getKey()).matches("[a-z0-9_]+|@type");
            if (!field.getKey().equals("metadata")) {
                assertNames(field.getValue());
            }
        });
        if (node.isArray()) {
            node.forEach(RestErrorsIT::assertNames);
        }
    }

    @Test
    void aFailedGenerationCanBeRead() throws Exception {
        Job job = server.job(10);
        Generation begun = server.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Awaitility.await().untilAsserted(() -> {
            HttpResponse<String> read = server.get("/api/v1/generations/" + begun.getGenerationId());
            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            JsonNode generation = JSON.readTree(read.body());
            assertThat(generation.path("state").asText()).isEqualTo("STATE_FAILED");
            assertThat(generation.path("error").path("message").asText()).contains("the job has no song");
        });
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/jobs, '{\"target_duration\":12}', 12", "/api/v1/jobs, '{\"target_duration\":\"soon\"}', soon"})
    void aValueThatCannotBeReadIsTheCallersMistake(String path, String body, String said) throws Exception {
        HttpResponse<String> answer = server.post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_ARGUMENT", "body: cannot be read", said);
    }

    @Test
    void aWordOfAQueryThatIsNoneIsNotPassedOver() throws Exception {
        Job job = server.job(10);

        HttpResponse<String> answer = server.get("/api/v1/jobs/" + job.getJobId() + "/timeline:export?format=xmeml");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("Format does not have", "FORMAT_XMEML");
    }

    @Test
    void whatNoMethodSeesIsToldInJsonToo() throws Exception {
        HttpResponse<String> untyped =
                server.send("POST", "/api/v1/jobs", "{}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(untyped.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(untyped.body()).path("message").asText()).contains("content-type: application/json");

        HttpResponse<String> broken = server.post("/api/v1/jobs", "{bad");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(broken.body()).path("message").asText()).contains("body as JSON");

        HttpResponse<String> unknown = server.get("/api/v1/job");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(unknown.body()).path("message").asText()).contains("no path of this API");
    }
}
