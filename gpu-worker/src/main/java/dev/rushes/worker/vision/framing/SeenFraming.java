// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;

/**
 * Shot size and angle of one shot.
 *
 * @param framing most likely ones
 * @param evidence what they were told from; {@link FramingEvidence#NONE} where nobody could learn on it
 */
public record SeenFraming(Framing framing, FramingEvidence evidence) {}
