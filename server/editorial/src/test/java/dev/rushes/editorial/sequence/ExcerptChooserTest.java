// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.time.FrameRate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptChooserTest {

    @Test
    void theExcerptBeginsOnADownbeatOfTheLoudPart() {
        SongAnalysis song = SequenceFixtures.song(120, 160, 4);
        Excerpt excerpt = choose(song, 900);
        double start = excerpt.music().startSeconds();
        assertThat(song.beats()).anyMatch(beat -> beat.isDownbeat() && beat.seconds() == start);
        assertThat(start).isBetween(78.0, 92.0);
        assertThat(excerpt.beats().getFirst().seconds()).isZero();
        assertThat(excerpt.music().durationSeconds()).isCloseTo(30, within(1e-9));
        assertThat(excerpt.music().energy().at(0)).isCloseTo(song.energy().at(start), within(1e-9));
    }

    @Test
    void withoutBarsTheExcerptBeginsOnABeat() {
        SongAnalysis bars = SequenceFixtures.song(120, 160, 4);
        SongAnalysis song = new SongAnalysis(
                bars.durationSeconds(),
                bars.bpm(),
                bars.beats().stream().map(beat -> new Beat(beat.seconds(), 0)).toList(),
                bars.confidence(),
                List.of(),
                bars.energy(),
                bars.sections());
        double start = choose(song, 900).music().startSeconds();
        assertThat(song.beats()).anyMatch(beat -> beat.seconds() == start);
    }

    @Test
    void aSongTrimmedToTheLengthIsTakenWhole() {
        Excerpt excerpt = choose(SequenceFixtures.song(120, 29.8, 4), 900);
        assertThat(excerpt.music().startSeconds()).isZero();
        assertThat(excerpt.frameCount()).isEqualTo(900);
    }

    private static Excerpt choose(SongAnalysis song, long frames) {
        return new ExcerptChooser(song, new SongMood(song), FrameRate.FPS_30).choose(frames, null);
    }
}
