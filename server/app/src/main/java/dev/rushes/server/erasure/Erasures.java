// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.erasure;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Gate;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Principal;
import dev.rushes.server.audit.Receipt;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases creators (P-29), step by step: each step may be repeated, so that a server killed midway goes on after its next start, and
 * several servers do not disturb each other. Nothing it logs tells who. Thread-safe.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final int FILES_AT_ONCE = 100;
    private static final int HASH_LENGTH = 64;
    private static final int MOST_LISTED = 1000;

    private final ErasureStore store;
    private final Ledger ledger;
    private final Ground ground;
    private final Duration settle;
    private final InstantSource clock;

    /** What erasing stands on. */
    public record Ground(BlobStore blobs, Gate gate, Ids ids) {}

    /** {@code settle} is how long calls and uploads that were let in before may take. */
    public Erasures(ErasureStore store, Ledger ledger, Ground ground, Duration settle, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.ground = ground;
        this.settle = settle;
        this.clock = clock;
    }

    /**
     * Ends access to a creator and begins to erase it.
     *
     * @param confirmation the creator's name
     * @throws Fault.NotFound when the creator does not exist or the caller may not erase it
     * @throws Fault.Invalid when the confirmation is another text
     */
    public Erasure begin(Principal caller, String creatorId, String confirmation) {
        boolean own = caller.creatorId().equals(creatorId);
        if (!own && !caller.role().permits(Permission.ADMIN)) {
            throw new Fault.NotFound("creator", creatorId);
        }
        String name = store.creatorName(creatorId).orElseThrow(() -> new Fault.NotFound("creator", creatorId));
        if (creatorId.equals(AccessStore.LOCAL_CREATOR)) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "the installation's own creator cannot be deleted; stop the server and delete its data folder");
        }
        if (!name.equals(confirmation)) {
            throw new Fault.Invalid(
                    "confirmation",
                    "is not the creator's name (expected: the name, exactly as WhoAmI or ListMembers tells it)");
        }
        return begin(creatorId);
    }

    private Erasure begin(String creatorId) {
        Instant now = clock.instant();
        byte[] subject = subject(creatorId);
        // From the ledger's line on it cannot be undone, and the database may not hear of it before a crash.
        Receipt.current().ifPresent(Receipt::attempted);
        ledger.add(subject);
        Erasure begun = store.begin(
                new Erasure(
                        ground.ids().next(),
                        creatorId,
                        Erasure.State.HIDDEN,
                        now,
                        now,
                        null,
                        new Erasure.Removed(0, 0, 0)),
                subject);
        ground.gate().forgetTokens();
        LOG.info("erasure {} has begun", begun.id());
        return begun;
    }

    /** Begins to erase a creator whom nobody has to confirm, such as an anonymous session that is over. */
    public void erase(String creatorId) {
        Erasure unused = begin(creatorId);
    }

    /** Returns what was erased and is being, newest first. */
    public List<Erasure> newest() {
        return store.newest(MOST_LISTED);
    }

    /** Begins again what was erased before and is back, because an old backup was restored. */
    public void replay() {
        ledger.addAll(store.subjects());
        List<byte[]> erased = ledger.subjects();
        List<Erasure> open = store.open();
        for (String creatorId : store.creators()) {
            byte[] subject = subject(creatorId);
            boolean again = erased.stream().anyMatch(one -> Arrays.equals(one, subject))
                    && open.stream().noneMatch(one -> creatorId.equals(one.creatorId()));
            if (again) {
                Erasure begun = begin(creatorId);
                LOG.warn("a restored backup held somebody who was erased; erasure {} removes it again", begun.id());
            }
        }
    }

    /** Does what can be done now of every open erasure. */
    public void advance() throws IOException {
        for (Erasure open : store.open()) {
            advance(open);
        }
    }

    private void advance(Erasure erasure) throws IOException {
        Instant now = clock.instant();
        switch (erasure.state()) {
            case HIDDEN -> {
                if (isSettled(erasure, now) && store.quiesce(erasure, now)) {
                    LOG.info("erasure {}: nothing runs any more", erasure.id());
                    removeRows(erasure);
                }
            }
            case ROWS -> removeRows(erasure);
            case FILES -> {
                if (isSettled(erasure, now)) {
                    removeFiles(erasure);
                }
            }
            case DONE -> LOG.debug("erasure {} is done", erasure.id());
        }
    }

    private boolean isSettled(Erasure erasure, Instant now) {
        return !now.isBefore(erasure.steppedAt().plus(settle));
    }

    private void removeRows(Erasure erasure) {
        long removed;
        do {
            removed = store.removeSomeRows(erasure);
        } while (removed > 0);
        store.forget(erasure, clock.instant());
        LOG.info("erasure {}: rows are gone", erasure.id());
    }

    private void removeFiles(Erasure erasure) throws IOException {
        for (List<String> some = store.files(erasure, FILES_AT_ONCE);
                !some.isEmpty();
                some = store.files(erasure, FILES_AT_ONCE)) {
            for (String noted : some) {
                store.fileGone(erasure, noted, remove(noted));
            }
        }
        store.finish(erasure, clock.instant());
        LOG.info("erasure {}: everything is gone", erasure.id());
    }

    /** Removes the file of a hash, or what work of an id left; returns the bytes of a file that is gone, else -1. */
    private long remove(String noted) throws IOException {
        if (noted.length() == HASH_LENGTH) {
            return ground.blobs().remove(noted, () -> !store.isReferenced(noted));
        }
        ground.blobs().removeLeftovers(noted);
        return -1;
    }

    private static byte[] subject(String creatorId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(creatorId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
