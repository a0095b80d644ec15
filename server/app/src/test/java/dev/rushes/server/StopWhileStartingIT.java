// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server process that is told to stop before it is ready takes the PostgreSQL that it started with it. */
class StopWhileStartingIT {
    /** Shorter than a start waits for a worker. */
    private static final Duration PROMPT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void oneThatStartsItsDatabaseLeavesNoneBehind() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(folder, worker)) {
            ProcessHandle database = awaitDatabase();
            assertThat(server.stop()).isZero();
            assertGone(database);
        }
    }

    @Test
    void oneThatWaitsForAWorkerStopsAtOnceAndLeavesNoDatabaseBehind() throws Exception {
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launch(folder, worker, Map.of("RUSHES_WORKERS", "127.0.0.1:1"))) {
            ProcessHandle database = awaitDatabase();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("data/keys")));
            long begin = System.nanoTime();
            assertThat(server.stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
            assertGone(database);
            assertThat(Files.readString(folder.resolve("log"))).doesNotContain("ERROR", "cannot start");
        }
    }

    private Path postmaster() {
        return folder.resolve("data/postgres/data/postmaster.pid");
    }

    private ProcessHandle awaitDatabase() {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(this::database, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ProcessHandle> database() throws IOException {
        String text = Files.exists(postmaster()) ? Files.readString(postmaster()) : "";
        return text.lines().findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
    }

    private void assertGone(ProcessHandle database) {
        assertThat(folder.resolve("data/server.json")).doesNotExist();
        assertThat(database.isAlive()).as("PostgreSQL %d lives", database.pid()).isFalse();
        assertThat(postmaster()).doesNotExist();
    }
}
