// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a shot.
 *
 * @param action ai_generated, user_reordered, user_trimmed and so on
 * @param at when
 * @param revision revision of the timeline made by it; null when a document does not say
 * @param fromPosition zero-based place before a move, else null
 * @param toPosition zero-based place after a move, else null
 */
public record HistoryEntry(
        String action,
        Instant at,
        @Nullable Long revision,
        @Nullable Integer fromPosition,
        @Nullable Integer toPosition) {}
