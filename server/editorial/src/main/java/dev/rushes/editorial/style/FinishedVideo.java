// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.SongAnalysis;
import org.jspecify.annotations.Nullable;

/**
 * A video a creator finished, taken apart.
 *
 * @param video its shots and cuts
 * @param song what was heard in its own sound, on the video's time; null when it has none (STY-04)
 */
public record FinishedVideo(VideoAnalysis video, @Nullable SongAnalysis song) {

    /** Tells whether a beat grid is known. */
    boolean hasBeats() {
        return song != null && song.bpm() > 0 && song.beats().size() > 1;
    }
}
