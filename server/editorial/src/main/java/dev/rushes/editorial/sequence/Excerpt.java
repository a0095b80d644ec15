// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongExcerpt;
import java.util.List;

/**
 * The part of the song under the cut.
 *
 * @param music the part itself, without song id and file name
 * @param frameCount length of the cut in frames
 * @param beats beats of {@code music} with their place in the bar, seconds from the start of the excerpt
 * @param sectionStarts seconds from the start of the excerpt at which a section of the song begins
 * @param isGridTrusted whether the beats may carry cut points
 * @param notes plain sentences on what was chosen and why
 */
record Excerpt(
        SongExcerpt music,
        long frameCount,
        List<Beat> beats,
        List<Double> sectionStarts,
        boolean isGridTrusted,
        List<String> notes) {

    Excerpt {
        beats = List.copyOf(beats);
        sectionStarts = List.copyOf(sectionStarts);
        notes = List.copyOf(notes);
    }
}
