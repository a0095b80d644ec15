// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.inference.Capabilities;
import dev.rushes.worker.render.TimelineRenderer;
import dev.rushes.worker.rpc.WorkerFace;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.VideoAnalyzer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes the parts of the worker and joins them; the only place that does. */
final class Wiring {

    private static final Duration LOOK_AROUND_AFTER = Duration.ofSeconds(3);

    private Wiring() {}

    static WorkerFace face(WorkerConfig config) {
        Sandbox sandbox = Sandbox.detect();
        var reader = new FfmpegMediaReader(sandbox);
        return new WorkerFace(
                reader,
                new ClipAnalyzer(reader),
                new VideoAnalyzer(reader),
                new SongAnalyzer(),
                new SequenceOptimizer(),
                new TimelineRenderer(sandbox, InstantSource.system()),
                config.cacheDir().resolve("segments"),
                config.slots(),
                // Loads native libraries, so it must not take the processor from a start somebody waits for.
                CompletableFuture.supplyAsync(
                        () -> Capabilities.of(sandbox),
                        CompletableFuture.delayedExecutor(LOOK_AROUND_AFTER.toMillis(), TimeUnit.MILLISECONDS)));
    }
}
