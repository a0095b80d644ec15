// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.SectionProposal;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.style.FinishedVideo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** Whose turn it is when a worker has a slot, the next first. */
    enum Turn {
        /** A file whose worker failed: what was begun once does not wait behind what never was. */
        AGAIN,
        /** A short look that a person waits for. */
        GLANCE,
        /** A file looked at for the first time. */
        FIRST
    }

    /** A proposal, or why there is none in words. */
    sealed interface Proposed {
        record Section(SectionProposal proposal) implements Proposed {}

        record Nothing(String message) implements Proposed {}
    }

    /**
     * Versions of the analysers, part of the feature cache's key.
     *
     * @param vision of clips
     * @param audio of songs
     * @param video of finished videos
     * @param glance of first looks at clips; empty if the workers take none
     */
    record Versions(String vision, String audio, String video, String glance) {}

    /** Something a worker looked for at start; {@code state} is AVAILABLE, MISSING or BROKEN. */
    record Capability(String name, String state, String detail, String process) {}

    /** Returns the analyser versions of the workers, empty while none has answered yet. */
    Optional<Versions> versions();

    /** Returns whether a worker can be called now. */
    boolean isAvailable();

    /** Returns what the known workers reported at start. */
    List<Capability> capabilities();

    Looked<ClipFeatures> analyzeClip(SourceFile file, Turn turn, Listener listener, CancelSignal cancel);

    /** Looks at a few key frames of a clip; a person waits for it. Only where {@link Versions#glance} is not empty. */
    Looked<ClipFeatures> glance(SourceFile file, CancelSignal cancel);

    Looked<SongAnalysis> analyzeSong(SourceFile file, Turn turn, Listener listener, CancelSignal cancel);

    Looked<FinishedVideo> analyzeVideo(SourceFile file, Turn turn, Listener listener, CancelSignal cancel);

    SequenceOutcome optimize(SequenceRequest request, Listener listener, CancelSignal cancel);

    /**
     * Proposes another cut of a section; a person waits for it.
     *
     * @param first told the quick answer, if there is one, before the full one is returned
     */
    Proposed propose(RegenerationRequest request, Consumer<SectionProposal> first, CancelSignal cancel);

    /** Says how the pictures of a file are counted. */
    Looked<MediaFacts> probe(SourceFile file, CancelSignal cancel);

    Looked<RenderedFile> render(RenderOrder order, Listener listener, CancelSignal cancel);

    Looked<List<PreviewFile>> preview(PreviewOrder order, Listener listener, CancelSignal cancel);
}
