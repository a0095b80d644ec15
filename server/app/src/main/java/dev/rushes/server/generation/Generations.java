// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.framing.Framings;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.project.Projects;
import dev.rushes.server.song.SongRepairs;
import dev.rushes.server.style.Styles;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.WorkState;
import dev.rushes.server.task.Workers;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Starts, reads and cancels generations. */
public final class Generations {
    private final GenerationStore store;
    private final Projects projects;
    private final MediaFiles media;
    private final Analyses analyses;
    private final Styles styles;
    private final Footing footing;
    private final TaskQueue queue;
    private final ChangeHub hub;
    private final InstantSource clock;
    private final Drafts drafts;

    /**
     * What generations are made of; one record because a constructor takes at most six parameters.
     *
     * @param mostOpen generations that one creator may have under way
     */
    public record Footing(
            Projects projects,
            MediaFiles media,
            Analyses analyses,
            SongRepairs repairs,
            Framings framings,
            Styles styles,
            Timelines timelines,
            int mostOpen) {}

    public Generations(
            GenerationStore store,
            Footing footing,
            TaskQueue queue,
            Workers workers,
            ChangeHub hub,
            InstantSource clock) {
        this.store = store;
        this.projects = footing.projects();
        this.media = footing.media();
        this.analyses = footing.analyses();
        this.styles = footing.styles();
        this.footing = footing;
        this.queue = queue;
        this.hub = hub;
        this.clock = clock;
        this.drafts = new Drafts(store, footing, workers, clock);
    }

    /** Starts a generation under {@code id} and returns it at once, or the one started before under it. */
    public Generation start(String id, Generation.Order order) {
        projects.job(order.jobId());
        if (order.styleProfileId() != null) {
            styles.style(order.styleProfileId());
        }
        Instant now = clock.instant();
        Generation kept = store.insert(
                new Generation(
                        id,
                        order,
                        false,
                        WorkState.PENDING,
                        0,
                        0,
                        Progress.ahead(
                                Step.Kind.READING_CLIPS,
                                Step.Kind.FINDING_BEATS,
                                Step.Kind.LOOKING_AT_FOOTAGE,
                                Step.Kind.LEARNING_STYLE,
                                Step.Kind.CHOOSING_SHOTS),
                        0,
                        null,
                        List.of(),
                        1,
                        now,
                        now),
                footing.mostOpen());
        if (kept.attempt() == 0 && !kept.state().isEnded()) {
            List<Media> files = media.all(order.jobId());
            analyses.ensureAll(files);
            analyses.retryFailed(files);
            queue.submit(TaskQueue.Kind.GENERATION, id, store.open().size());
        }
        return kept;
    }

    /** Returns what generations are made of. */
    public Footing footing() {
        return footing;
    }

    /** Returns what looks ahead while a generation is under way. */
    public Drafts drafts() {
        return drafts;
    }

    public Generation generation(String generationId) {
        return store.find(generationId).orElseThrow(() -> new Fault.NotFound("generation", generationId));
    }

    /** Has a generation wait for no more clips; one that has ended stays as it is. */
    public Generation cutEarly(String generationId) {
        drafts.requireEnough(generation(generationId));
        Generation generation = store.cutEarly(generationId, clock.instant())
                .orElseThrow(() -> new Fault.NotFound("generation", generationId));
        hub.changed(Generation.topic(generationId));
        return generation;
    }

    /** Stops a generation; one that has ended stays as it is. */
    public Generation cancel(String generationId) {
        Generation generation = store.cancel(generationId, clock.instant())
                .orElseThrow(() -> new Fault.NotFound("generation", generationId));
        hub.changed(Generation.topic(generationId));
        return generation;
    }

    /** Submits open work again, for a start after a crash. */
    public void resume() {
        store.open().forEach(id -> queue.submit(TaskQueue.Kind.GENERATION, id));
    }
}
