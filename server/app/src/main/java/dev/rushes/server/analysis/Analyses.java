// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.analysis;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Looked;
import dev.rushes.server.task.SourceFile;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import dev.rushes.server.watch.ChangeHub;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each content looked at once, by itself, as soon as its bytes are there, and keeps what was found for every later job.
 * Worker trouble is tried again; a bad file is a finding and never tried again.
 */
public final class Analyses implements TaskHandler {
    /** Tries that may end in worker trouble before the work is given up (issue 2: at most 3). */
    public static final int MAX_FAILURES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Analyses.class);
    private static final Duration BUSY_DELAY = Duration.ofMillis(200);
    private static final Duration TROUBLE_DELAY = Duration.ofMillis(500);
    /** At least 20 s: longer than it takes to notice a silent worker. */
    private static final int MOST_TRIES_AT_ONCE = 100;

    /** Behind so many clips of one creator all are equal: more need not be counted. */
    private static final int MOST_RANKED = 1000;

    /** What analyses are made of. */
    public record Ground(BlobStore blobs, Workers workers, TaskQueue queue) {}

    private final AnalysisStore store;
    private final BlobStore blobs;
    private final Workers workers;
    private final TaskQueue queue;
    private final ChangeHub hub;
    private final Ids ids;
    private final InstantSource clock;
    private final Glances glances;

    public Analyses(AnalysisStore store, Ground ground, ChangeHub hub, Ids ids, InstantSource clock) {
        this.store = store;
        this.blobs = ground.blobs();
        this.workers = ground.workers();
        this.queue = ground.queue();
        this.hub = hub;
        this.ids = ids;
        this.clock = clock;
        this.glances = new Glances(blobs, workers, clock);
    }

    /** Has an active file looked at unless that is done or under way; does nothing while no worker has told its versions. */
    public void ensure(Media media) {
        hub.changed(ChangeHub.FOOTAGE);
        if (!media.active()) {
            return;
        }
        key(media).ifPresent(key -> {
            Analysis kept = store.ensure(new Analysis(
                    ids.next(),
                    key,
                    media.sizeBytes(),
                    media.fileName(),
                    Analysis.State.PENDING,
                    0,
                    0,
                    null,
                    null,
                    clock.instant()));
            if (!kept.state().isEnded()) {
                queue.submit(TaskQueue.Kind.ANALYSIS, kept.id(), store.countOpen(MOST_RANKED));
            }
        });
    }

    /** Opens failed work of these files again: a person asked for a new try. */
    public void retryFailed(Collection<Media> files) {
        for (Analysis analysis : byMedia(files).values()) {
            if (analysis.state() == Analysis.State.FAILED) {
                store.reopen(analysis.id(), clock.instant());
                queue.submit(TaskQueue.Kind.ANALYSIS, analysis.id());
            }
        }
    }

    /**
     * Returns what is known of each file to work on with it, by media id: as {@link #byMedia}, and where the present analysers
     * have not ended (or no worker has told its versions yet), what earlier ones found. So a timeline can be edited and
     * rendered right after an upgrade.
     */
    public Map<String, Analysis> known(Collection<Media> files) {
        Map<String, Analysis> found = byMedia(files);
        Map<String, Media> lacking = new HashMap<>();
        for (Media file : files) {
            Analysis analysis = found.get(file.id());
            if (file.active() && (analysis == null || !analysis.state().isEnded())) {
                lacking.put(file.id(), file);
            }
        }
        if (lacking.isEmpty()) {
            return found;
        }
        List<Analysis> earlier = store.findSucceeded(
                lacking.values().stream().map(Media::sha256).distinct().toList());
        for (Media file : lacking.values()) {
            for (Analysis analysis : earlier) {
                if (analysis.key().sha256().equals(file.sha256())
                        && analysis.key().kind() == file.kind()) {
                    found.put(file.id(), analysis);
                }
            }
        }
        return found;
    }

    /** Returns what the present analysers know of each file, by media id. */
    public Map<String, Analysis> byMedia(Collection<Media> files) {
        Map<String, Analysis.Key> keys = new HashMap<>();
        for (Media media : files) {
            key(media).ifPresent(key -> keys.put(media.id(), key));
        }
        Map<Analysis.Key, Analysis> known = store.findAll(keys.values());
        Map<String, Analysis> found = new HashMap<>();
        keys.forEach((mediaId, key) -> {
            Analysis analysis = known.get(key);
            if (analysis != null) {
                found.put(mediaId, analysis);
            }
        });
        return found;
    }

    /**
     * What first looks have shown.
     *
     * @param features by media id
     * @param ahead clips whose first look has not ended
     */
    public record Glanced(Map<String, ClipFeatures> features, int ahead) {}

    /**
     * Returns what first looks at clips have shown so far, and has those without one looked at: a few key frames each, before
     * any full look that waits. For somebody who watches, because it costs the full looks time.
     */
    public Glanced glances(Collection<Media> clips) {
        return glances.of(clips);
    }

    /** Submits open work again, for a start after a crash. */
    public void resume() {
        store.open().forEach(id -> queue.submit(TaskQueue.Kind.ANALYSIS, id));
    }

    @Override
    public Verdict run(String analysisId) throws InterruptedException {
        Outcome outcome = tryOnce(analysisId);
        for (int tries = 1; outcome != Outcome.OVER && tries <= MOST_TRIES_AT_ONCE; tries++) {
            // Not back into the queue: behind all other clips of a big job it would wait for minutes (S-71).
            Duration pause =
                    outcome == Outcome.BUSY ? BUSY_DELAY : TROUBLE_DELAY.multipliedBy(Math.min(tries, MAX_FAILURES));
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            outcome = tryOnce(analysisId);
        }
        return outcome == Outcome.OVER ? Verdict.DONE : Verdict.after(BUSY_DELAY);
    }

    @Override
    public void giveUp(String analysisId, Failure why) {
        store.begin(analysisId, clock.instant()).ifPresent(analysis -> {
            String error = "\"" + analysis.fileName() + "\" was not looked at: " + why.message()
                    + "; leave the file out, or start the generation again to have it tried again";
            store.fail(analysisId, analysis.attempt(), error, clock.instant());
            hub.changed(ChangeHub.FOOTAGE);
        });
    }

    /** How one try ended. */
    private enum Outcome {
        /** There is a result, or the work is somebody else's. */
        OVER,
        /** No worker took it. */
        BUSY,
        /** The worker that had taken it failed. */
        TROUBLE
    }

    private Outcome tryOnce(String analysisId) {
        Optional<Analysis> begun = store.begin(analysisId, clock.instant());
        if (begun.isEmpty()) {
            return Outcome.OVER;
        }
        Analysis analysis = begun.get();
        hub.changed(ChangeHub.FOOTAGE);
        try {
            boolean kept = store.finish(analysisId, analysis.attempt(), look(analysis), clock.instant());
            if (!kept) {
                Metrics.counter("rushes.late.finishers", "kind", "analysis").increment();
                LOG.warn(
                        "result of {} by attempt {} dropped: another attempt took over",
                        analysisId,
                        analysis.attempt());
            }
            return Outcome.OVER;
        } catch (WorkerFault.Busy | WorkerFault.Cancelled e) {
            boolean isOurs = store.putBack(analysisId, analysis.attempt(), false, clock.instant());
            return isOurs ? Outcome.BUSY : Outcome.OVER;
        } catch (WorkerFault.Trouble e) {
            return afterTrouble(analysis, e);
        } finally {
            hub.changed(ChangeHub.FOOTAGE);
        }
    }

    private Outcome afterTrouble(Analysis analysis, WorkerFault.Trouble trouble) {
        int failures = analysis.failures() + 1;
        LOG.warn("looking at \"{}\" failed, try {} of {}", analysis.fileName(), failures, MAX_FAILURES, trouble);
        if (failures >= MAX_FAILURES) {
            String error = "the worker failed " + failures + " times while looking at \"" + analysis.fileName()
                    + "\"; leave the file out, or start the generation again to have it tried again";
            store.fail(analysis.id(), analysis.attempt(), error, clock.instant());
            return Outcome.OVER;
        }
        boolean isOurs = store.putBack(analysis.id(), analysis.attempt(), true, clock.instant());
        // Another attempt took over while this one was frozen: the work is its.
        return isOurs ? Outcome.TROUBLE : Outcome.OVER;
    }

    private Finding look(Analysis analysis) {
        Analysis.Key key = analysis.key();
        SourceFile file = new SourceFile(analysis.fileName(), blobs.path(key.sha256()), key.sha256());
        CancelSignal cancel = new CancelSignal();
        Workers.Listener silent = (done, total) -> {};
        // A first try that found no worker counts too: what was begun once does not wait behind what never was.
        Workers.Turn turn = analysis.attempt() > 1 ? Workers.Turn.AGAIN : Workers.Turn.FIRST;
        return switch (key.kind()) {
            case CLIP -> finding(workers.analyzeClip(file, turn, silent, cancel), Finding.OfClip::new);
            case SONG -> finding(workers.analyzeSong(file, turn, silent, cancel), Finding.OfSong::new);
            case FINISHED_VIDEO -> finding(workers.analyzeVideo(file, turn, silent, cancel), Finding.OfVideo::new);
        };
    }

    private static <T> Finding finding(Looked<T> looked, Function<T, Finding> wrap) {
        return switch (looked) {
            case Looked.Found<T> found -> wrap.apply(found.value());
            case Looked.Rejected<T> rejected -> new Finding.Rejected(rejected.code(), rejected.message());
        };
    }

    private Optional<Analysis.Key> key(Media media) {
        return workers.versions()
                .map(versions -> new Analysis.Key(media.sha256(), media.kind(), version(media.kind(), versions)));
    }

    private static String version(MediaKind kind, Workers.Versions versions) {
        return switch (kind) {
            case CLIP -> versions.vision();
            case SONG -> versions.audio();
            case FINISHED_VIDEO -> versions.video() + "+" + versions.audio();
        };
    }

    /** Has files looked at that became active while no worker was known. */
    public void ensureAll(List<Media> files) {
        files.forEach(this::ensure);
    }
}
