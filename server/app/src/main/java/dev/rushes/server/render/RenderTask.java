// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.access.Scope;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Projects;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Looked;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderOrder;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.SourceFile;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on one render: has a worker write the file, takes the bytes over, and saves the result with its attempt as a fence. */
public final class RenderTask implements TaskHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RenderTask.class);
    private static final int MAX_FAILURES = 3;
    private static final Duration REPORT_EVERY = Duration.ofMillis(200);
    private static final Duration TROUBLE_DELAY = Duration.ofMillis(500);
    /** Before this share the rest is not foretold. */
    private static final double FORETELL_FROM = 0.03;

    private final RenderStore store;
    private final Footage footage;
    private final Workers workers;
    private final ChangeHub hub;
    private final InstantSource clock;

    /** Where a render finds what it needs. */
    public record Footage(
            Projects projects,
            Timelines timelines,
            MediaFiles media,
            Analyses analyses,
            BlobStore blobs,
            RemovalStore removals) {}

    public RenderTask(RenderStore store, Footage footage, Workers workers, ChangeHub hub, InstantSource clock) {
        this.store = store;
        this.footage = footage;
        this.workers = workers;
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public Verdict run(String renderId) {
        Optional<Render> begun = store.begin(renderId, clock.instant());
        if (begun.isEmpty()) {
            return Verdict.DONE;
        }
        Render render = begun.get();
        hub.changed(Render.topic(renderId));
        Path output = footage.blobs()
                .scratch(renderId + "." + render.attempt()
                        + render.order().form().container().suffix());
        try {
            work(render, output);
            return Verdict.DONE;
        } catch (WorkerFault.Busy | WorkerFault.Cancelled e) {
            store.putBack(renderId, render.attempt(), false, clock.instant());
            return Verdict.after(REPORT_EVERY);
        } catch (WorkerFault.Trouble e) {
            return afterTrouble(render, e);
        } finally {
            deleteQuietly(output);
            hub.changed(Render.topic(renderId));
        }
    }

    @Override
    public void giveUp(String renderId, Failure why) {
        store.begin(renderId, clock.instant()).ifPresent(render -> {
            store.fail(renderId, render.attempt(), why, clock.instant());
            hub.changed(Render.topic(renderId));
        });
    }

    private Verdict afterTrouble(Render render, WorkerFault.Trouble trouble) {
        int failures = render.failures() + 1;
        LOG.warn("render {} failed, try {} of {}", render.id(), failures, MAX_FAILURES, trouble);
        if (failures >= MAX_FAILURES) {
            store.fail(
                    render.id(),
                    render.attempt(),
                    Failure.unavailable(
                            Reason.WORKER_UNAVAILABLE,
                            "the worker failed " + failures + " times while rendering (" + trouble.getMessage()
                                    + "); see its log, then render again"),
                    clock.instant());
            return Verdict.DONE;
        }
        store.putBack(render.id(), render.attempt(), true, clock.instant());
        return Verdict.after(TROUBLE_DELAY.multipliedBy(failures));
    }

    private void work(Render render, Path output) {
        Timeline timeline = footage.timelines()
                .timeline(render.order().jobId(), render.order().timelineRevision());
        Optional<RenderOrder> order = order(render, timeline, output);
        if (order.isEmpty()) {
            return;
        }
        CancelSignal cancel = new CancelSignal();
        Reporter reporter = new Reporter(render, timeline.frameCount(), cancel);
        Looked<RenderedFile> looked;
        try (var own = hub.subscribe(Render.topic(render.id()), () -> reporter.cancelIfEnded())) {
            looked = workers.render(order.get(), reporter, cancel);
        } catch (WorkerFault.Cancelled e) {
            if (reporter.isEnded()) {
                return;
            }
            throw e;
        }
        switch (looked) {
            case Looked.Found<RenderedFile> found -> keep(render, output, found.value(), reporter);
            case Looked.Rejected<RenderedFile> rejected ->
                store.fail(
                        render.id(),
                        render.attempt(),
                        new Failure(
                                Failure.Kind.REFUSED,
                                Reason.MEDIA_REJECTED,
                                rejected.message(),
                                Map.of("mediaRejectionCode", rejected.code())),
                        clock.instant());
        }
    }

    private void keep(Render render, Path output, RenderedFile file, Reporter reporter) {
        try {
            if (!Files.exists(output) || Files.size(output) != file.sizeBytes()) {
                throw new WorkerFault.Trouble(
                        "the worker reported " + file.sizeBytes() + " bytes at " + output
                                + ", which are not there; server and worker must share the media folder",
                        null);
            }
            footage.removals().doubt(List.of(file.sha256()));
            footage.blobs().adopt(output, file.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!store.succeed(render.id(), render.attempt(), reporter.finished(), file, clock.instant())) {
            footage.removals().doubt(List.of(file.sha256()));
            Metrics.counter("rushes.late.finishers", "kind", "render").increment();
            LOG.warn(
                    "file of render {} by attempt {} dropped: it was cancelled or taken over",
                    render.id(),
                    render.attempt());
        }
    }

    private Optional<RenderOrder> order(Render render, Timeline timeline, Path output) {
        Job job = footage.projects().job(render.order().jobId());
        Map<String, Media> files = new HashMap<>();
        footage.media().all(job.id()).forEach(file -> files.put(file.id(), file));
        Set<Media> used = new HashSet<>();
        timeline.shots().stream().map(Shot::clipId).map(files::get).forEach(file -> {
            if (file != null) {
                used.add(file);
            }
        });
        Map<String, Analysis> known = footage.analyses().known(used);
        Map<String, RenderOrder.Clip> clips = new HashMap<>();
        for (Media file : used) {
            Analysis analysis = known.get(file.id());
            if (analysis != null && analysis.finding() instanceof Finding.OfClip clip) {
                clips.put(file.id(), new RenderOrder.Clip(source(file), clip.features()));
            } else {
                requireComing(file, analysis);
                footage.analyses().ensure(file);
                throw new WorkerFault.Busy("\"" + file.fileName() + "\" is being looked at again");
            }
        }
        Media song = files.get(timeline.song().songId());
        Render.Form form = render.order().form();
        if (song == null
                || clips.size()
                        < timeline.shots().stream().map(Shot::clipId).distinct().count()) {
            store.fail(
                    render.id(),
                    render.attempt(),
                    Failure.refused(
                            Reason.WRONG_STATE, "a file of the timeline is no longer part of the job; generate again"),
                    clock.instant());
            return Optional.empty();
        }
        return Optional.of(new RenderOrder(
                timeline,
                clips,
                source(song),
                new RenderOrder.Form(
                        job.shape().name(),
                        render.order().quality().name(),
                        form.container().name(),
                        form.resolution().width(),
                        form.resolution().height(),
                        form.loudnessLufs()),
                output));
    }

    /** Requires that a clip's features will be there; what has ended without them will not change by itself. */
    private static void requireComing(Media file, @Nullable Analysis analysis) {
        if (analysis == null || !analysis.state().isEnded()) {
            return;
        }
        String why = analysis.finding() instanceof Finding.Rejected rejected
                ? rejected.message()
                : analysis.error() == null ? "it is no clip" : analysis.error();
        throw new Fault.Refused(
                Reason.MEDIA_REJECTED,
                "\"" + file.fileName() + "\" cannot be rendered: " + why
                        + "; replace or delete its shots, then render again");
    }

    private SourceFile source(Media file) {
        return new SourceFile(file.fileName(), footage.blobs().path(file.sha256()), file.sha256());
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("leftover of a render stays at {}", file, e);
        }
    }

    /** Saves progress of one attempt and cancels its call when it is no longer wanted. */
    private final class Reporter implements Workers.Listener {
        private final Scope scope = Scope.current();
        private final Render render;
        private final int frames;
        private final CancelSignal cancel;
        private final Instant begunAt = clock.instant();
        private Instant reportedAt = Instant.MIN;
        private double fraction;

        Reporter(Render render, long frames, CancelSignal cancel) {
            this.render = render;
            this.frames = Math.toIntExact(frames);
            this.cancel = cancel;
            this.fraction = render.progress().fraction();
        }

        @Override
        public void progress(long done, long total) {
            Instant now = clock.instant();
            if (now.isBefore(reportedAt.plus(REPORT_EVERY)) && reportedAt != Instant.MIN) {
                return;
            }
            reportedAt = now;
            double share = Math.clamp((double) done / Math.max(1, total == 0 ? frames : total), 0, 1);
            fraction = Math.max(fraction, share);
            Long remaining = share < FORETELL_FROM
                    ? null
                    : Math.round(Duration.between(begunAt, now).toMillis() / share * (1 - share));
            Step step = new Step(
                    Step.Kind.RENDERING, Step.State.RUNNING, Math.toIntExact(Math.min(done, frames)), frames, "");
            if (!store.report(render.id(), render.attempt(), new Progress(fraction, List.of(step), remaining), now)) {
                cancel.cancel();
            }
            hub.changed(Render.topic(render.id()));
        }

        Progress finished() {
            return new Progress(
                    1,
                    List.of(new Step(Step.Kind.RENDERING, Step.State.SUCCEEDED, frames, frames, frames + " frames")),
                    0L);
        }

        void cancelIfEnded() {
            Thread.startVirtualThread(() -> scope.run(() -> {
                if (isEnded()) {
                    cancel.cancel();
                }
            }));
        }

        boolean isEnded() {
            return store.find(render.id()).map(now -> now.state().isEnded()).orElse(true);
        }
    }
}
