// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a job from what is known of its footage while the rest is still looked at, by a direct call to a worker: a person watches, so
 * nothing is queued and nothing is kept. Thread-safe; {@link #draft} blocks until the answer is there.
 */
public final class Drafts {
    /** Of fewer clips a cut shows nothing but them. */
    private static final int FEWEST_CLIPS = 3;

    private final GenerationStore generations;
    private final Generations.Footing footing;
    private final Workers workers;
    private final InstantSource clock;

    Drafts(GenerationStore generations, Generations.Footing footing, Workers workers, InstantSource clock) {
        this.generations = generations;
        this.footing = footing;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * A look ahead.
     *
     * @param timeline null while too little is known
     * @param usable clips it could choose from
     * @param unseen clips not looked at in full yet
     * @param glanced of those, clips of which a first look is known
     * @param ahead of those, clips whose first look has not ended
     * @param enough whether the cut can be made from what is known
     */
    public record Draft(@Nullable Timeline timeline, int usable, int unseen, int glanced, int ahead, boolean enough) {}

    /** Cuts what is known of the footage of a generation that has not ended. */
    public Draft draft(String generationId, CancelSignal cancel) {
        Generation generation =
                generations.find(generationId).orElseThrow(() -> new Fault.NotFound("generation", generationId));
        if (generation.state().isEnded()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE, "the generation has ended and drafts nothing more; read the timeline");
        }
        List<Media> files = footing.media().all(generation.order().jobId());
        Rushes known = new Rushes(
                files, footing.framings().corrected(footing.analyses().byMedia(files)));
        Analyses.Glanced glanced = footing.analyses().glances(known.unlooked());
        Rushes rushes = known.withGlances(glanced.features());
        List<Candidate> candidates = rushes.candidates();
        int unseen = (int) rushes.of(MediaKind.CLIP).stream()
                .filter(clip -> !clip.isEnded())
                .count();
        SongAnalysis song = rushes.heard().orElse(null);
        Timeline timeline =
                song == null || candidates.size() < FEWEST_CLIPS ? null : cut(generation, rushes, song, cancel);
        return new Draft(
                timeline,
                candidates.size(),
                unseen,
                glanced.features().size(),
                glanced.ahead(),
                timeline != null && isEnough(generation, known));
    }

    /** Refuses to cut an open generation early while too little is known. */
    void requireEnough(Generation generation) {
        List<Media> files = footing.media().all(generation.order().jobId());
        Rushes rushes = new Rushes(files, footing.analyses().byMedia(files));
        if (!generation.state().isEnded() && !isEnough(generation, rushes)) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    String.format(
                            Locale.ROOT,
                            "it is too early for a cut of %.0f s: %s; ask again when more was looked at",
                            seconds(generation),
                            rushes.isHeard()
                                    ? String.format(
                                            Locale.ROOT,
                                            "only %.0f s of footage can be used so far",
                                            rushes.usableSeconds())
                                    : "the song or a finished video was not looked at yet"));
        }
    }

    private boolean isEnough(Generation generation, Rushes rushes) {
        return rushes.isEnoughFor(seconds(generation));
    }

    private double seconds(Generation generation) {
        return footing.projects()
                        .job(generation.order().jobId())
                        .targetDuration()
                        .toMillis()
                / 1000.0;
    }

    private @Nullable Timeline cut(Generation generation, Rushes rushes, SongAnalysis song, CancelSignal cancel) {
        Job job = footing.projects().job(generation.order().jobId());
        Project project = footing.projects().project(job.projectId());
        double seconds = Math.min(seconds(generation), rushes.comfortableSeconds());
        long frames = Math.max(1, SongTime.toFrame(seconds, job.frameRate()));
        String songId = rushes.song().orElseThrow().media().id();
        SequenceRequest request = new SequenceRequest(
                        job.frameRate(),
                        frames,
                        footing.timelines()
                                .forNewCut(
                                        job.id(),
                                        songId,
                                        song,
                                        footing.repairs().said(songId)),
                        rushes.candidates(),
                        style(generation, project, rushes),
                        List.of(),
                        Set.of(),
                        generation.order().seed())
                .withOutputAspect(job.shape().aspect());
        return switch (call(request, cancel)) {
            case SequenceOutcome.Cut cut ->
                Named.cut(
                        cut.timeline(),
                        new Named.For(job, project, 0, generation.order().seed(), clock.instant()),
                        rushes.song().orElseThrow().media());
            case SequenceOutcome.Infeasible infeasible -> null;
        };
    }

    private SequenceOutcome call(SequenceRequest request, CancelSignal cancel) {
        try {
            return workers.optimize(request, (done, total) -> {}, cancel);
        } catch (WorkerFault.Busy e) {
            throw new Fault.Unavailable(
                    Reason.WORKER_UNAVAILABLE, "no worker is free to make a draft; try again", Duration.ofSeconds(1));
        } catch (WorkerFault.Trouble e) {
            throw new Fault.Unavailable(
                    Reason.WORKER_UNAVAILABLE,
                    "the worker failed while it made the draft; its log says why, try again",
                    Duration.ofSeconds(2));
        } catch (WorkerFault.Cancelled e) {
            throw new Fault.Unavailable(
                    Reason.WRONG_STATE, "the draft was cancelled; ask again", Duration.ofSeconds(1));
        }
    }

    private StyleProfile style(Generation generation, Project project, Rushes rushes) {
        String given = generation.order().styleProfileId();
        return given != null
                ? footing.styles().style(given).profile()
                : footing.styles().habits(project.creatorId(), rushes.finished());
    }
}
