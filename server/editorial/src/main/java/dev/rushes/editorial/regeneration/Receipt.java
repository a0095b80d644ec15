// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.time.FrameRange;
import java.util.List;

/**
 * What a regeneration did, measured on the proposal itself.
 *
 * @param instruction what was asked
 * @param section frames of the shots that could change, whole shots
 * @param before the section as it stands
 * @param predicted the section as a quick first answer had it; equal to {@code after} on that answer itself
 * @param after the section as proposed
 * @param newShots shots of the proposal that do not stand on the timeline
 * @param keptLocked locked shots of the section, all unchanged
 * @param sentences for a person, most important first
 */
public record Receipt(
        Instruction instruction,
        FrameRange section,
        Effect before,
        Effect predicted,
        Effect after,
        int newShots,
        int keptLocked,
        List<String> sentences) {

    public Receipt {
        sentences = List.copyOf(sentences);
    }
}
