// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rushes.server.blob.S3Blobs;
import dev.rushes.server.http.HttpLimits;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.rpc.WatchStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
    private static final Pattern KEY = Pattern.compile("\"(RUSHES_[A-Z0-9_]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(RUSHES_[A-Z0-9_]+)`");

    @Test
    void defaultsAreThoseOfTheReadme() {
        ServerConfig config = ServerConfig.from(Map.of("XDG_DATA_HOME", "/data"));
        assertThat(config.dataDir()).isEqualTo(Path.of("/data/rushes"));
        assertThat(config.listen())
                .isEqualTo(new ServerConfig.Listen(
                        "127.0.0.1",
                        8080,
                        Optional.empty(),
                        false,
                        List.of(),
                        HttpLimits.DEFAULT,
                        WatchStream.Limits.DEFAULT));
        assertThat(config.admin())
                .isEqualTo(new ServerConfig.Admin("127.0.0.1", 0, "text", Duration.ZERO, Optional.empty()));
        assertThat(config.database()).isEmpty();
        assertThat(config.bucket()).isEmpty();
        assertThat(config.worker())
                .isEqualTo(new ServerConfig.Worker(List.of(), List.of(), Optional.empty(), Optional.empty()));
        assertThat(config.storage())
                .isEqualTo(new ServerConfig.Storage(
                        2_147_483_648L,
                        new MediaFiles.Limits(34_359_738_368L, 1000, 20_000, 1_099_511_627_776L),
                        10_000,
                        50,
                        16));
    }

    @Test
    void connectionsAndStreamsHaveTheLimitsToShip() {
        assertThat(HttpLimits.DEFAULT)
                .isEqualTo(new HttpLimits(
                        10_000,
                        0,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(60)));
        assertThat(HttpLimits.DEFAULT.readerStall()).isEqualTo(Duration.ofMinutes(10));
        assertThat(WatchStream.Limits.DEFAULT)
                .isEqualTo(new WatchStream.Limits(
                        Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(30)));
    }

    @Test
    void readmeNamesEveryKey() throws IOException {
        Path module = Path.of(System.getProperty("rushes.root", "../.."), "server", "app");
        String source = Files.readString(module.resolve("src/main/java/dev/rushes/server/ServerConfig.java"));
        String table = Files.readString(module.resolve("README.md"));
        TreeSet<String> read = new TreeSet<>(keys(KEY, source));
        read.add("RUSHES_LOG_LEVEL");
        assertThat(new TreeSet<>(keys(ROW, table))).isEqualTo(read);
    }

    @Test
    void aWrongValueIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerConfig.from(Map.of("RUSHES_PORT", "many")))
                .withMessage("RUSHES_PORT: \"many\" (expected: a number from 0 to 65535)");
    }

    @Test
    void thePasswordIsNeverPrinted() {
        ServerConfig config = ServerConfig.from(
                Map.of("RUSHES_DATABASE_URL", "jdbc:postgresql://db/rushes", "RUSHES_DATABASE_PASSWORD", "hunter2"));
        assertThat(config.toString()).contains("jdbc:postgresql://db/rushes").doesNotContain("hunter2");
    }

    @Test
    void aBucketsSecretIsReadFromItsFileAndNeverPrinted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");
        Map<String, String> settings = Map.of(
                "RUSHES_S3_BUCKET",
                "rushes",
                "RUSHES_S3_ENDPOINT",
                "http://localhost:9000",
                "RUSHES_S3_ACCESS_KEY_ID",
                "ada",
                "RUSHES_S3_SECRET_KEY_FILE",
                file.toString());
        ServerConfig config = ServerConfig.from(settings);
        S3Blobs.Bucket bucket = config.bucket().orElseThrow();
        assertThat(bucket.keys()).contains(new S3Blobs.Keys("ada", "hunter2"));
        assertThat(bucket.endpoint()).contains(URI.create("http://localhost:9000"));
        assertThat(config.toString()).contains("rushes").doesNotContain("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ServerConfig.from(Map.of("RUSHES_S3_BUCKET", "rushes", "RUSHES_S3_ACCESS_KEY_ID", "ada")))
                .withMessageContaining("RUSHES_S3_SECRET_KEY_FILE");
    }

    @Test
    void theWorkerBelowHomeIsTheDefaultChild() {
        assertThat(ServerConfig.from(Map.of("RUSHES_HOME", "/opt/rushes"))
                        .worker()
                        .command())
                .contains("/opt/rushes/target/dist/worker/lib/*", "dev.rushes.worker.Main");
        assertThat(ServerConfig.from(Map.of("RUSHES_HOME", "/opt/rushes", "RUSHES_WORKER_COMMAND", "run  worker"))
                        .worker()
                        .command())
                .containsExactly("run", "worker");
    }

    private static List<String> keys(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
