// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.preview;

import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.task.CancelSignal;
import dev.rushes.server.task.Looked;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.server.task.PreviewOrder;
import dev.rushes.server.task.SourceFile;
import dev.rushes.server.task.TaskHandler;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.WorkState;
import dev.rushes.server.task.WorkerFault;
import dev.rushes.server.task.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has previews made of the files of jobs somebody looks at, one at a time, while nobody waits for an edit (S-21). */
public final class Previews implements TaskHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
    private static final int MAX_FAILURES = 3;
    private static final Duration BUSY_DELAY = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    /** A server that is never quiet must still show pictures; the worker runs them behind everything else. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}\\.[a-z0-9]{1,5}");

    private final PreviewStore store;
    private final BlobStore blobs;
    private final RemovalStore removals;
    private final Workers workers;
    private final TaskQueue queue;
    private final Ids ids;
    private final InstantSource clock;

    /** What previews are made of. */
    public record Ground(BlobStore blobs, Workers workers, TaskQueue queue, RemovalStore removals) {}

    public Previews(PreviewStore store, Ground ground, Ids ids, InstantSource clock) {
        this.store = store;
        this.blobs = ground.blobs();
        this.workers = ground.workers();
        this.queue = ground.queue();
        this.removals = ground.removals();
        this.ids = ids;
        this.clock = clock;
    }

    /** Has previews made of these files of a job and of all that will be added; failed ones are tried again. */
    public void prepare(String jobId, Collection<Media> files) {
        store.want(jobId, clock.instant());
        for (Media file : files) {
            if (file.active()) {
                Preview kept = make(file);
                if (kept.state() == WorkState.FAILED) {
                    store.reopen(kept.id(), clock.instant());
                    queue.submit(TaskQueue.Kind.PREVIEW, kept.id());
                }
            }
        }
    }

    /** Has a preview made of a file that became active, if its job is looked at. */
    public void added(Media file) {
        if (file.active() && store.isWanted(file.jobId())) {
            make(file);
        }
    }

    private Preview make(Media file) {
        Instant now = clock.instant();
        Preview kept = store.ensure(new Preview(
                ids.next(), Preview.Key.of(file), file.fileName(), WorkState.PENDING, 0, 0, List.of(), null, now, now));
        if (!kept.state().isEnded()) {
            queue.submit(TaskQueue.Kind.PREVIEW, kept.id());
        }
        return kept;
    }

    /** Returns what is known of each file, by media id. */
    public Map<String, Preview> byMedia(Collection<Media> files) {
        Map<Preview.Key, Preview> known =
                store.findAll(files.stream().map(Preview.Key::of).toList());
        Map<String, Preview> found = new java.util.HashMap<>();
        for (Media file : files) {
            Preview preview = known.get(Preview.Key.of(file));
            if (preview != null && file.active()) {
                found.put(file.id(), preview);
            }
        }
        return found;
    }

    /** Returns the preview of a file. */
    public Preview preview(Media file) {
        Preview found = byMedia(List.of(file)).get(file.id());
        if (found == null) {
            throw new Fault.NotFound("preview of media", file.id());
        }
        return found;
    }

    /** Submits open work again, for a start after a crash. */
    public void resume() {
        store.open().forEach(id -> queue.submit(TaskQueue.Kind.PREVIEW, id));
    }

    @Override
    public Verdict run(String previewId) throws InterruptedException {
        awaitQuiet(previewId);
        Optional<Preview> begun = store.begin(previewId, clock.instant());
        if (begun.isEmpty()) {
            return Verdict.DONE;
        }
        Preview preview = begun.get();
        Path folder = blobs.scratch("preview-" + previewId + "." + preview.attempt());
        try {
            work(preview, folder);
            return Verdict.DONE;
        } catch (WorkerFault.Busy | WorkerFault.Cancelled e) {
            store.putBack(previewId, preview.attempt(), false, clock.instant());
            return Verdict.after(BUSY_DELAY);
        } catch (WorkerFault.Trouble e) {
            return afterTrouble(preview, e);
        } finally {
            deleteQuietly(folder);
        }
    }

    @Override
    public void giveUp(String previewId, Failure why) {
        store.begin(previewId, clock.instant())
                .ifPresent(preview -> store.fail(previewId, preview.attempt(), why, clock.instant()));
    }

    /** Blocks while somebody waits for the machine; only the few threads of this kind of work look, so asking costs nothing. */
    private void awaitQuiet(String previewId) throws InterruptedException {
        Optional<Preview> waiting = store.find(previewId);
        if (waiting.isEmpty()) {
            return;
        }
        Instant latest = waiting.get().createdAt().plus(PATIENCE);
        while (store.isSomebodyWaiting() && clock.instant().isBefore(latest)) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
    }

    private Verdict afterTrouble(Preview preview, WorkerFault.Trouble trouble) {
        int failures = preview.failures() + 1;
        LOG.warn("previewing \"{}\" failed, try {} of {}", preview.fileName(), failures, MAX_FAILURES, trouble);
        if (failures >= MAX_FAILURES) {
            store.fail(
                    preview.id(),
                    preview.attempt(),
                    Failure.unavailable(
                            Reason.WORKER_UNAVAILABLE,
                            "the worker failed " + failures + " times while making previews of \"" + preview.fileName()
                                    + "\"; see its log, then ask for the previews again"),
                    clock.instant());
            return Verdict.DONE;
        }
        store.putBack(preview.id(), preview.attempt(), true, clock.instant());
        return Verdict.after(BUSY_DELAY.multipliedBy(failures));
    }

    private void work(Preview preview, Path folder) {
        String sha256 = preview.key().sha256();
        PreviewOrder order = new PreviewOrder(
                new SourceFile(preview.fileName(), blobs.path(sha256), sha256),
                preview.key().kind().name(),
                folder);
        switch (workers.preview(order, (done, total) -> {}, new CancelSignal())) {
            case Looked.Found<List<PreviewFile>> found -> {
                List<String> hashes =
                        found.value().stream().map(PreviewFile::sha256).toList();
                removals.doubt(hashes);
                keep(folder, found.value());
                if (!store.succeed(preview.id(), preview.attempt(), found.value(), clock.instant())) {
                    removals.doubt(hashes);
                    LOG.warn("previews {} by attempt {} dropped: it was taken over", preview.id(), preview.attempt());
                }
            }
            case Looked.Rejected<List<PreviewFile>> rejected ->
                store.fail(
                        preview.id(),
                        preview.attempt(),
                        new Failure(
                                Failure.Kind.REFUSED,
                                Reason.MEDIA_REJECTED,
                                rejected.message(),
                                Map.of("mediaRejectionCode", rejected.code())),
                        clock.instant());
        }
    }

    private void keep(Path folder, List<PreviewFile> files) {
        try {
            for (PreviewFile file : files) {
                if (!NAME.matcher(file.name()).matches()) {
                    throw new WorkerFault.Trouble("the worker reported the odd name \"" + file.name() + "\"", null);
                }
                Path made = folder.resolve(file.name());
                if (!Files.exists(made) || Files.size(made) != file.sizeBytes()) {
                    throw new WorkerFault.Trouble(
                            "the worker reported " + file.sizeBytes() + " bytes at " + made
                                    + ", which are not there; server and worker must share the media folder",
                            null);
                }
                blobs.adopt(made, file.sha256());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteQuietly(Path folder) {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (java.nio.file.NoSuchFileException e) {
            LOG.debug("no leftovers at {}", folder);
        } catch (IOException e) {
            LOG.warn("leftovers of a preview stay at {}", folder, e);
        }
    }
}
