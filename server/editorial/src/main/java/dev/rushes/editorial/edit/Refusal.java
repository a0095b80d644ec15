// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/** Why an edit was refused; the names are stable. */
public enum Refusal {
    /** The timeline has no such shot. */
    SHOT_NOT_FOUND,
    /** A shot of that identity stands there already. */
    SHOT_EXISTS,
    /** The shot, or a neighbour that would change too, is locked. */
    SHOT_LOCKED,
    /** The clip has no frames there. */
    NO_MEDIA,
    /** A shot would lose its last frame. */
    TOO_SHORT,
    /** The two shots do not stand side by side. */
    NOT_NEIGHBOURS,
    /** There is no neighbour on that side. */
    NO_NEIGHBOUR,
    /** A timeline keeps at least one shot. */
    LAST_SHOT,
    /** The cut would be longer than the rest of the song. */
    SONG_ENDS,
    /** The replacement is not as long as what it replaces. */
    LENGTH_DIFFERS,
    /** The edit would change nothing. */
    NOTHING_CHANGES,
    /** The person has no edit left to take back. */
    NOTHING_TO_UNDO,
    /** The person has taken nothing back since their last edit. */
    NOTHING_TO_REDO,
    /** Another edit depends on the same thing. */
    CONFLICT
}
