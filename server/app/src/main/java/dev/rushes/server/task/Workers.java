// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.style.FinishedVideo;
import java.util.List;
import java.util.Optional;

/**
 * The heavy work, done by whichever healthy worker has a free slot. Calls block until the result is there; call them on virtual
 * threads. Every call throws {@link WorkerFault} when there is no result.
 */
public interface Workers {

    /** Called with units done and in all (0 while unknown). */
    @FunctionalInterface
    interface Listener {
        void progress(long done, long total);
    }

    /** Versions of the analysers, part of the feature cache's key. */
    record Versions(String vision, String audio) {}

    /** Something a worker looked for at start; {@code state} is AVAILABLE, MISSING or BROKEN. */
    record Capability(String name, String state, String detail, String process) {}

    /** Returns the analyser versions of the workers, empty while none has answered yet. */
    Optional<Versions> versions();

    /** Returns whether a worker can be called now. */
    boolean isAvailable();

    /** Returns what the known workers reported at start. */
    List<Capability> capabilities();

    Looked<ClipFeatures> analyzeClip(SourceFile file, Listener listener, CancelSignal cancel);

    Looked<SongAnalysis> analyzeSong(SourceFile file, Listener listener, CancelSignal cancel);

    Looked<FinishedVideo> analyzeVideo(SourceFile file, Listener listener, CancelSignal cancel);

    SequenceOutcome optimize(SequenceRequest request, Listener listener, CancelSignal cancel);

    Looked<RenderedFile> render(RenderOrder order, Listener listener, CancelSignal cancel);
}
