// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * Technical quality of a clip or shot.
 *
 * @param blur sharpness lost, 0 (sharp) .. 1 (blurred)
 * @param exposure mean luma, 0 (black) .. 1 (white)
 * @param shake unwanted camera shake, 0 (steady) .. 1 (unwatchable)
 * @param visual overall, 0..1; falls with blur, bad exposure and shake
 */
public record Quality(double blur, double exposure, double shake, double visual) {}
