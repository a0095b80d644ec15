// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/**
 * A part of a timeline that an edit can depend on or change.
 *
 * @param kind which part
 * @param shotId of which shot; empty for the song, and for {@code NEXT} of the place before the first shot
 */
public record Aspect(Kind kind, String shotId) {

    /** Parts of a timeline. */
    public enum Kind {
        /** Whether the shot stands on the timeline. */
        EXISTENCE,
        /** Which clip it shows. */
        CLIP,
        /** Its first source frame. */
        IN,
        /** Its last source frame. */
        OUT,
        /** Its lock. */
        LOCK,
        /** Which shot follows it. */
        NEXT,
        /** How it becomes the next shot. */
        TRANSITION,
        /** The song under the picture. */
        SONG
    }
}
