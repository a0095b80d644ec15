// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.reason.Explanation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shot a person deleted; regenerations avoid its moment.
 *
 * @param shotId the shot
 * @param deletedAt when
 * @param explanation why it had stood there; its confidence is kept for calibration
 * @param userReason code, for example "too_shaky"; empty when none was given
 * @param metadata what was seen in it
 * @param clipId media of its clip; null when a document does not say
 */
public record DeletedShot(
        String shotId,
        Instant deletedAt,
        Explanation explanation,
        String userReason,
        ShotMetadata metadata,
        @Nullable String clipId) {}
