// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * A stretch of the song with one character.
 *
 * @param start seconds, inclusive
 * @param end seconds, exclusive
 * @param label intro, verse, chorus, drop, break or outro
 * @param energy mean energy, 0..1
 * @param group letter shared by sections that repeat each other, A first; empty if not known
 */
public record Section(double start, double end, String label, double energy, String group) {

    /** A section of which energy and repetition are not known. */
    public Section(double start, double end, String label) {
        this(start, end, label, 0, "");
    }
}
