// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.generation.GenerationStore;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.media.Usage;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.project.Shape;
import dev.rushes.server.render.Render;
import dev.rushes.server.request.Page;
import dev.rushes.server.request.RequestStore;
import dev.rushes.server.style.SavedStyle;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.WorkState;
import dev.rushes.testkit.sample.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every set of stores must keep to; above all the fence: a late attempt changes nothing. */
abstract class StoresContract extends TimelineStoreContract {
    @Test
    void insertingAnIdAgainKeepsTheFirst() {
        Project project = new Project(ids.next(), "First", "ada", NOW);
        assertThat(stores().projects().insert(project)).isEqualTo(project);
        assertThat(stores().projects().insert(new Project(project.id(), "Second", "bob", NOW)))
                .isEqualTo(project);
        assertThat(stores().projects().findProject(ids.next())).isEmpty();
    }

    @Test
    void pagesOfJobsAreNewestFirstAndComplete() {
        Project project = project();
        List<Job> jobs = List.of(job(project), job(project), job(project));
        Page<Job> first = stores().projects().listJobs(project.id(), new Page.Ask(null, 2));
        assertThat(first.items()).containsExactly(jobs.get(2), jobs.get(1));
        Page<Job> second = stores().projects().listJobs(project.id(), new Page.Ask(first.next(), 2));
        assertThat(second).isEqualTo(new Page<>(List.of(jobs.get(0)), null));
    }

    @Test
    void filesAreListedOldestFirst() {
        Job job = job(project());
        Media first = media(job, MediaKind.CLIP);
        Media second = media(job, MediaKind.SONG);
        assertThat(stores().media().list(job.id(), Page.Ask.ALL).items()).containsExactly(first, second);
        assertThat(stores().media().activate(first.id())).isEqualTo(first.activated());
        assertThat(stores().media().find(first.id())).contains(first.activated());
    }

    @Test
    void aStyleIsKeptToTheLastDigit() {
        SavedStyle style = new SavedStyle(ids.next(), DefaultStyle.profile(), NOW);
        stores().styles().insert(style);
        assertThat(stores().styles().find(style.id())).contains(style);
    }

    @Test
    void pagesOfStylesAreNewestFirstAndComplete() {
        List<SavedStyle> styles = List.of(style(), style(), style());
        Page<SavedStyle> first = stores().styles().list(new Page.Ask(null, 2));
        assertThat(first.items()).containsExactly(styles.get(2), styles.get(1));
        Page<SavedStyle> second = stores().styles().list(new Page.Ask(first.next(), 1));
        assertThat(second.items()).containsExactly(styles.get(0));
    }

    private SavedStyle style() {
        return stores().styles().insert(new SavedStyle(ids.next(), DefaultStyle.profile(), NOW));
    }

    @Test
    void aJobChangesInWhatIsGivenOnly() {
        Job job = job(project());
        Job other = job(project());
        assertThat(stores().projects().update(job.id(), new Job.Change(null, null, null)))
                .contains(job);
        Job named = stores().projects()
                .update(job.id(), new Job.Change("Night walk", null, null))
                .orElseThrow();
        assertThat(named)
                .isEqualTo(new Job(
                        job.id(),
                        job.projectId(),
                        "Night walk",
                        job.targetDuration(),
                        job.shape(),
                        job.frameRate(),
                        job.createdAt()));
        stores().projects().update(job.id(), new Job.Change(null, Duration.ofMillis(20_500), Shape.SQUARE));
        Job reread = stores().projects().findJob(job.id()).orElseThrow();
        assertThat(reread.displayName()).isEqualTo("Night walk");
        assertThat(reread.targetDuration()).isEqualTo(Duration.ofMillis(20_500));
        assertThat(reread.shape()).isEqualTo(Shape.SQUARE);
        assertThat(stores().projects().findJob(other.id())).contains(other);
        assertThat(stores().projects().update(ids.next(), new Job.Change("x", null, null)))
                .isEmpty();
    }

    @Test
    void aRequestIdKeepsItsFirstMeaning() {
        var entry = new RequestStore.Entry(ids.next(), "CreateJob", "digest", ids.next());
        assertThat(stores().requests().reserve(entry, NOW)).isEqualTo(entry);
        assertThat(stores().requests()
                        .reserve(new RequestStore.Entry(entry.requestId(), "CreateJob", "other", ids.next()), NOW))
                .isEqualTo(entry);
        assertThat(stores().requests().forgetBefore(NOW.plusSeconds(1))).isPositive();
    }

    @Test
    void aLatePreviewChangesNothing() {
        var files =
                List.of(new PreviewFile(PreviewFile.Role.PROXY, "proxy.mp4", 9, SHA, 540, 960, 60, 0, 2_000_000, 0, 0));
        Preview preview = stores().previews().ensure(preview());
        assertThat(stores().previews()
                        .ensure(new Preview(
                                ids.next(),
                                preview.key(),
                                "copy.mp4",
                                WorkState.PENDING,
                                0,
                                0,
                                List.of(),
                                null,
                                NOW,
                                NOW)))
                .as("equal content is shown once")
                .isEqualTo(preview);
        long late = stores().previews().begin(preview.id(), NOW).orElseThrow().attempt();
        long current =
                stores().previews().begin(preview.id(), NOW).orElseThrow().attempt();
        assertThat(stores().previews().succeed(preview.id(), late, files, NOW)).isFalse();
        assertThat(stores().previews().putBack(preview.id(), late, true, NOW)).isFalse();
        assertThat(stores().previews().fail(preview.id(), late, Failure.internal("x"), NOW))
                .isFalse();
        assertThat(stores().previews().open()).contains(preview.id());
        assertThat(stores().previews().succeed(preview.id(), current, files, NOW))
                .isTrue();
        Preview kept = stores().previews().find(preview.id()).orElseThrow();
        assertThat(kept.files()).isEqualTo(files);
        assertThat(kept.state()).isEqualTo(WorkState.SUCCEEDED);
        assertThat(stores().previews().findAll(List.of(preview.key()))).containsEntry(preview.key(), kept);
        assertThat(stores().previews().begin(preview.id(), NOW)).isEmpty();
        assertThat(stores().previews().open()).doesNotContain(preview.id());
    }

    @Test
    void aFailedPreviewIsOpenedAgainOnRequest() {
        Preview preview = stores().previews().ensure(preview());
        long attempt =
                stores().previews().begin(preview.id(), NOW).orElseThrow().attempt();
        assertThat(stores().previews().fail(preview.id(), attempt, Failure.internal("x"), NOW))
                .isTrue();
        stores().previews().reopen(preview.id(), NOW);
        Preview kept = stores().previews().find(preview.id()).orElseThrow();
        assertThat(kept.state()).isEqualTo(WorkState.PENDING);
        assertThat(kept.failure()).isNull();
        assertThat(stores().previews().begin(preview.id(), NOW).orElseThrow().attempt())
                .isEqualTo(attempt + 1);
    }

    @Test
    void previewsAreWantedJobByJob() {
        Job job = job(project());
        assertThat(stores().previews().isWanted(job.id())).isFalse();
        stores().previews().want(job.id(), NOW);
        stores().previews().want(job.id(), NOW);
        assertThat(stores().previews().isWanted(job.id())).isTrue();
    }

    @Test
    void theGuardSeesWhatTheProjectHolds() {
        Project project = project();
        Job job = job(project);
        Media first = media(job, MediaKind.CLIP);
        media(job(project), MediaKind.SONG);
        media(job(project()), MediaKind.SONG);
        Media third = new Media(ids.next(), job.id(), MediaKind.CLIP, "third.mp4", 7, SHA, false, NOW);
        List<Usage> seen = new ArrayList<>();
        assertThat(stores().media().insert(third, seen::add)).isEqualTo(third);
        assertThat(seen).containsExactly(new Usage(1, 2, 2 * first.sizeBytes()));
        assertThat(stores().media().insert(third, seen::add)).as("known").isEqualTo(third);
        assertThat(seen).hasSize(1);
        Media refused = new Media(ids.next(), job.id(), MediaKind.CLIP, "fourth.mp4", 7, SHA, false, NOW);
        assertThatIllegalStateException()
                .isThrownBy(() -> stores().media().insert(refused, usage -> {
                    throw new IllegalStateException("full");
                }));
        assertThat(stores().media().find(refused.id())).isEmpty();
    }

    @Test
    void everyFindingIsKeptAsItWas() {
        for (Finding finding : List.of(
                new Finding.OfClip(Samples.clip(null)),
                new Finding.OfSong(Samples.song()),
                new Finding.OfVideo(new FinishedVideo(Samples.finishedVideo(), null)),
                new Finding.Rejected("NO_AUDIO", "no sound"))) {
            Analysis analysis = stores().analyses().ensure(analysis());
            long attempt =
                    stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
            assertThat(stores().analyses().finish(analysis.id(), attempt, finding, NOW))
                    .isTrue();
            Analysis kept = stores().analyses().find(analysis.id()).orElseThrow();
            assertThat(kept.finding()).isEqualTo(finding);
            assertThat(kept.state().isEnded()).isTrue();
            assertThat(stores().analyses().findAll(List.of(analysis.key()))).containsEntry(analysis.key(), kept);
        }
    }

    @Test
    void equalContentIsAnalysedUnderOneId() {
        Analysis first = stores().analyses().ensure(analysis());
        Analysis again =
                new Analysis(ids.next(), first.key(), 1, "copy.mp4", Analysis.State.PENDING, 0, 0, null, null, NOW);
        assertThat(stores().analyses().ensure(again)).isEqualTo(first);
    }

    @Test
    void aLateAnalysisIsRefused() {
        Analysis analysis = stores().analyses().ensure(analysis());
        long late = stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
        long current =
                stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
        Finding finding = new Finding.Rejected("CORRUPT", "late");

        assertThat(stores().analyses().finish(analysis.id(), late, finding, NOW))
                .isFalse();
        assertThat(stores().analyses().fail(analysis.id(), late, "late", NOW)).isFalse();
        assertThat(stores().analyses().putBack(analysis.id(), late, true, NOW)).isFalse();
        assertThat(stores().analyses().finish(analysis.id(), current, new Finding.OfSong(Samples.song()), NOW))
                .isTrue();
        assertThat(stores().analyses().finish(analysis.id(), current, finding, NOW))
                .as("ended work takes no second result")
                .isFalse();
        assertThat(stores().analyses().begin(analysis.id(), NOW)).isEmpty();
        assertThat(stores().analyses().find(analysis.id()).orElseThrow().finding())
                .isInstanceOf(Finding.OfSong.class);
    }

    @Test
    void onlyTroubleCountsAsAFailure() {
        Analysis analysis = stores().analyses().ensure(analysis());
        long first = stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
        assertThat(stores().analyses().putBack(analysis.id(), first, false, NOW))
                .isTrue();
        long second =
                stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
        assertThat(stores().analyses().putBack(analysis.id(), second, true, NOW))
                .isTrue();
        Analysis kept = stores().analyses().find(analysis.id()).orElseThrow();
        assertThat(kept.failures()).isEqualTo(1);
        assertThat(kept.state()).isEqualTo(Analysis.State.PENDING);
        assertThat(stores().analyses().open()).contains(analysis.id());
    }

    @Test
    void aFailedAnalysisCanBeOpenedAgain() {
        Analysis analysis = stores().analyses().ensure(analysis());
        long attempt =
                stores().analyses().begin(analysis.id(), NOW).orElseThrow().attempt();
        assertThat(stores().analyses().fail(analysis.id(), attempt, "crashed", NOW))
                .isTrue();
        stores().analyses().reopen(analysis.id(), NOW);
        Analysis kept = stores().analyses().find(analysis.id()).orElseThrow();
        assertThat(kept.state()).isEqualTo(Analysis.State.PENDING);
        assertThat(kept.failures()).isZero();
    }

    @Test
    void aTimelineAndTheEndOfItsGenerationAreSavedTogether() {
        Generation generation = kept(generation(job(project())));
        String jobId = generation.order().jobId();
        Generation running = stores().generations().begin(generation.id(), NOW).orElseThrow();
        assertThat(succeed(generation, running.attempt(), 1)).isEqualTo(GenerationStore.Saved.SAVED);
        Generation ended = stores().generations().find(generation.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(WorkState.SUCCEEDED);
        assertThat(ended.timelineRevision()).isEqualTo(1);
        assertThat(ended.revision()).isGreaterThan(running.revision());
        assertThat(ended.progress()).isEqualTo(report(1).progress());
        assertThat(ended.rejectedClips()).isEqualTo(report(1).rejectedClips());
        assertThat(stores().timelines().snapshot(jobId, 9)).contains(made(jobId, 1));
        assertThat(stores().timelines().edits(jobId, 0, 9)).containsExactly(cut(generation, 1));
        assertThat(stores().timelines().newestRevision(jobId)).isEqualTo(1);
        assertThat(stores().timelines().newestRevisions(List.of(jobId))).containsEntry(jobId, 1L);
    }

    @Test
    void aLateGenerationSavesNoTimeline() {
        Generation generation = kept(generation(job(project())));
        String jobId = generation.order().jobId();
        long late =
                stores().generations().begin(generation.id(), NOW).orElseThrow().attempt();
        assertThat(stores().generations().begin(generation.id(), NOW)).isPresent();

        assertThat(succeed(generation, late, 1)).isEqualTo(GenerationStore.Saved.NOT_MINE);
        assertThat(stores().generations().report(generation.id(), late, report(0.5)))
                .isFalse();
        assertThat(stores().generations().fail(generation.id(), late, report(0.5), failure()))
                .isFalse();
        assertThat(stores().timelines().newestRevision(jobId)).isZero();
    }

    @Test
    void cancelledWorkTakesNoResult() {
        Generation generation = kept(generation(job(project())));
        long attempt =
                stores().generations().begin(generation.id(), NOW).orElseThrow().attempt();
        assertThat(stores().generations()
                        .cancel(generation.id(), NOW)
                        .orElseThrow()
                        .state())
                .isEqualTo(WorkState.CANCELLED);
        assertThat(succeed(generation, attempt, 1)).isEqualTo(GenerationStore.Saved.NOT_MINE);
        assertThat(stores().generations().begin(generation.id(), NOW)).isEmpty();
        assertThat(stores().generations().open()).doesNotContain(generation.id());
    }

    @Test
    void aFailureIsKeptWithItsReason() {
        Generation generation = kept(generation(job(project())));
        long attempt =
                stores().generations().begin(generation.id(), NOW).orElseThrow().attempt();
        assertThat(stores().generations().fail(generation.id(), attempt, report(0.5), failure()))
                .isTrue();
        assertThat(stores().generations().find(generation.id()).orElseThrow().failure())
                .isEqualTo(failure());
    }

    @Test
    void aRenderIsFencedAndFoundAgain() {
        Render render = kept(render());
        long late = stores().renders().begin(render.id(), NOW).orElseThrow().attempt();
        long current = stores().renders().begin(render.id(), NOW).orElseThrow().attempt();
        RenderedFile file = new RenderedFile(7, SHA, 1080, 1920, 300, new RenderedFile.Making(9, 8, -14.1, -1.2));
        Progress done = report(1).progress();

        assertThat(stores().renders().succeed(render.id(), late, done, file, NOW))
                .isFalse();
        assertThat(stores().renders().report(render.id(), late, done, NOW)).isFalse();
        assertThat(stores().renders().findFinished(render.order())).isEmpty();
        assertThat(stores().renders().report(render.id(), current, done, NOW)).isTrue();
        assertThat(stores().renders().succeed(render.id(), current, done, file, NOW))
                .isTrue();
        Render kept = stores().renders().findFinished(render.order()).orElseThrow();
        assertThat(kept.file()).isEqualTo(file);
        assertThat(kept.state()).isEqualTo(WorkState.SUCCEEDED);
        assertThat(stores().renders().cancel(render.id(), NOW)).contains(kept);
        assertThat(stores().renders().newestFinished(1)).containsExactly(kept);
    }

    @Test
    void aCutMadeForAnOlderTimelineIsNotSaved() {
        Generation first = kept(generation(job(project())));
        succeed(
                first,
                stores().generations().begin(first.id(), NOW).orElseThrow().attempt(),
                1);
        Generation second = kept(new Generation(
                ids.next(),
                first.order(),
                false,
                WorkState.PENDING,
                0,
                0,
                first.progress(),
                0,
                null,
                List.of(),
                1,
                NOW,
                NOW));
        long attempt =
                stores().generations().begin(second.id(), NOW).orElseThrow().attempt();
        assertThat(succeed(second, attempt, 1)).isEqualTo(GenerationStore.Saved.MOVED_ON);
        assertThat(stores().generations().find(second.id()).orElseThrow().state())
                .isEqualTo(WorkState.RUNNING);
        assertThat(succeed(second, attempt, 2)).isEqualTo(GenerationStore.Saved.SAVED);
    }
}
