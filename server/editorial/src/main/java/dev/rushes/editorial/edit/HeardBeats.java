// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpts;
import java.util.List;

/**
 * The beats of a whole song as people corrected them: what was said of the song itself is the ground, what was said on the timeline goes
 * on top. A cut keeps the ground it was made on; a cut made on another ground begins anew, without what the timeline had on top.
 *
 * <pre>
 *   said of the song    [x2]          [x2]          [taps]
 *   log                 Generated     Generated     Generated
 *                           repair        repair
 *   beats               x2  x2+1      x2+1  x2+1+2  taps
 * </pre>
 */
public final class HeardBeats {

    private HeardBeats() {}

    /**
     * Returns a song with the beats under the cut: corrections of edits in force, in the order they were made, on the ground of the last
     * cut made to it. Corrections of another song do not count.
     *
     * @param heard as the analysers heard it
     * @param songId its media id
     */
    public static SongAnalysis corrected(SongAnalysis heard, String songId, List<Edit> inForce) {
        return underCut(heard, songId, inForce).song();
    }

    /**
     * Returns a song with the beats a new cut is made on: those under the cut while its ground is still what is said of the song, else
     * what is said of the song alone.
     *
     * @param said of the song itself, oldest first
     */
    public static SongAnalysis forNewCut(
            SongAnalysis heard, String songId, List<Edit> inForce, List<GridCorrection> said) {
        UnderCut underCut = underCut(heard, songId, inForce);
        return underCut.ground().equals(said) ? underCut.song() : repaired(heard, said);
    }

    /** Returns a song with what is said of it, oldest first. */
    public static SongAnalysis repaired(SongAnalysis heard, List<GridCorrection> said) {
        SongAnalysis song = heard;
        for (GridCorrection correction : said) {
            song = GridRepair.apply(song, correction);
        }
        return song;
    }

    private record UnderCut(SongAnalysis song, List<GridCorrection> ground) {}

    private static UnderCut underCut(SongAnalysis heard, String songId, List<Edit> inForce) {
        SongAnalysis song = heard;
        List<GridCorrection> ground = List.of();
        for (Edit edit : inForce) {
            if (edit instanceof Edit.Generated made
                    && made.cut().song().songId().equals(songId)
                    && !made.beats().equals(ground)) {
                ground = made.beats();
                song = repaired(heard, ground);
            } else if (edit instanceof Edit.CorrectTempo(TempoGrid grid, var excerpt)
                    && excerpt.songId().equals(songId)) {
                song = SongExcerpts.regrid(
                        song, grid.milliBpm() / 1e3, grid.firstBeatMicros() / 1e6, grid.beatsPerBar());
            } else if (edit instanceof Edit.RepairBeats repair
                    && repair.song().songId().equals(songId)) {
                song = GridRepair.apply(song, repair.correction());
            }
        }
        return new UnderCut(song, ground);
    }
}
