// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.inference.Capability;
import dev.rushes.worker.preview.PreviewMaker;
import dev.rushes.worker.render.RenderPlan;
import dev.rushes.worker.render.TimelineRenderer;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.VideoAnalyzer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Everything the RPCs call, made once in the wiring.
 *
 * @param reader opens files
 * @param clips looks at raw clips
 * @param videos takes finished videos apart
 * @param songs listens
 * @param optimizer chooses shots
 * @param renderer makes video files
 * @param previews makes what editors show
 * @param segments where finished segments are kept
 * @param renderParallelism encoders at a time in one render
 * @param capabilities what was looked for at start; completes a second or two later
 */
public record WorkerFace(
        MediaReader reader,
        ClipAnalyzer clips,
        VideoAnalyzer videos,
        SongAnalyzer songs,
        SequenceOptimizer optimizer,
        TimelineRenderer renderer,
        PreviewMaker previews,
        RenderPlan.Cache segments,
        int renderParallelism,
        CompletableFuture<List<Capability>> capabilities) {}
