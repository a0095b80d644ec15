// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.erasure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The erasure of a creator.
 *
 * @param creatorId whose rows are still to go; null from then on
 * @param steppedAt when its state changed last
 * @param finishedAt when everything was gone; null before
 */
public record Erasure(
        String id,
        @Nullable String creatorId,
        State state,
        Instant createdAt,
        Instant steppedAt,
        @Nullable Instant finishedAt,
        Removed removed) {

    /** What is left to do. */
    public enum State {
        /** Nobody gets in any more; calls and work that had begun come to their end. */
        HIDDEN,
        /** The hashes of its files are noted; rows are being removed. */
        ROWS,
        /** Rows are gone; files that nobody else has are being removed. */
        FILES,
        DONE
    }

    /** How much is gone. */
    public record Removed(long rows, long files, long bytes) {}
}
