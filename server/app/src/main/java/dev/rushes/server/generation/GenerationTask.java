// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditApplication;
import dev.rushes.editorial.edit.EditResult;
import dev.rushes.editorial.edit.HeardBeats;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.Material;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.access.Scope;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.framing.Framings;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import dev.rushes.server.project.Projects;
import dev.rushes.server.song.SongRepairs;
import dev.rushes.server.style.Styles;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Step;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import dev.rushes.server.watch.Waiter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one generation: waits until every file of the job was looked at, learns or reads the style, has a worker choose the shots,
 * and saves the timeline with its attempt as a fence. Each step is reported as it happens.
 */
public final class GenerationTask implements TaskHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationTask.class);
    /** Tries that may end in worker trouble. */
    private static final int MAX_FAILURES = 3;
    /** Cuts made because somebody edited the timeline while the one before was made. */
    private static final int MAX_CHASES = 5;
    /** Longest silence between two looks at the rows when no hint arrives. */
    private static final Duration POLL = Duration.ofMillis(500);
    /** Shortest time between two saved reports: a person sees five a second. */
    private static final Duration REPORT_EVERY = Duration.ofMillis(200);

    private final GenerationStore store;
    private final Projects projects;
    private final MediaFiles media;
    private final Analyses analyses;
    private final SongRepairs repairs;
    private final Framings framings;
    private final Styles styles;
    private final Timelines timelines;
    private final Workers workers;
    private final ChangeHub hub;
    private final InstantSource clock;

    public GenerationTask(
            GenerationStore store, Generations.Footing footing, Workers workers, ChangeHub hub, InstantSource clock) {
        this.store = store;
        this.projects = footing.projects();
        this.media = footing.media();
        this.analyses = footing.analyses();
        this.repairs = footing.repairs();
        this.framings = footing.framings();
        this.styles = footing.styles();
        this.timelines = footing.timelines();
        this.workers = workers;
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public Verdict run(String generationId) throws InterruptedException {
        Optional<Generation> begun = store.begin(generationId, clock.instant());
        if (begun.isEmpty()) {
            return Verdict.DONE;
        }
        hub.changed(Generation.topic(generationId));
        Attempt attempt = new Attempt(begun.get());
        try {
            attempt.work();
            return Verdict.DONE;
        } catch (Stopped e) {
            if (e.failure != null) {
                attempt.fail(e.failedStep, e.failure);
            }
            return Verdict.DONE;
        } catch (WorkerFault.Busy | WorkerFault.Cancelled e) {
            store.putBack(generationId, attempt.number, false, clock.instant());
            return Verdict.after(REPORT_EVERY);
        } catch (WorkerFault.Trouble e) {
            return afterTrouble(begun.get(), attempt, e);
        }
    }

    @Override
    public void giveUp(String generationId, Failure why) {
        store.begin(generationId, clock.instant()).ifPresent(begun -> {
            Step.Kind at = begun.progress().steps().stream()
                    .filter(step -> step.state() == Step.State.RUNNING)
                    .map(Step::kind)
                    .reduce(Step.Kind.CHOOSING_SHOTS, (first, last) -> last);
            new Attempt(begun).fail(at, why);
        });
    }

    private static List<Shot> locked(Timeline timeline) {
        return timeline.shots().stream().filter(Shot::isLocked).toList();
    }

    private Verdict afterTrouble(Generation generation, Attempt attempt, WorkerFault.Trouble trouble) {
        int failures = generation.failures() + 1;
        LOG.warn(
                "choosing shots for generation {} failed, try {} of {}",
                generation.id(),
                failures,
                MAX_FAILURES,
                trouble);
        if (failures >= MAX_FAILURES) {
            attempt.fail(
                    Step.Kind.CHOOSING_SHOTS,
                    Failure.unavailable(
                            Reason.WORKER_UNAVAILABLE,
                            "the worker failed " + failures
                                    + " times while choosing shots; see its log, then generate again"));
            return Verdict.DONE;
        }
        store.putBack(generation.id(), attempt.number, true, clock.instant());
        return Verdict.after(REPORT_EVERY.multipliedBy(failures));
    }

    /** A cut with what had been said of its song's beats. */
    private record Made(Timeline cut, List<GridCorrection> said) {}

    /** One try; used by one thread. */
    private final class Attempt {
        private final Scope scope = Scope.current();
        private final Generation generation;
        private final long number;
        private final Board board;
        private final CancelSignal cancel = new CancelSignal();
        private Rushes rushes = new Rushes(List.of(), Map.of());
        private Instant reportedAt = Instant.MIN;
        /** What was known of an early cut's footage made none. */
        private boolean waitsForAll;

        Attempt(Generation generation) {
            this.generation = generation;
            this.number = generation.attempt();
            this.board = new Board(generation.progress(), generation.createdAt());
        }

        void work() throws InterruptedException {
            Job job = projects.job(generation.order().jobId());
            Project project = projects.project(job.projectId());
            waitForFootage();
            Shortages.requireClips(rushes);
            StyleProfile style = chooseStyle(project);
            for (int tries = 1; ; tries++) {
                Optional<Timeline> base = timelines.newest(job.id());
                if (save(job, project, cut(job, style, base), base)) {
                    return;
                }
                if (tries == MAX_CHASES) {
                    throw new Stopped(
                            Step.Kind.CHOOSING_SHOTS,
                            Failure.refused(
                                    Reason.REVISION_STALE,
                                    "the timeline was edited each time a new cut was ready; generate again when nobody"
                                            + " edits it"));
                }
            }
        }

        /** The song as it is now. */
        private Media song() {
            return rushes.song().orElseThrow().media();
        }

        private void waitForFootage() throws InterruptedException {
            Waiter waiter = new Waiter();
            try (var footage = hub.subscribe(ChangeHub.FOOTAGE, waiter::wake);
                    var own = hub.subscribe(Generation.topic(generation.id()), waiter::wake)) {
                Instant patienceFrom = clock.instant();
                int missingBefore = Integer.MAX_VALUE;
                while (true) {
                    look();
                    List<Media> missing = rushes.missing();
                    if (missing.size() < missingBefore) {
                        missingBefore = missing.size();
                        patienceFrom = clock.instant();
                    }
                    Shortages.requireFiles(rushes);
                    boolean ready = rushes.isSettled() || isEarlyAndEnough();
                    report(ready);
                    if (ready) {
                        return;
                    }
                    Shortages.requireArrival(missing, Duration.between(patienceFrom, clock.instant()));
                    waiter.await(missing.isEmpty() ? REPORT_EVERY : POLL);
                }
            }
        }

        private boolean isEarlyAndEnough() {
            return !waitsForAll
                    && store.find(generation.id()).map(Generation::early).orElse(false)
                    && rushes.isEnoughFor(
                            seconds(projects.job(generation.order().jobId())));
        }

        private void look() {
            List<Media> files = media.all(generation.order().jobId());
            rushes = new Rushes(files, framings.corrected(analyses.byMedia(files)));
            List<Media> unasked = files.stream()
                    .filter(file -> file.active() && !rushes.analyses().containsKey(file.id()))
                    .toList();
            if (!unasked.isEmpty()) {
                analyses.ensureAll(unasked);
            }
            board.look(rushes, heard(), generation.order().styleProfileId() == null);
        }

        private Optional<SongAnalysis> heard() {
            return rushes.heard().map(heard -> HeardBeats.repaired(heard, repairs.said(song().id())));
        }

        private StyleProfile chooseStyle(Project project) {
            String styleId = generation.order().styleProfileId();
            if (styleId != null) {
                board.set(skipped("the given style profile is followed"));
                return styles.style(styleId).profile();
            }
            int total = rushes.of(MediaKind.FINISHED_VIDEO).size();
            var finished = rushes.finished();
            StyleProfile style = styles.learn(project.creatorId(), finished);
            if (finished.isEmpty()) {
                board.set(skipped(
                        total == 0
                                ? "no finished videos given, the default style is followed"
                                : "none of " + total
                                        + " finished videos could be read, the default style is followed"));
            } else {
                board.set(new Step(
                        Step.Kind.LEARNING_STYLE,
                        Step.State.SUCCEEDED,
                        finished.size(),
                        total,
                        "learned from " + finished.size() + (finished.size() == 1 ? " video" : " videos")));
            }
            report(true);
            return style;
        }

        private static Step skipped(String summary) {
            return new Step(Step.Kind.LEARNING_STYLE, Step.State.SKIPPED, 0, 0, summary);
        }

        private static double seconds(Job job) {
            return job.targetDuration().toMillis() / 1000.0;
        }

        private Made cut(Job job, StyleProfile style, Optional<Timeline> base) throws InterruptedException {
            Optional<Made> made = optimize(job, style, base);
            if (made.isEmpty()) {
                waitsForAll = true;
                waitForFootage();
                made = optimize(job, style, base);
            }
            return made.orElseThrow();
        }

        /** Returns the cut; empty when none can be made early. */
        private Optional<Made> optimize(Job job, StyleProfile style, Optional<Timeline> base) {
            List<GridCorrection> said = repairs.said(song().id());
            board.set(new Step(Step.Kind.CHOOSING_SHOTS, Step.State.RUNNING, 0, 0, ""));
            report(true);
            long frames = SongTime.toFrame(seconds(job), job.frameRate());
            SequenceRequest request = new SequenceRequest(
                            job.frameRate(),
                            frames,
                            timelines.forNewCut(
                                    job.id(), song().id(), rushes.heard().orElseThrow(), said),
                            rushes.candidates(),
                            style,
                            base.map(GenerationTask::locked).orElse(List.of()),
                            base.map(Timeline::avoidedClipIds).orElse(Set.of()),
                            generation.order().seed())
                    .withOutputAspect(job.shape().aspect());
            SequenceOutcome outcome;
            try (var own = hub.subscribe(Generation.topic(generation.id()), this::cancelIfEnded)) {
                outcome = workers.optimize(request, this::chosen, cancel);
            } catch (WorkerFault.Cancelled e) {
                throw cancelledByPerson() ? new Stopped(Step.Kind.CHOOSING_SHOTS, null) : e;
            }
            return switch (outcome) {
                case SequenceOutcome.Cut cut -> Optional.of(new Made(cut.timeline(), said));
                case SequenceOutcome.Infeasible infeasible -> {
                    if (!rushes.isSettled()) {
                        yield Optional.empty();
                    }
                    throw new Stopped(
                            Step.Kind.CHOOSING_SHOTS, Failure.refused(Reason.NO_USABLE_FOOTAGE, infeasible.message()));
                }
            };
        }

        private void cancelIfEnded() {
            Thread.startVirtualThread(() -> scope.run(() -> {
                if (cancelledByPerson()) {
                    cancel.cancel();
                }
            }));
        }

        private boolean cancelledByPerson() {
            return store.find(generation.id()).map(now -> now.state().isEnded()).orElse(true);
        }

        private void chosen(long done, long total) {
            board.set(new Step(
                    Step.Kind.CHOOSING_SHOTS, Step.State.RUNNING, Math.toIntExact(done), Math.toIntExact(total), ""));
            report(false);
        }

        /** Returns whether the work is done: false when somebody edited the timeline meanwhile. */
        private boolean save(Job job, Project project, Made made, Optional<Timeline> base) {
            Timeline cut = made.cut();
            int shots = cut.shots().size();
            Double match = cut.reasoning().styleMatchScore();
            board.set(new Step(
                    Step.Kind.CHOOSING_SHOTS,
                    Step.State.SUCCEEDED,
                    shots,
                    shots,
                    shots
                            + (shots == 1 ? " shot" : " shots")
                            + (match == null ? "" : ", style match " + Math.round(match * 100) + " %")));
            Instant now = clock.instant();
            long next = base.map(timeline -> timeline.identity().revision()).orElse(0L) + 1;
            Edit.Generated edit = new Edit.Generated(
                    generation.id(),
                    Named.cut(
                            cut,
                            new Named.For(job, project, next, generation.order().seed(), now),
                            song()),
                    made.said());
            LoggedEdit entry = new LoggedEdit(
                    next, next, new LoggedEdit.Stamp(generation.order().author(), now, false), edit);
            GenerationStore.Saved saved = store.succeed(
                    generation.id(),
                    number,
                    new GenerationStore.Report(board.finished(now), left(), now),
                    entry,
                    after(base, edit, entry));
            if (saved == GenerationStore.Saved.MOVED_ON) {
                return false;
            }
            if (saved == GenerationStore.Saved.NOT_MINE) {
                Metrics.counter("rushes.late.finishers", "kind", "generation").increment();
                LOG.warn(
                        "timeline of generation {} by attempt {} dropped: it was cancelled or taken over",
                        generation.id(),
                        number);
                return true;
            }
            hub.changed(Generation.topic(generation.id()));
            hub.changed(Timelines.topic(job.id()));
            return true;
        }

        private List<RejectedClip> left() {
            return Stream.concat(rushes.rejected().stream(), rushes.unseen().stream())
                    .toList();
        }

        private Timeline after(Optional<Timeline> base, Edit.Generated edit, LoggedEdit entry) {
            if (base.isEmpty()) {
                return EditApplication.first(edit, entry);
            }
            return switch (EditApplication.apply(base.get(), entry, Material.ACCEPTED)) {
                case EditResult.Applied applied -> applied.timeline();
                case EditResult.Refused refused ->
                    throw new Stopped(
                            Step.Kind.CHOOSING_SHOTS, Failure.refused(Reason.EDIT_REFUSED, refused.message()));
            };
        }

        /** Saves how far the attempt is, not more often than people can see unless {@code now} is set. */
        private void report(boolean atOnce) {
            Instant now = clock.instant();
            if (!atOnce && reportedAt != Instant.MIN && now.isBefore(reportedAt.plus(REPORT_EVERY))) {
                return;
            }
            reportedAt = now;
            if (!store.report(
                    generation.id(), number, new GenerationStore.Report(board.progress(now), rushes.rejected(), now))) {
                throw new Stopped(Step.Kind.READING_CLIPS, null);
            }
            hub.changed(Generation.topic(generation.id()));
        }

        void fail(Step.Kind step, Failure failure) {
            board.failed(step);
            Instant now = clock.instant();
            store.fail(
                    generation.id(),
                    number,
                    new GenerationStore.Report(board.progress(now), rushes.rejected(), now),
                    failure);
            hub.changed(Generation.topic(generation.id()));
        }
    }
}
