// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the bytes of announced files so that what was acknowledged is never lost (P-1): write, force to disk, then commit the offset.
 * One writer at a time; the others are refused at once with the offset (P-3). Thread-safe.
 *
 * <pre>
 *   bytes written   ############################
 *   forced to disk  ####################
 *   offset told     ################               always &lt;= forced
 * </pre>
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final UploadStore store;
    private final BlobStore blobs;
    private final MediaFiles media;
    private final String holder;
    private final Timing timing;
    private final InstantSource clock;
    private final Map<String, Writer> writers = new ConcurrentHashMap<>();

    /**
     * How long things last.
     *
     * @param lease how long a silent writer keeps others out
     * @param life how long an upload nobody writes to can be resumed
     * @param commitBytes bytes after which the offset is committed
     * @param commitTime time after which the next bytes commit the offset
     */
    public record Timing(Duration lease, Duration life, long commitBytes, Duration commitTime) {
        /** Eight megabytes or a second are lost at most when a sender breaks off; a force costs some milliseconds. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(5), Duration.ofDays(7), 8L << 20, Duration.ofSeconds(1));
    }

    /** Where uploads are kept and what they become. */
    public record Ground(UploadStore store, BlobStore blobs, MediaFiles media) {}

    /** Writes under the name {@code holder}, which no other living process uses. */
    public Uploads(Ground ground, String holder, Timing timing, InstantSource clock) {
        this.store = ground.store();
        this.blobs = ground.blobs();
        this.media = ground.media();
        this.holder = holder;
        this.timing = timing;
        this.clock = clock;
    }

    /** Returns how many bytes the sender may rely on: all of them once the file is stored. */
    public long offset(Media file) {
        return isStored(file) ? file.sizeBytes() : store.offset(file.id());
    }

    /** Returns whether all bytes are there, also when they came another way or a crash kept that from being noted. */
    public boolean isStored(Media file) {
        if (file.active()) {
            return true;
        }
        if (!media.isClaimable(file) && !isInPlace(file)) {
            return false;
        }
        media.activate(file.id());
        store.forget(file.id());
        return true;
    }

    /** Whether this upload's own bytes were found right and put in their place, and a crash came then. */
    private boolean isInPlace(Media file) {
        return store.offset(file.id()) == file.sizeBytes() && blobs.has(file.sha256(), file.sizeBytes());
    }

    /**
     * Opens an upload for writing from byte {@code from} on. Refuses with a conflict while another writer is at it, and when other
     * bytes are wanted next.
     */
    public Writer open(Media file, long from) throws IOException {
        return open(file, from, false);
    }

    /** Opens an upload for writing from its beginning, whatever there is; refuses with a conflict while another writer is at it. */
    public Writer openAnew(Media file) throws IOException {
        return open(file, 0, true);
    }

    private Writer open(Media file, long from, boolean anew) throws IOException {
        UploadStore.Session session = store.acquire(file.id(), holder, timing.lease(), clock.instant())
                .orElseThrow(() -> new Fault.Conflict(
                        Reason.WRONG_STATE,
                        "upload " + file.id() + " is being written by another request; ask for its offset with HEAD and"
                                + " go on when that one has ended"));
        Writer former = writers.remove(file.id());
        if (former != null) {
            former.revoke();
        }
        try {
            long durable = prepare(session, file);
            if (from != durable && !anew) {
                throw new Fault.Conflict(
                        Reason.WRONG_STATE,
                        "Upload-Offset: " + from + " (expected: " + durable
                                + "); ask with HEAD and send the rest from there");
            }
            Writer writer = new Writer(file, session, from);
            writers.put(file.id(), writer);
            return writer;
        } catch (IOException | RuntimeException e) {
            store.release(file.id(), session.epoch());
            throw e;
        }
    }

    /** Makes the part fit for this writer alone; returns the bytes it may rely on. */
    private long prepare(UploadStore.Session session, Media file) throws IOException {
        String part = name(file.id(), session.part());
        if (session.part() != session.formerPart()) {
            blobs.copyPart(name(file.id(), session.formerPart()), part, session.offset());
        }
        if (blobs.partSize(part) >= session.offset()) {
            return session.offset();
        }
        LOG.error("the media folder lost bytes of upload {}; it starts over", file.id());
        store.commit(file.id(), session.epoch(), 0, timing.lease(), clock.instant());
        return 0;
    }

    /** Frees what this holder held before it was killed. */
    public void releaseOwn() {
        store.releaseAll(holder);
    }

    /** Removes uploads nobody wrote to for as long as they live, and parts that belong to none. */
    public void removeAbandoned() throws IOException {
        Instant now = clock.instant();
        List<String> forgotten = store.forgetIdleSince(now.minus(timing.life()));
        int removed = blobs.removeParts(this::isAbandoned, now.minus(Duration.ofHours(1)));
        if (!forgotten.isEmpty() || removed > 0) {
            LOG.info("{} abandoned uploads and {} parts were removed", forgotten.size(), removed);
        }
    }

    private boolean isAbandoned(String part) {
        int dot = part.indexOf('.');
        try {
            return dot < 0 || !store.isPresent(part.substring(0, dot), Long.parseLong(part.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            LOG.debug("{} is no part of an upload", part, e);
            return true;
        }
    }

    private static String name(String uploadId, long part) {
        return uploadId + "." + part;
    }

    /** The one writer of an upload. Used by one thread at a time; another one may take the upload away. */
    public final class Writer implements AutoCloseable {
        private final Media file;
        private final UploadStore.Session session;
        private final BlobStore.Part part;
        private long durable;
        private Instant committedAt = clock.instant();
        private boolean over;

        private Writer(Media file, UploadStore.Session session, long from) throws IOException {
            this.file = file;
            this.session = session;
            if (from < session.offset()) {
                commitOffset(from);
            }
            this.part = blobs.openPart(name(file.id(), session.part()), from, file.sizeBytes());
            this.durable = from;
        }

        /** Returns the bytes the sender may rely on. */
        public synchronized long offset() {
            return durable;
        }

        /** Appends bytes, and commits them now and then. Throws a fault when there are too many, the disk is full, or the upload was taken over. */
        public synchronized void write(ByteBuffer bytes) throws IOException {
            requireHold();
            part.write(bytes);
            if (part.offset() - durable >= timing.commitBytes()
                    || !clock.instant().isBefore(committedAt.plus(timing.commitTime()))) {
                commit();
            }
        }

        /**
         * Makes all bytes written durable and tells how many there are. The last byte is told when the whole was found right: an offset
         * of the whole length means that.
         */
        public synchronized long commit() throws IOException {
            requireHold();
            part.force();
            long told = isComplete() ? Math.max(0, part.offset() - 1) : part.offset();
            commitOffset(told);
            durable = told;
            return durable;
        }

        private void commitOffset(long offset) {
            if (!store.commit(file.id(), session.epoch(), offset, timing.lease(), clock.instant())) {
                over = true;
                throw takenOver();
            }
            committedAt = clock.instant();
        }

        /** Returns whether all announced bytes are written. */
        public synchronized boolean isComplete() {
            return part.offset() == file.sizeBytes();
        }

        /** Checks the SHA-256, stores the file under it and notes that it is there; wrong bytes are dropped with a fault. */
        public synchronized void finish() throws IOException {
            requireHold();
            part.force();
            over = true;
            try {
                part.finish(file.sizeBytes(), file.sha256(), () -> commitOffset(file.sizeBytes()));
            } catch (Fault.Invalid e) {
                store.forget(file.id());
                throw e;
            }
            media.activate(file.id());
            store.forget(file.id());
        }

        private void requireHold() {
            if (over) {
                throw takenOver();
            }
        }

        private Fault.Conflict takenOver() {
            return new Fault.Conflict(
                    Reason.WRONG_STATE,
                    "upload " + file.id()
                            + " was taken over by another request while this one was silent; ask for its offset"
                            + " with HEAD");
        }

        /** Takes the upload away from a writer whose lease ran out; nothing it still writes reaches the disk. */
        private synchronized void revoke() throws IOException {
            over = true;
            part.close();
        }

        /** Keeps what was written for a later resume and lets others write. */
        @Override
        public synchronized void close() throws IOException {
            try {
                if (!over && part.offset() > durable) {
                    commit();
                }
            } finally {
                over = true;
                writers.remove(file.id(), this);
                part.close();
                store.release(file.id(), session.epoch());
            }
        }
    }
}
