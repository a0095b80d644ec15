// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.framing;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of shot size and angle of a clip; in place of what was said before. With neither it takes everything back.
 *
 * @param ordinal its place among those of the clip, from 1 without a gap
 * @param shotType null when nothing is said of it
 * @param angle null when nothing is said of it
 * @param evidence what the clip was told from at that time
 */
public record FramingCorrection(
        String id,
        String mediaId,
        int ordinal,
        @Nullable ShotType shotType,
        @Nullable Angle angle,
        FramingEvidence evidence,
        Instant createdAt) {}
