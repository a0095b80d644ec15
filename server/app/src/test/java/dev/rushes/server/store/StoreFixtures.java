// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.comment.Comment;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.generation.GenerationStore;
import dev.rushes.server.generation.RejectedClip;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.project.Shape;
import dev.rushes.server.render.Container;
import dev.rushes.server.render.Quality;
import dev.rushes.server.render.Render;
import dev.rushes.server.render.Resolution;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.WorkState;
import dev.rushes.testkit.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rows to test stores with, each under an id of its own. */
abstract class StoreFixtures {
    static final Instant NOW = Samples.NOW;
    static final String SHA = "ab".repeat(32);

    final Ids ids = new Ids(InstantSource.system(), new SplittableRandom(System.nanoTime()));

    abstract Stores stores();

    final Preview preview() {
        String sha = ids.next().replace("-", "").repeat(2);
        return new Preview(
                ids.next(),
                new Preview.Key(sha, Preview.Kind.PICTURE),
                "one.mp4",
                WorkState.PENDING,
                0,
                0,
                List.of(),
                null,
                NOW,
                NOW);
    }

    final String cutJob() {
        Generation generation = kept(generation(job(project())));
        succeed(
                generation,
                stores().generations().begin(generation.id(), NOW).orElseThrow().attempt(),
                1);
        return generation.order().jobId();
    }

    static LoggedEdit slip(long revision) {
        return new LoggedEdit(
                revision, revision, new LoggedEdit.Stamp("mia", NOW, true), new Edit.Slip("shot-1", revision));
    }

    final GenerationStore.Saved succeed(Generation generation, long attempt, long revision) {
        return stores().generations()
                .succeed(
                        generation.id(),
                        attempt,
                        report(1),
                        cut(generation, revision),
                        made(generation.order().jobId(), revision));
    }

    static LoggedEdit cut(Generation generation, long revision) {
        return new LoggedEdit(
                revision,
                revision,
                new LoggedEdit.Stamp("rushes", NOW, false),
                new Edit.Generated(generation.id(), made(generation.order().jobId(), revision), List.of()));
    }

    final Project project() {
        return stores().projects().insert(new Project(ids.next(), "Spring", "ada", NOW));
    }

    final Job job(Project project) {
        return stores().projects()
                .insert(
                        new Job(
                                ids.next(),
                                project.id(),
                                "Reel",
                                Duration.ofMillis(15_500),
                                Shape.SQUARE,
                                new FrameRate(30_000, 1001),
                                NOW),
                        1_000)
                .orElseThrow();
    }

    final Media media(Job job, MediaKind kind) {
        return stores().media()
                .insert(new Media(ids.next(), job.id(), kind, "a b.mp4", 12, SHA, false, NOW), usage -> {});
    }

    final Comment comment(Media clip, @Nullable String parentId, String author) {
        return new Comment(
                ids.next(),
                clip.jobId(),
                parentId,
                new Comment.Anchor(clip.id(), new FrameRange(12, 3)),
                "Too dark",
                new Comment.Author(author, "user:" + author),
                NOW,
                null,
                0);
    }

    final Analysis analysis() {
        String content = (ids.next() + ids.next()).replace("-", "").substring(0, 64);
        return new Analysis(
                ids.next(),
                new Analysis.Key(content, MediaKind.CLIP, "vision-1"),
                12,
                "a.mp4",
                Analysis.State.PENDING,
                0,
                0,
                null,
                null,
                NOW);
    }

    final Generation generation(Job job) {
        return new Generation(
                ids.next(),
                new Generation.Order(job.id(), 7, null, "ada"),
                false,
                WorkState.PENDING,
                0,
                0,
                Progress.ahead(Step.Kind.READING_CLIPS),
                0,
                null,
                List.of(),
                1,
                NOW,
                NOW);
    }

    final Generation kept(Generation generation) {
        return stores().generations().insert(generation, Integer.MAX_VALUE);
    }

    final Render kept(Render render) {
        return stores().renders().insert(render, Integer.MAX_VALUE);
    }

    final Render render() {
        Generation generation = kept(generation(job(project())));
        String jobId = generation.order().jobId();
        long attempt =
                stores().generations().begin(generation.id(), NOW).orElseThrow().attempt();
        succeed(generation, attempt, 1);
        return new Render(
                ids.next(),
                new Render.Order(
                        jobId, 1, Quality.HIGH, new Render.Form(Container.MOV, Resolution.ULTRA_VERTICAL, -14.0)),
                WorkState.PENDING,
                0,
                0,
                Progress.ahead(Step.Kind.RENDERING),
                null,
                null,
                1,
                NOW,
                NOW);
    }

    static GenerationStore.Report report(double fraction) {
        return new GenerationStore.Report(
                new Progress(
                        fraction,
                        List.of(new Step(Step.Kind.READING_CLIPS, Step.State.RUNNING, 1, 3, "3 clips")),
                        1500L),
                List.of(new RejectedClip("id", "bad.mp4", "too dark")),
                NOW);
    }

    static Failure failure() {
        return Failure.refused(Reason.NO_USABLE_SONG, "the job has no song");
    }

    static Timeline made(String jobId, long revision) {
        return Samples.timeline(150, List.of("clip-1", "clip-2"))
                .withIdentity(new Timeline.Identity(jobId, "project", "ada", revision, 7, NOW, NOW));
    }
}
