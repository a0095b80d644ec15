// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.worker.audio.BeatActivation;
import dev.rushes.worker.audio.NeuralActivation;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.inference.Capabilities;
import dev.rushes.worker.inference.Models;
import dev.rushes.worker.inference.UnusableModel;
import dev.rushes.worker.preview.PreviewMaker;
import dev.rushes.worker.render.RenderPlan;
import dev.rushes.worker.render.TimelineRenderer;
import dev.rushes.worker.rpc.WorkerFace;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.VideoAnalyzer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes the parts of the worker and joins them; the only place that does. */
final class Wiring {

    private static final long SEGMENT_CACHE_BYTES = 2L << 30;
    private static final Duration LOOK_AROUND_AFTER = Duration.ofSeconds(3);

    private Wiring() {}

    static WorkerFace face(WorkerConfig config) {
        Sandbox sandbox = Sandbox.detect();
        var reader = new FfmpegMediaReader(sandbox);
        return new WorkerFace(
                reader,
                new ClipAnalyzer(reader),
                new VideoAnalyzer(reader),
                new SongAnalyzer(beats(config)),
                new SequenceOptimizer(),
                new TimelineRenderer(sandbox, InstantSource.system()),
                new PreviewMaker(sandbox, reader),
                new RenderPlan.Cache(config.cacheDir().resolve("segments"), SEGMENT_CACHE_BYTES),
                config.slots(),
                // Loads native libraries, so it must not take the processor from a start somebody waits for.
                CompletableFuture.supplyAsync(
                        () -> Capabilities.of(sandbox),
                        CompletableFuture.delayedExecutor(LOOK_AROUND_AFTER.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** The configured beat network lives as long as the process. */
    private static BeatActivation beats(WorkerConfig config) {
        Path model = config.beatModel();
        if (model == null) {
            return BeatActivation.NONE;
        }
        try {
            return NeuralActivation.of(new Models(config.cacheDir().resolve("engines")).open(model));
        } catch (UnusableModel e) {
            throw new IllegalArgumentException("RUSHES_WORKER_BEAT_MODEL: " + e.getMessage(), e);
        }
    }
}
