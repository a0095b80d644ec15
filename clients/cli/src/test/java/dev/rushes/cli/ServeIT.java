// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rushes serve} from its first word to its last, and what others do while it starts. */
class ServeIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(40);
    /** Longest line that is read at a glance. */
    private static final int LONGEST_LINE = 250;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheProgram() {
        Program.assumeBuilt();
    }

    @Test
    void theFirstWordsAreShortAndSayWhatMatters() throws Exception {
        Path data = folder.resolve("data");
        try (Program serve = Program.start(data, "serve", "--port", "0")) {
            serve.awaitWhileRunning("ready", START, () -> serve.said().contains("ready at"));
            serve.signal("TERM");
            Program.Outcome outcome = serve.await(STOP);
            assertThat(outcome.err().lines().findFirst().orElseThrow()).contains("starting", data.toString(), "Ctrl-C");
            assertThat((outcome.err() + outcome.out()).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE));
            serve.assertNothingLeft();
        }
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

    @Test
    void doctorWaitsForAServerThatIsStarting() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (Program doctor = lookBesideAServerThatIsNotReady(data);
                Program serve = Program.start(data, "serve", "--port", "0")) {
            serve.awaitWhileRunning("ready", START, () -> serve.said().contains("ready at"));
            Program.Outcome outcome = doctor.await(START);
            assertThat(outcome.out()).contains("\u2713 server");
            assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
            assertThat(Files.readString(data.resolve("server.log"))).doesNotContain("Exception", "\tat ");
        }
    }

    /** Holds the folder as a server does from its first moment on, until the command has met that. */
    private static Program lookBesideAServerThatIsNotReady(Path data) throws Exception {
        try (FileChannel channel = FileChannel.open(
                        data.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Program doctor = Program.start(data, "doctor");
            Path log = data.resolve("server.log");
            doctor.awaitWhileRunning(
                    "the folder is taken",
                    START,
                    () -> Files.exists(log) && Files.readString(log).contains("is starting, on "));
            return doctor;
        }
    }
}
