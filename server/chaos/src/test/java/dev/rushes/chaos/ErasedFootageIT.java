// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P-29 at the workers: rendered parts of footage that is gone go too, also at a worker that was away when it went. */
@Tag("promise")
@ExtendWith(OnScene.class)
class ErasedFootageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void partsOfFootageThatIsGoneAreDropped(Scene scene) throws Exception {
        Path media = Files.createDirectories(scene.folder().resolve("media"));
        Path footage = Files.writeString(media.resolve("footage"), "a clip");
        Path cache = Files.createDirectories(scene.folder().resolve("worker-cache/segments"));
        Path whileAway = part(cache, "a".repeat(64), media.resolve("erased while the worker was away"));
        Path founded = part(cache, "b".repeat(64), footage);

        RealWorker worker = RealWorker.start(scene, "worker", media, Map.of());
        worker.awaitReady();
        Awaitility.await("a start").atMost(PATIENCE).until(() -> !Files.exists(whileAway));
        assertThat(founded).as("a part of footage that is there").exists();

        Files.delete(footage);
        Awaitility.await("a sweep").atMost(PATIENCE).until(() -> !Files.exists(founded));
        assertThat(cache).isEmptyDirectory();
    }

    private static Path part(Path cache, String key, Path source) throws IOException {
        Files.writeString(cache.resolve(key + ".sources"), source.toString());
        Files.writeString(cache.resolve(key + ".sha256"), "digest");
        return Files.writeString(cache.resolve(key + ".mp4"), "pictures");
    }
}
