// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpts;
import java.util.List;

/** The beats of a whole song as people corrected them. */
public final class HeardBeats {

    private HeardBeats() {}

    /**
     * Returns a song with the corrections of edits in force, in the order they were made; corrections of another song do not count.
     *
     * @param heard as the analysers heard it
     * @param songId its media id
     */
    public static SongAnalysis corrected(SongAnalysis heard, String songId, List<Edit> inForce) {
        SongAnalysis song = heard;
        for (Edit edit : inForce) {
            if (edit instanceof Edit.CorrectTempo(TempoGrid grid, var excerpt)
                    && excerpt.songId().equals(songId)) {
                song = SongExcerpts.regrid(
                        song, grid.milliBpm() / 1e3, grid.firstBeatMicros() / 1e6, grid.beatsPerBar());
            } else if (edit instanceof Edit.RepairBeats repair
                    && repair.song().songId().equals(songId)) {
                song = GridRepair.apply(song, repair.correction());
            }
        }
        return song;
    }
}
