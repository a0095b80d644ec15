// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {
    @TempDir
    private Path folder;

    @Test
    void aWorkerOfThisMachineAloneNeedsNoSecret() {
        WorkerConfig config = WorkerConfig.from(Map.of("RUSHES_MEDIA_ROOT", "/media", "RUSHES_WORKER_HOST", "::1"));
        assertThat(config.secret()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void aWorkerOthersReachNeedsOne(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkerConfig.from(Map.of("RUSHES_MEDIA_ROOT", "/media", "RUSHES_WORKER_HOST", host)))
                .withMessageContaining("RUSHES_WORKER_HOST: " + host)
                .withMessageContaining("RUSHES_WORKER_SECRET_FILE");
    }

    @Test
    void theSecretIsReadFromItsFileAndNotPrinted() throws IOException {
        String secret = "0123456789abcdef".repeat(2);
        Path file = Files.writeString(folder.resolve("secret"), secret + "\n");
        WorkerConfig config = with(file);
        assertThat(config.secret()).contains(secret);
        assertThat(config.toString()).doesNotContain(secret);
    }

    @Test
    void aSecretThatIsShortOrAwayIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "short\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(file).secret())
                .withMessageContaining("5 characters (expected: at least 32)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(folder.resolve("none")).secret())
                .withMessageContaining("cannot be read");
    }

    private static WorkerConfig with(Path secret) {
        return WorkerConfig.from(Map.of(
                "RUSHES_MEDIA_ROOT", "/media",
                "RUSHES_WORKER_HOST", "0.0.0.0",
                "RUSHES_WORKER_SECRET_FILE", secret.toString()));
    }
}
