// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import dev.rushes.editorial.time.FrameRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did.
 *
 * @param at when
 * @param action clip_deleted, clip_reordered, clip_trimmed, clip_added, clip_locked, clip_unlocked, regenerate_requested, and
 *     words the documents do not have: clip_restored, clip_replaced, transition_changed, song_offset_changed, tempo_corrected
 * @param shotId the shot touched, null for edits of a section
 * @param reason reason code of a deletion, kind of a transition; else null
 * @param fromPosition zero-based place before a move, else null
 * @param toPosition zero-based place after a move, else null
 * @param section the section asked for, else null
 * @param instruction make_tighter, add_energy, slow_down or free words, else null
 */
public record UserEdit(
        Instant at,
        String action,
        @Nullable String shotId,
        @Nullable String reason,
        @Nullable Integer fromPosition,
        @Nullable Integer toPosition,
        @Nullable FrameRange section,
        @Nullable String instruction) {}
