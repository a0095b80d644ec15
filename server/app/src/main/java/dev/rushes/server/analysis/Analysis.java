// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.analysis;

import dev.rushes.server.media.MediaKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The work of looking at one content with one analyser version. {@code attempt} is the fence; {@code failures} counts tries that
 * ended in worker trouble. {@code finding} is there once succeeded or rejected, {@code error} once failed.
 */
public record Analysis(
        String id,
        Key key,
        long sizeBytes,
        String fileName,
        State state,
        long attempt,
        int failures,
        @Nullable Finding finding,
        @Nullable String error,
        Instant updatedAt) {

    /** Returns the same work with another finding. */
    public Analysis withFinding(Finding other) {
        return new Analysis(id, key, sizeBytes, fileName, state, attempt, failures, other, error, updatedAt);
    }

    /** What makes two analyses the same: equal bytes, used for the same, looked at by the same analyser. */
    public record Key(String sha256, MediaKind kind, String analyzerVersion) {}

    /** Where the work stands. */
    public enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        REJECTED,
        FAILED;

        /** Returns whether no worker will look again by itself. */
        public boolean isEnded() {
            return this == SUCCEEDED || this == REJECTED || this == FAILED;
        }
    }
}
