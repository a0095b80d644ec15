// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * A stretch of the song with one character.
 *
 * @param start seconds, inclusive
 * @param end seconds, exclusive
 * @param label intro, verse, chorus, break or outro
 */
public record Section(double start, double end, String label) {}
