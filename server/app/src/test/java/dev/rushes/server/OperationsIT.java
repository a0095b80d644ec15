// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.api.v1.Job;
import dev.rushes.postgres.LocalPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see on the admin port of a running server, and what it writes to its log. */
class OperationsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC = Pattern.compile("\\b(?:rushes|hikaricp)_[a-z_]+");
    private static final String SECRET = "canary-4711";

    @TempDir
    Path folder;

    @Test
    void everyMetricOfAlertsAndDashboardIsExported() throws Exception {
        Path deploy = Path.of(System.getProperty("rushes.root", "../.."), "deploy");
        TreeSet<String> wanted = new TreeSet<>();
        JsonNode dashboard = JSON.readTree(deploy.resolve("grafana/rushes.json").toFile());
        for (String text :
                List.of(Files.readString(deploy.resolve("prometheus/rushes.rules.yml")), questions(dashboard))) {
            List<String> names =
                    METRIC.matcher(text).results().map(MatchResult::group).toList();
            assertThat(names).hasSizeGreaterThan(8);
            wanted.addAll(names);
        }
        try (FakeWorker worker = new FakeWorker();
                TestServer server = TestServer.start(folder, worker.address())) {
            Job job = Cutting.job(server);
            Cutting.apply(server, job, 1, "ada", Cutting.slip("shot-1", 1));
            String metrics = admin("/metrics").body();
            assertThat(wanted).allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[{ ]"));
            assertThat(metrics)
                    .as("acknowledgements of edits within the 50 ms of the alert")
                    .containsPattern(
                            "rushes_rpc_total_duration_seconds_bucket\\{[^}]*method=\"ApplyEdits\"[^}]*le=\"0.05\"")
                    .as("quantiles, which cannot be added")
                    .doesNotContainPattern("(?m)^rushes_rpc_.*quantile=");
        }
    }

    /** Returns the expressions of all panels; each must have one. */
    private static String questions(JsonNode dashboard) {
        StringBuilder all = new StringBuilder();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
            panel.path("targets")
                    .forEach(target -> all.append(target.path("expr").asText()).append('\n'));
        }
        return all.toString();
    }

    @Test
    void readinessSaysWhatIsMissing() throws Exception {
        TestServer.openTo(folder);
        try (FakeWorker worker = new FakeWorker();
                LocalPostgres postgres = LocalPostgres.start(FreshDatabase.durable(folder.resolve("postgres")));
                TestServer server =
                        TestServer.start(folder, TestServer.on(postgres, "RUSHES_WORKERS", worker.address()))) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(admin("/livez").statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(admin("/readyz").body()).path("ready").booleanValue())
                    .isTrue();
            postgres.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> admin("/readyz").statusCode() == 503);
            assertThat(JSON.readTree(admin("/readyz").body()).path("reasons").toString())
                    .isEqualTo("[\"the database does not answer\"]");
            assertThat(admin("/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theLogCanBeJsonAndTellsNoSecret() throws Exception {
        TestServer.openTo(folder);
        try (FakeWorker worker = new FakeWorker()) {
            ServerProcess process = ServerProcess.launch(
                    folder, worker, Map.of("RUSHES_LOG_FORMAT", "json", "RUSHES_DATABASE_PASSWORD", SECRET));
            process.port();
            assertThat(process.stop()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve("log"))).isNotEmpty().allSatisfy(line -> {
            JsonNode entry = JSON.readTree(line);
            assertThat(entry.path("level").asText()).isNotEmpty();
            assertThat(entry.path("formattedMessage").asText()).isNotEmpty();
            assertThat(line).doesNotContain(SECRET);
        });
    }

    /** A database that goes and comes back is two lines, and a stop while it is away no stack trace of the scheduler. */
    @Test
    void theLogTellsAnOutageOnce() throws Exception {
        TestServer.openTo(folder);
        try (FakeWorker worker = new FakeWorker();
                LocalPostgres postgres = LocalPostgres.start(FreshDatabase.durable(folder.resolve("postgres")))) {
            ServerProcess process = ServerProcess.launch(folder, worker, TestServer.on(postgres));
            TestServer client = process.client();
            postgres.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.get("/readyz").statusCode() == 503);
            // Some rounds of polls and heartbeats, which all fail.
            Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            assertThat(process.stop()).isZero();
        }
        String log = Files.readString(folder.resolve("log"));
        assertThat(log).containsOnlyOnce("PostgreSQL does not answer").doesNotContain("\tat ");
    }

    private HttpResponse<String> admin(String path) throws Exception {
        int port = JSON.readTree(folder.resolve("data/server.json").toFile())
                .path("admin_port")
                .intValue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
