// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * Something an editor cuts to.
 *
 * @param kind what happens
 * @param start seconds; a drop happens here, a build or break begins here
 * @param end seconds; a drop's first bar, a build or break ends here
 * @param strength 0..1, rise or fall of energy
 */
public record SongEvent(Kind kind, double start, double end, double strength) {

    /** What can happen. */
    public enum Kind {
        /** Energy jumps up. */
        DROP,
        /** Energy or density rises for bars and ends in a drop. */
        BUILD,
        /** Energy falls away. */
        BREAK
    }
}
