// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.access.Resource;
import dev.rushes.server.access.Scope;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.framing.Framings;
import dev.rushes.server.generation.GenerationTask;
import dev.rushes.server.generation.Generations;
import dev.rushes.server.generation.Proposals;
import dev.rushes.server.handoff.Counters;
import dev.rushes.server.handoff.HandOffs;
import dev.rushes.server.http.ContentService;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaStore;
import dev.rushes.server.preview.Previews;
import dev.rushes.server.project.Projects;
import dev.rushes.server.removal.Removals;
import dev.rushes.server.render.Render;
import dev.rushes.server.render.RenderTask;
import dev.rushes.server.render.Renders;
import dev.rushes.server.request.Requests;
import dev.rushes.server.session.Sessions;
import dev.rushes.server.song.SongRepairs;
import dev.rushes.server.store.Stores;
import dev.rushes.server.style.Styles;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.Workers;
import dev.rushes.server.timeline.Edits;
import dev.rushes.server.timeline.Journal;
import dev.rushes.server.timeline.Library;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The use cases of the server on their stores, wired by hand; part of {@link RushesServer}. */
record Features(
        Ground ground,
        Projects projects,
        MediaFiles media,
        Previews previews,
        Analyses analyses,
        Styles styles,
        Work work) {

    /** What file systems do not take in a name. */
    private static final String FORBIDDEN_IN_NAMES = "[\\\\/:*?\"<>|\\p{Cntrl}]";

    /** What every feature stands on. */
    record Ground(Stores stores, BlobStore blobs, Workers workers, TaskQueue queue, ChangeHub hub, Clock clock) {}

    /** Time and identities. */
    record Clock(InstantSource now, Ids ids) {}

    /** Timelines and the long work on them. */
    record Work(
            Timelines timelines,
            Edits edits,
            Generations generations,
            Proposals proposals,
            Outlets outlets,
            Comments comments,
            SongRepairs repairs,
            Framings framings,
            Removals removals,
            Requests requests) {

        Renders renders() {
            return outlets.renders();
        }

        HandOffs handOffs() {
            return outlets.handOffs();
        }

        Sessions sessions() {
            return outlets.sessions();
        }
    }

    /** What leaves the server: videos, documents, and how editing went. */
    record Outlets(Renders renders, HandOffs handOffs, Sessions sessions) {}

    static Features of(Ground ground, ServerConfig.Storage storage) {
        Stores stores = ground.stores();
        InstantSource now = ground.clock().now();
        Ids ids = ground.clock().ids();
        Projects projects = new Projects(stores.projects(), storage.maxJobsPerProject(), now);
        Analyses analyses = new Analyses(
                stores.analyses(),
                new Analyses.Ground(ground.blobs(), ground.workers(), ground.queue()),
                ground.hub(),
                ids,
                now);
        Previews previews = new Previews(
                stores.previews(),
                new Previews.Ground(ground.blobs(), ground.workers(), ground.queue(), stores.removals()),
                ids,
                now);
        MediaFiles media = new MediaFiles(stores.media(), projects, ground.blobs(), storage.limits(), now, file -> {
            analyses.ensure(file);
            previews.added(file);
        });
        SongRepairs repairs = new SongRepairs(stores.songRepairs(), media, analyses, now);
        Framings framings = new Framings(stores.framings(), media, analyses, now);
        Styles styles = new Styles(stores.styles(), new LearnedStyles(), ids, now);
        Journal journal = new Journal(stores.timelines());
        Timelines timelines = new Timelines(journal);
        Edits edits = new Edits(journal, new Library(media, analyses), ground.hub(), ids, now);
        Sessions sessions = new Sessions(stores.sessions(), projects, timelines, ids, now);
        Comments comments = new Comments(stores.comments(), projects, media, ground.hub(), now);
        HandOffs handOffs = new HandOffs(
                new HandOffs.Footing(projects, timelines, media, analyses, comments),
                new Counters(ground.workers(), ground.blobs()),
                sessions);
        Generations.Footing footing = new Generations.Footing(
                projects, media, analyses, repairs, framings, styles, timelines, storage.maxOpenWork());
        Generations generations =
                new Generations(stores.generations(), footing, ground.queue(), ground.workers(), ground.hub(), now);
        Proposals proposals =
                new Proposals(stores.generations(), footing, ground.workers(), new Proposals.Clock(now, ids), sessions);
        Renders renders = new Renders(
                stores.renders(),
                new Renders.Footing(projects, timelines, ground.blobs(), storage.maxOpenWork()),
                ground.queue(),
                ground.hub(),
                now);
        Removals removals = new Removals(
                stores.removals(),
                new Removals.Footing(
                        media, timelines, edits, ground.blobs(), stores.people().erasures()::isReferenced),
                ground.hub());
        Requests requests = new Requests(stores.requests(), ids, now);
        return new Features(
                ground,
                projects,
                media,
                previews,
                analyses,
                styles,
                new Work(
                        timelines,
                        edits,
                        generations,
                        proposals,
                        new Outlets(renders, handOffs, sessions),
                        comments,
                        repairs,
                        framings,
                        removals,
                        requests));
    }

    /** Returns what does each kind of work, each piece in the scope of the creator it is for. */
    Map<TaskQueue.Kind, TaskHandler> handlers() {
        Map<TaskQueue.Kind, TaskHandler> scoped = new EnumMap<>(TaskQueue.Kind.class);
        unscopedHandlers()
                .forEach((kind, handler) -> scoped.put(
                        kind,
                        new ScopedHandler(ground.stores().access(), Resource.Kind.valueOf(kind.name()), handler)));
        return scoped;
    }

    private Map<TaskQueue.Kind, TaskHandler> unscopedHandlers() {
        return Map.of(
                TaskQueue.Kind.ANALYSIS,
                analyses,
                TaskQueue.Kind.PREVIEW,
                previews,
                TaskQueue.Kind.GENERATION,
                new GenerationTask(
                        ground.stores().generations(),
                        work.generations().footing(),
                        ground.workers(),
                        ground.hub(),
                        ground.clock().now()),
                TaskQueue.Kind.RENDER,
                new RenderTask(
                        ground.stores().renders(),
                        new RenderTask.Footage(
                                projects,
                                work.timelines(),
                                media,
                                analyses,
                                ground.blobs(),
                                ground.stores().removals()),
                        ground.workers(),
                        ground.hub(),
                        ground.clock().now()));
    }

    /** Submits open work that has no task: after a crash between a row and its task, or before a worker told its versions. */
    void sweep() {
        MediaStore files = ground.stores().media();
        List<String> behind = Scope.SYSTEM.call(files::creatorsWithoutAnalysis);
        behind.forEach(
                creatorId -> Scope.creator(creatorId).run(() -> analyses.ensureAll(files.activeWithoutAnalysis())));
        Scope.SYSTEM.run(() -> {
            analyses.resume();
            work.generations().resume();
            work.renders().resume();
            previews.resume();
        });
    }

    ContentService.Content mediaContent(String mediaId) {
        Media file = media.media(mediaId);
        if (!file.active()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "the bytes of \"" + file.fileName() + "\" are not there yet; upload them first");
        }
        return new ContentService.Content(file.fileName(), file.sha256(), file.sizeBytes());
    }

    ContentService.Content previewContent(String mediaId, String name) {
        return previews.preview(media.media(mediaId)).files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .map(file -> new ContentService.Content(name, file.sha256(), file.sizeBytes()))
                .orElseThrow(() -> new Fault.NotFound("preview", name));
    }

    ContentService.Content renderContent(String renderId) {
        Render render = work.renders().render(renderId);
        RenderedFile file = render.file();
        if (file == null) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE, "render " + renderId + " has no file; watch it until it succeeded");
        }
        String name = projects.job(render.order().jobId()).displayName();
        return new ContentService.Content(
                name.replaceAll(FORBIDDEN_IN_NAMES, "_")
                        + render.order().form().container().suffix(),
                file.sha256(),
                file.sizeBytes());
    }
}
