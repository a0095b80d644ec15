// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.editorial.footage.CutKind;

/**
 * One change of shot.
 *
 * @param frame first frame of the new shot; the middle of a gradual change
 * @param from last frame that shows only the old shot
 * @param to first frame that shows only the new shot
 * @param kind what was found
 * @param confidence 0..1
 */
public record Boundary(int frame, int from, int to, CutKind kind, double confidence) {}
