// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rushes serve} from its first word to its last, and what others do while it starts. */
class ServeIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheProgram() {
        Program.assumeBuilt();
    }

    @Test
    void oneThatIsStoppedWhileItStartsLeavesNothing() throws Exception {
        Path data = folder.resolve("data");
        try (Program serve = Program.start(data, "serve", "--port", "0")) {
            serve.awaitWhileRunning(
                    "a database", START, () -> Files.exists(data.resolve("postgres/data/postmaster.pid")));
            serve.signal("TERM");
            serve.await(STOP);
            serve.assertNothingLeft();
        }
    }
}
