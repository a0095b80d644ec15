// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpts;
import dev.rushes.editorial.regeneration.Instruction;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.SectionProposal;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Projects;
import dev.rushes.server.style.Styles;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import dev.rushes.server.timeline.Timelines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proposes other cuts of a section by a direct call to a worker: a person waits, so nothing is queued and nothing is kept. A proposal
 * becomes part of the timeline only as an accepted edit. Thread-safe; {@link #propose} blocks until the answer is there.
 */
public final class Proposals {
    private final GenerationStore generations;
    private final Generations.Footing footing;
    private final Timelines timelines;
    private final Workers workers;
    private final Clock clock;
    private final Watcher watcher;

    public Proposals(
            GenerationStore generations, Generations.Footing footing, Workers workers, Clock clock, Watcher watcher) {
        this.generations = generations;
        this.footing = footing;
        this.timelines = footing.timelines();
        this.workers = workers;
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Time and identities. */
    public record Clock(InstantSource now, Ids ids) {}

    /** Is told of every regeneration a worker was asked for, whatever came of it; must not throw. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * A person asked.
         *
         * @param timeline the revision it was asked of
         * @param took from the question to the last answer
         */
        void asked(Timeline timeline, Instruction instruction, Duration took);
    }

    /**
     * What is asked.
     *
     * @param jobId whose timeline
     * @param revision the one the caller sees; 0 for the newest
     * @param part which shots
     * @param instruction the wanted effect
     * @param limits limits besides
     * @param seed of every random choice
     */
    public record Ask(String jobId, long revision, Part part, Instruction instruction, Limits limits, long seed) {}

    /** Which shots may change: those that begin in {@code section}, or the one named; the whole timeline when both are null. */
    public record Part(
            @Nullable FrameRange section, @Nullable String shotId) {}

    /** Limits of the new shots. */
    public record Limits(RegenerationRequest.Constraints constraints, Set<String> avoidedClipIds) {
        public Limits {
            avoidedClipIds = Set.copyOf(avoidedClipIds);
        }
    }

    /** An answer for a revision of a timeline; a better one follows unless it is {@code settled}. */
    public record Proposal(
            String id, String jobId, long baseRevision, long seed, SectionProposal section, boolean settled) {}

    /** Proposes; tells {@code first} the quick answer, if there is one, and returns the full one. */
    public Proposal propose(Ask ask, Consumer<Proposal> first, CancelSignal cancel) {
        Job job = footing.projects().job(ask.jobId());
        Timeline timeline = timelines.timeline(job.id(), ask.revision());
        RegenerationRequest request = new RegenerationRequest(
                timeline,
                section(timeline, ask.part()),
                ask.instruction(),
                ask.limits().constraints(),
                material(job, timeline, ask.limits().avoidedClipIds()),
                ask.seed());
        String id = clock.ids().next();
        long base = timeline.identity().revision();
        Instant askedAt = clock.now().instant();
        Workers.Proposed proposed;
        try {
            proposed = call(
                    request, quick -> first.accept(new Proposal(id, job.id(), base, ask.seed(), quick, false)), cancel);
        } finally {
            watcher.asked(
                    timeline,
                    ask.instruction(),
                    Duration.between(askedAt, clock.now().instant()));
        }
        return switch (proposed) {
            case Workers.Proposed.Section section ->
                new Proposal(id, job.id(), base, ask.seed(), section.proposal(), true);
            case Workers.Proposed.Nothing nothing ->
                throw new Fault.Refused(Reason.NOTHING_TO_PROPOSE, nothing.message());
        };
    }

    private Workers.Proposed call(RegenerationRequest request, Consumer<SectionProposal> first, CancelSignal cancel) {
        try {
            return workers.propose(request, first, cancel);
        } catch (WorkerFault.Busy e) {
            throw new Fault.Unavailable(
                    Reason.WORKER_UNAVAILABLE,
                    "no worker is free to make a proposal; try again",
                    Duration.ofSeconds(1));
        } catch (WorkerFault.Trouble e) {
            throw new Fault.Unavailable(
                    Reason.WORKER_UNAVAILABLE,
                    "the worker failed while it made the proposal; its log says why, try again",
                    Duration.ofSeconds(2));
        } catch (WorkerFault.Cancelled e) {
            throw new Fault.Unavailable(
                    Reason.WRONG_STATE, "the proposal was cancelled; ask again", Duration.ofSeconds(1));
        }
    }

    private static FrameRange section(Timeline timeline, Part part) {
        FrameRange section = part.section();
        String shotId = part.shotId();
        if (shotId == null) {
            return section == null ? timeline.range() : section;
        }
        if (section != null) {
            throw new Fault.Invalid("shot_id", "is set together with section (expected: one of them)");
        }
        return timeline.shots().stream()
                .filter(shot -> shot.id().equals(shotId))
                .map(Shot::record)
                .findFirst()
                .orElseThrow(() -> new Fault.NotFound("shot", shotId));
    }

    private RegenerationRequest.Material material(Job job, Timeline timeline, Set<String> ruledOut) {
        MediaFiles media = footing.media();
        Analyses analyses = footing.analyses();
        List<Media> files = media.all(job.id());
        Rushes rushes = new Rushes(files, footing.framings().corrected(analyses.known(files)));
        SongAnalysis heard = rushes.heard()
                .orElseThrow(() -> new Fault.Refused(
                        Reason.NO_USABLE_SONG,
                        "the song of the timeline is not among the files of the job any more; add it again"));
        SongAnalysis song = timelines.corrected(job.id(), timeline.song().songId(), heard);
        Set<String> avoided = new HashSet<>(ruledOut);
        avoided.addAll(timeline.avoidedClipIds());
        return new RegenerationRequest.Material(
                SongExcerpts.corrected(song, timeline.song()),
                rushes.candidates(),
                style(job, rushes),
                avoided,
                job.shape().aspect());
    }

    /** The style that the timeline was cut in; learned videos may have come since. */
    private StyleProfile style(Job job, Rushes rushes) {
        Projects projects = footing.projects();
        Styles styles = footing.styles();
        String given = generations
                .newestSucceeded(job.id())
                .map(made -> made.order().styleProfileId())
                .orElse(null);
        return given != null
                ? styles.style(given).profile()
                : styles.habits(projects.project(job.projectId()).creatorId(), rushes.finished());
    }
}
