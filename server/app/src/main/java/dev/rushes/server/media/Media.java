// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

import java.time.Instant;

/** One announced file of a job; active once all bytes are stored and checked. */
public record Media(
        String id,
        String jobId,
        MediaKind kind,
        String fileName,
        long sizeBytes,
        String sha256,
        boolean active,
        Instant createdAt) {

    /** Returns the same file with its bytes there. */
    public Media activated() {
        return new Media(id, jobId, kind, fileName, sizeBytes, sha256, true, createdAt);
    }
}
