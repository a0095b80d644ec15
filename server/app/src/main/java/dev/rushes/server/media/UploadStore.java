// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps uploads in progress and who may write to them. The right to write is a lease by the database's clock: it ends by itself when
 * its holder stops renewing it, and whoever takes it over raises the epoch, so that the former holder commits nothing more.
 */
public interface UploadStore {

    /**
     * An upload in progress: {@code offset} bytes of part {@code part} are durable, {@code epoch} is the writer's fence.
     * {@code formerPart} differs from {@code part} when a holder elsewhere may still be writing: its bytes must be copied.
     */
    record Session(String uploadId, long part, long formerPart, long offset, long epoch) {}

    /** Returns how many bytes are durable; 0 for an upload that has not begun. */
    long offset(String uploadId);

    /** Gives {@code holder} the right to write until {@code lease} has passed; empty while another writer has it. */
    Optional<Session> acquire(String uploadId, String holder, Duration lease, Instant now);

    /** Raises the durable offset and renews the lease; false when another writer took over. */
    boolean commit(String uploadId, long epoch, long offset, Duration lease, Instant now);

    /** Gives the right to write back; does nothing when another writer took over. */
    void release(String uploadId, long epoch);

    /** Gives back every right of {@code holder}, which is known to be dead; returns how many. */
    int releaseAll(String holder);

    /** Forgets an upload. */
    void forget(String uploadId);

    /** Forgets uploads without a writer that nobody wrote to since {@code limit}; returns their ids. */
    List<String> forgetIdleSince(Instant limit);

    /** Returns whether {@code part} is the present one of an upload in progress. */
    boolean isPresent(String uploadId, long part);
}
