// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import java.util.List;

/**
 * What a reader understood.
 *
 * @param frameRate of the timeline
 * @param shots in record order
 * @param blends frames in which two shots are seen
 * @param song what is heard
 */
record ReadCut(Ratio frameRate, List<ReadShot> shots, List<Span> blends, ReadSong song) {

    /**
     * A shot.
     *
     * @param name of its clip
     * @param shown record frames it is seen in, blends included
     * @param pictures of the clip, from its first, one for each of those frames
     */
    record ReadShot(String name, Span shown, List<Long> pictures) {}

    /** Frames from {@code start} up to but not {@code end}. */
    record Span(long start, long end) {}

    /** The song's name, and where in it the first frame is, in seconds. */
    record ReadSong(String name, Ratio startSeconds) {}
}
