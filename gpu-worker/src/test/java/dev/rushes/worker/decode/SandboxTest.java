// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    @TempDir
    Path folder;

    @Test
    void cageHidesEveryFileThatIsNotNamed() throws Exception {
        Sandbox sandbox = Sandbox.detect();
        assumeThat(sandbox.isSeparating()).as(sandbox.separationDetail()).isTrue();
        Path named = clip("named.mp4");
        Path other = clip("other.mp4");

        SandboxCommand allowed = sandbox.ffprobe(Limits.probing()).add("-v", "error");
        allowed.add(allowed.readable(named));
        SandboxCommand denied = sandbox.ffprobe(Limits.probing()).add("-v", "error");
        denied.readable(named);
        denied.add("file:" + other.toRealPath());

        assertThat(run(allowed)).isEmpty();
        assertThat(run(denied)).contains("No such file or directory");
    }

    @Test
    void childWritesOnlyInItsFolder() throws Exception {
        Sandbox sandbox = Sandbox.detect();
        Path named = clip("named.mp4");
        Path out = Files.createDirectory(folder.resolve("out"));

        SandboxCommand command = sandbox.ffmpeg(Limits.rendering()).add("-v", "error", "-nostdin");
        command.addInputLimits()
                .add("-i", command.readable(named), "-c", "copy", command.writable(out) + "/copied.mp4");

        assertThat(run(command)).isEmpty();
        assertThat(out.resolve(command.writable(out) + "/copied.mp4")).isNotEmptyFile();
        assumeThat(sandbox.isSeparating()).as(sandbox.separationDetail()).isTrue();
        SandboxCommand escaping = sandbox.ffmpeg(Limits.rendering()).add("-v", "error", "-nostdin");
        escaping.writable(out);
        escaping.addInputLimits()
                .add(
                        "-i",
                        escaping.readable(named),
                        "-c",
                        "copy",
                        "-y",
                        folder.resolve("escaped.mp4").toString());
        run(escaping);
        assertThat(folder.resolve("escaped.mp4")).doesNotExist();
    }

    @Test
    void memoryBeyondTheLimitIsRefused() throws Exception {
        Sandbox sandbox = Sandbox.limitsOnly();
        assumeThat(sandbox.isLimiting()).as("prlimit is installed").isTrue();
        var limits = new Limits(400L << 20, 60, 0, Duration.ofMinutes(1));

        SandboxCommand greedy = sandbox.ffmpeg(limits)
                .add("-v", "error", "-f", "lavfi", "-i", "color=s=12000x12000:d=1", "-f", "null", "-");

        assertThat(run(greedy)).containsAnyOf("Cannot allocate memory", "Resource temporarily unavailable");
    }

    @Test
    void childIsKilledAtItsWallClockLimit() throws Exception {
        var limits = new Limits(Limits.UNLIMITED, 600, 0, Duration.ofMillis(500));
        SandboxCommand endless = Sandbox.detect()
                .ffmpeg(limits)
                .add("-v", "error", "-re", "-f", "lavfi", "-i", "color=s=16x16:r=1", "-f", "null", "-");

        try (Child child = Child.start(endless, line -> false, () -> {})) {
            assertThat(child.await(Duration.ofSeconds(10))).isNotZero();
        }
    }

    @Test
    void nothingOutlivesAChildThatIsKilledWhileItsCageIsBuilt() throws Exception {
        Sandbox sandbox = Sandbox.detect();
        assumeThat(sandbox.isSeparating()).as(sandbox.separationDetail()).isTrue();
        String mark = "mark=" + UUID.randomUUID();
        for (int i = 0; i < 60; i++) {
            SandboxCommand endless = sandbox.ffmpeg(Limits.decoding(1))
                    .add("-v", "error", "-re", "-f", "lavfi", "-i", "color=s=16x16:r=1")
                    .add("-metadata", mark, "-f", "null", "-");
            Process process = endless.start();
            assertThat(process.waitFor(250L * i, TimeUnit.MICROSECONDS)).isFalse();
            endless.kill(process);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(ProcessHandle.allProcesses()
                                .map(ProcessHandle::info)
                                .filter(info -> List.of(info.arguments().orElse(new String[0]))
                                        .contains(mark)))
                        .isEmpty());
    }

    private Path clip(String name) {
        return TestMedia.make(
                folder.resolve(name), "-f", "lavfi", "-i", "color=red:s=64x64:d=0.2", "-pix_fmt", "yuv420p");
    }

    private static String run(SandboxCommand command) throws IOException, InterruptedException {
        Process process = command.builder()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
