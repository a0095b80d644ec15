// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import java.time.Instant;

/**
 * A person's decision the optimizer must keep.
 *
 * @param lockedBy who
 * @param lockedAt when
 * @param reason code, for example "user_reordered"
 * @param note free words, possibly empty
 * @param scope what is kept
 */
public record Lock(String lockedBy, Instant lockedAt, String reason, String note, Scope scope) {

    /** What a lock keeps. */
    public enum Scope {
        /** Clip, source range and record range. */
        PLACE_AND_RANGE,
        /** Clip and source range; the shot may move. */
        RANGE
    }
}
