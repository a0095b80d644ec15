// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * A tempo the song could have.
 *
 * @param bpm beats per minute
 * @param probability 0..1
 */
public record TempoCandidate(double bpm, double probability) {}
