// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What a server has loaded and linked on its way up, kept for the next ones (JEP 483 and 514), whose starts take half the processor time
 * then (RATIONALE X-9). Recorded by one server that starts and stops in order before the first start of a test run. Thread-safe.
 */
final class StartCache {
    private static final int RECORDED_SECONDS = 180;

    private static final Map<Path, Path> RECORDED = new HashMap<>();

    private StartCache() {}

    /** Returns the command with the cache of its installation, which is made now if there is none yet. */
    static List<String> in(Scene scene, Path installation, List<String> command) throws IOException {
        synchronized (RECORDED) {
            Path cache = RECORDED.get(installation);
            if (cache == null) {
                cache = record(scene, command);
                RECORDED.put(installation, cache);
            }
            return with("-XX:AOTCache=" + cache, command);
        }
    }

    private static Path record(Scene scene, List<String> command) throws IOException {
        Path cache = Files.createTempFile("rushes-chaos-start", ".aot");
        cache.toFile().deleteOnExit();
        Path data = Files.createDirectories(scene.folder().resolve("recorded"));
        Path log = scene.folder().resolve("recorded.log");
        try (StandInWorker worker = StandInWorker.quick()) {
            ProcessBuilder builder = new ProcessBuilder(with("-XX:AOTCacheOutput=" + cache, command));
            builder.environment().putAll(ServerChild.settings(data));
            builder.environment().put("RUSHES_WORKERS", worker.address());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                Awaitility.await("a server to record; log " + log)
                        .atMost(ServerChild.START)
                        .until(() -> Files.exists(data.resolve("server.json")));
                process.destroy();
                // It writes the cache after it has stopped.
                assertThat(process.waitFor(RECORDED_SECONDS, TimeUnit.SECONDS))
                        .as("the cache is written; log %s", log)
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                process.destroyForcibly();
                new Database(data.resolve("postgres")).close();
            }
        }
        return cache;
    }

    private static List<String> with(String flag, List<String> command) {
        List<String> longer = new ArrayList<>(command);
        longer.add(1, flag);
        return longer;
    }
}
