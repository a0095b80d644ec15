// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.removal;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.access.Scope;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.timeline.Edits;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files out of jobs, and frees their bytes when nothing needs them any more. Thread-safe. */
public final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    /** Looks at the timeline before the caller hears that it changes too fast. */
    private static final int TRIES = 5;

    private static final int FREED_AT_ONCE = 100;

    private final RemovalStore store;
    private final Footing footing;
    private final ChangeHub hub;

    /**
     * What it stands on.
     *
     * @param isReferenced whether anybody still has the bytes of a hash
     */
    public record Footing(
            MediaFiles media, Timelines timelines, Edits edits, BlobStore blobs, Predicate<String> isReferenced) {}

    public Removals(RemovalStore store, Footing footing, ChangeHub hub) {
        this.store = store;
        this.footing = footing;
        this.hub = hub;
    }

    /**
     * Takes a file out of its job. One whose bytes have not come is gone at once for a generation that waits for it.
     *
     * @throws Fault.NotFound when there is no such file
     * @throws Fault.Refused when the newest cut uses it, or a cut is being made of it
     */
    public void remove(String mediaId) {
        Media file = footing.media().media(mediaId);
        footing.edits().still(file.jobId(), () -> {
            removeUnused(file);
            return file;
        });
        hub.changed(ChangeHub.FOOTAGE);
        hub.changed(Comments.topic(file.jobId()));
        try {
            footing.blobs().removeLeftovers(mediaId);
        } catch (IOException e) {
            LOG.warn("what had come of file {} is left to the hourly cleaning", mediaId, e);
        }
    }

    private void removeUnused(Media file) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Timeline> cut = footing.timelines().newest(file.jobId());
            cut.ifPresent(found -> requireUnused(found, file));
            switch (store.remove(
                    file.id(), cut.map(found -> found.identity().revision()).orElse(0L))) {
                case DONE -> {
                    return;
                }
                case ABSENT -> throw new Fault.NotFound("media", file.id());
                case CUTTING ->
                    throw new Fault.Refused(
                            Reason.WRONG_STATE,
                            "a cut is being made of \"" + file.fileName() + "\"; cancel it, or wait until it is there");
                case MOVED_ON -> LOG.debug("job {} was edited meanwhile", file.jobId());
            }
        }
        throw new Fault.Conflict(
                Reason.REVISION_STALE,
                "the timeline of job " + file.jobId() + " changes faster than it can be read; try again");
    }

    private static void requireUnused(Timeline cut, Media file) {
        if (cut.song().songId().equals(file.id())) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "\"" + file.fileName()
                            + "\" is the song of the cut; add another song and generate again, then take it out");
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < cut.shots().size(); i++) {
            Shot shot = cut.shots().get(i);
            if (shot.clipId().equals(file.id())) {
                numbers.add(Integer.toString(i + 1));
            }
        }
        if (!numbers.isEmpty()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "\"" + file.fileName() + "\" is in the cut (" + (numbers.size() == 1 ? "shot " : "shots ")
                            + String.join(", ", numbers) + "); delete or replace "
                            + (numbers.size() == 1 ? "that shot" : "those shots") + ", then take it out",
                    Map.of("shots", String.join(",", numbers)));
        }
    }

    /** Frees the bytes that nothing reads any more; those somebody else has stay. */
    public void free() throws IOException {
        for (RemovalStore.Freed freed : Scope.SYSTEM.call(() -> store.freed(FREED_AT_ONCE))) {
            Scope own = Scope.creator(freed.creatorId());
            if (own.call(() -> store.isAtRest(freed.sha256()))) {
                long bytes = own.call(() -> remove(freed));
                own.run(() -> store.settle(freed.sha256()));
                if (bytes > 0) {
                    LOG.info("{} bytes of a file that was taken out are free", bytes);
                }
            }
        }
    }

    private long remove(RemovalStore.Freed freed) {
        try {
            return footing.blobs()
                    .remove(freed.sha256(), () -> !footing.isReferenced().test(freed.sha256()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
