// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.worker.vision.picture.Exposure;

/**
 * What was measured at one sampled picture.
 *
 * @param seconds presentation time
 * @param motion against the sampled picture before; nothing moves in the first
 * @param exposure light
 * @param blur 0 (sharp) .. 1 (blurred), NaN without texture
 * @param change mean absolute luma difference to the sampled picture before, 0..255
 * @param color spread of colours, 0..1
 */
public record Sample(double seconds, Motion motion, Exposure exposure, double blur, double change, double color) {}
