// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.util.Locale;

/** What a cut consists of, as far as a hand-off can lose it. Timelines of Rushes play every clip at speed 1 (E-3). */
public enum Feature {
    /** Where shots begin and end on the timeline. */
    CUT_POINTS,
    /** Which pictures of a clip at the timeline's rate are shown. */
    SOURCE_FRAMES,
    /** Which pictures of a clip at another rate are shown. */
    MIXED_RATES,
    /** Which pictures of a clip whose pictures last unequally long are shown. */
    VARIABLE_RATES,
    /** The start timecode stored in a clip. */
    START_TIMECODE,
    /** Dissolves with their handles. */
    DISSOLVES,
    /** Whip pans. */
    WHIP_PANS,
    /** Where the crop window stands. */
    CROP,
    /** How the crop window moves in a shot. */
    MOVING_CROP,
    /** The song and where in it the excerpt begins. */
    SONG,
    /** The song's fade at the end of the rendered video. */
    SONG_FADE,
    /** Beats as markers. */
    BEATS,
    /** Why each shot stands where it stands. */
    REASONS,
    /** Which shots are locked, what of them, by whom and why. */
    LOCKS,
    /** What people said of pictures. */
    COMMENTS,
    /** Edit history and deleted shots. */
    HISTORY,
    /** Names to find the clips by. */
    FILE_NAMES;

    /** Returns the words for people, for example "source frames". */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
