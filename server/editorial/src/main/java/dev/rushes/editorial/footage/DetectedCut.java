// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * One change of shot in a finished video.
 *
 * @param frame first frame of the new shot, zero-based; the middle of a dissolve
 * @param seconds its presentation time
 * @param kind what was found
 */
public record DetectedCut(long frame, double seconds, CutKind kind) {}
