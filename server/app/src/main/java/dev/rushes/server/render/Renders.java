// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.access.Scope;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.project.Projects;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.WorkState;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Starts, reads and cancels renders; a finished one of the same timeline revision and quality is reused. */
public final class Renders {
    private final RenderStore store;
    private final Projects projects;
    private final Timelines timelines;
    private final BlobStore blobs;
    private final int mostOpen;
    private final TaskQueue queue;
    private final ChangeHub hub;
    private final InstantSource clock;

    /**
     * What renders are made of.
     *
     * @param mostOpen renders that one creator may have under way
     */
    public record Footing(Projects projects, Timelines timelines, BlobStore blobs, int mostOpen) {}

    public Renders(RenderStore store, Footing footing, TaskQueue queue, ChangeHub hub, InstantSource clock) {
        this.store = store;
        this.projects = footing.projects();
        this.timelines = footing.timelines();
        this.blobs = footing.blobs();
        this.mostOpen = footing.mostOpen();
        this.queue = queue;
        this.hub = hub;
        this.clock = clock;
    }

    /** Starts a render under {@code id} and returns it at once, or the one started before under it. Revision 0 means the newest. */
    public Render start(String id, Render.Order order) {
        Optional<Render> known = store.find(id);
        if (known.isPresent()) {
            return known.get();
        }
        projects.job(order.jobId());
        Timeline timeline = timelines.timeline(order.jobId(), order.timelineRevision());
        if (timeline.shots().isEmpty()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "the timeline of job " + order.jobId() + " is empty; generate one with shots first");
        }
        Render.Order exact =
                new Render.Order(order.jobId(), timeline.identity().revision(), order.quality(), order.form());
        Render kept = store.insert(
                reusable(exact)
                        .map(done -> fresh(id, exact, WorkState.SUCCEEDED, done.progress(), done.file()))
                        .orElseGet(() -> {
                            long frames = timeline.frameCount();
                            return fresh(
                                    id,
                                    exact,
                                    WorkState.PENDING,
                                    new Progress(
                                            0,
                                            List.of(new Step(
                                                    Step.Kind.RENDERING,
                                                    Step.State.PENDING,
                                                    0,
                                                    Math.toIntExact(frames),
                                                    "")),
                                            null),
                                    null);
                        }),
                mostOpen);
        if (!kept.state().isEnded()) {
            queue.submit(TaskQueue.Kind.RENDER, id, store.open().size());
        }
        return kept;
    }

    /** Returns the size a job is rendered at if none is asked for. */
    public Resolution usualResolution(String jobId) {
        return Resolution.of(projects.job(jobId).shape());
    }

    /** Foretells a render of a timeline revision, the newest for 0, by the measured figures and the pace of this installation. */
    public Estimate estimate(String jobId, long revision, Quality quality, Resolution resolution) {
        Timeline timeline = timelines.timeline(projects.job(jobId).id(), revision);
        long frames = timeline.frameCount();
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
        // How long renders take is the machine's, whoever had them made.
        List<Render> recent = Scope.SYSTEM.call(() -> store.newestFinished(Pace.LOOKED_AT));
        return Estimate.of(
                        quality,
                        resolution,
                        frames,
                        timeline.shots().size(),
                        timeline.frameRate().seconds(frames),
                        processors)
                .at(Pace.of(recent, quality, resolution, processors));
    }

    public Render render(String renderId) {
        return store.find(renderId).orElseThrow(() -> new Fault.NotFound("render", renderId));
    }

    /** Stops a render; one that has ended stays as it is. */
    public Render cancel(String renderId) {
        Render render =
                store.cancel(renderId, clock.instant()).orElseThrow(() -> new Fault.NotFound("render", renderId));
        hub.changed(Render.topic(renderId));
        return render;
    }

    /** Submits open work again, for a start after a crash. */
    public void resume() {
        store.open().forEach(id -> queue.submit(TaskQueue.Kind.RENDER, id));
    }

    private Optional<Render> reusable(Render.Order order) {
        return store.findFinished(order).filter(done -> {
            RenderedFile file = done.file();
            return file != null && blobs.has(file.sha256(), file.sizeBytes());
        });
    }

    private Render fresh(
            String id,
            Render.Order order,
            WorkState state,
            Progress progress,
            @org.jspecify.annotations.Nullable RenderedFile file) {
        Instant now = clock.instant();
        return new Render(id, order, state, 0, 0, progress, file, null, 1, now, now);
    }
}
