// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimelineDiffTest {
    private final EditLog log = Cuts.log(4);

    @Test
    void aTransitionOfAnotherLengthIsTold() {
        edit(dissolve("s1", "s2", 4, 4));
        Timeline before = log.timeline();
        edit(dissolve("s1", "s2", 10, 10));
        assertThat(words(before))
                .containsExactly(
                        "shot 1 (\"c1.mp4\") leads into the next shot by a quick dissolve of 20 frames instead of 8");
        edit(dissolve("s1", "s2", 2, 6));
        assertThat(words(before))
                .containsExactly(
                        "shot 1 (\"c1.mp4\") leads into the next shot by a quick dissolve of 8 frames that begins 2 frames earlier");
    }

    @Test
    void aTransitionToANewNeighbourIsTold() {
        Timeline before = log.timeline();
        edit(new Edit.Move("s4", "s1"));
        edit(dissolve("s1", "s4", 4, 4));
        edit(dissolve("s4", "s2", 4, 4));
        assertThat(words(before))
                .contains(
                        "shot 1 (\"c1.mp4\") now leads into the next shot by a quick dissolve instead of a hard cut",
                        "shot 2 (\"c4.mp4\") now leads into the next shot by a quick dissolve instead of a hard cut")
                .hasSize(3);
    }

    @Test
    void aTransitionThatWentWithItsNeighbourIsTold() {
        edit(dissolve("s1", "s2", 4, 4));
        Timeline before = log.timeline();
        edit(new Edit.Delete("s2", ""));
        assertThat(words(before))
                .contains("shot 1 (\"c1.mp4\") now leads into the next shot by a hard cut instead of a quick dissolve");
    }

    @Test
    void beatsThatMovedAtTheSameTempoAreTold() {
        Timeline before = log.timeline();
        edit(new Edit.RepairBeats(new GridCorrection.Nudged(-0.04), song(0, -0.04), List.of(), 0));
        assertThat(words(before)).containsExactly("the beats of the song are 0.040 s earlier");
    }

    @Test
    void aNewFirstBeatIsTold() {
        Timeline before = log.timeline();
        edit(new Edit.CorrectTempo(new TempoGrid(120_000, 120_000, 4), song(0, 0.12)));
        assertThat(words(before)).containsExactly("the beats of the song are 0.120 s later");
    }

    @Test
    void otherBarsAreTold() {
        Timeline before = log.timeline();
        edit(new Edit.RepairBeats(new GridCorrection.DownbeatSet(0.5), song(0, 0), List.of(), 0));
        assertThat(words(before)).containsExactly("bars were said to begin on other beats; the beats are the same");
    }

    @Test
    void anotherPartOfTheSameSongHasTheSameBeats() {
        Timeline before = log.timeline();
        edit(new Edit.SetSongOffset(song(1.25, 0.25)));
        assertThat(words(before)).containsExactly("the song begins at 1.25 s instead of 0.00 s");
    }

    @Test
    void aSmallDifferenceIsToldWithTheDigitsThatShowIt() {
        Timeline before = log.timeline();
        edit(new Edit.SetSongOffset(song(0.004, 0)));
        assertThat(words(before)).contains("the song begins at 0.004 s instead of 0.000 s");
    }

    @Test
    void nothingIsToldOfTheSame() {
        edit(dissolve("s1", "s2", 4, 4));
        assertThat(words(log.timeline())).isEmpty();
    }

    private static Edit dissolve(String from, String to, long out, long in) {
        return new Edit.SetTransition(from, to, TransitionKind.QUICK_DISSOLVE, out, in);
    }

    /** Two beats a second, the first so many seconds after the start of the excerpt. */
    private static SongExcerpt song(double start, double first) {
        SongExcerpt usual = Cuts.song(start, 4);
        return new SongExcerpt(
                usual.songId(),
                usual.fileName(),
                usual.bpm(),
                start,
                usual.durationSeconds(),
                usual.beats().stream().map(beat -> beat + first).toList(),
                usual.energy());
    }

    private void edit(Edit edit) {
        assertThat(Cuts.append(log, edit)).isInstanceOf(EditResult.Applied.class);
    }

    private List<String> words(Timeline before) {
        return TimelineDiff.between(before, log.timeline()).stream()
                .map(TimelineDiff.Difference::words)
                .toList();
    }
}
