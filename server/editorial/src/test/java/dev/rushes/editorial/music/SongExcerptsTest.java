// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SongExcerptsTest {
    private static final SongAnalysis HEARD = new SongAnalysis(
            8,
            60,
            IntStream.range(0, 8).mapToObj(i -> new Beat(i, i % 4 + 1)).toList(),
            0.9,
            List.of(),
            new EnergyCurve(1, List.of(0.5)),
            List.of());

    @Test
    void correctedBeatsStandUnderTheExcerptAndHeardOnesAround() {
        SongExcerpt doubled = new SongExcerpt(
                "song", "song.mp3", 120, 2, 2, List.of(0.0, 0.5, 1.0, 1.5), new EnergyCurve(1, List.of(0.5)));

        SongAnalysis song = SongExcerpts.corrected(HEARD, doubled);

        assertThat(song.bpm()).isEqualTo(120);
        assertThat(song.beats())
                .containsExactly(
                        new Beat(0, 1),
                        new Beat(1, 2),
                        new Beat(2, 3),
                        new Beat(2.5, 0),
                        new Beat(3, 4),
                        new Beat(3.5, 0),
                        new Beat(4, 1),
                        new Beat(5, 2),
                        new Beat(6, 3),
                        new Beat(7, 4));
    }

    @Test
    void anExcerptWithoutBeatsCorrectsNothing() {
        SongExcerpt silent = new SongExcerpt("song", "song.mp3", 0, 2, 2, List.of(), new EnergyCurve(1, List.of(0.5)));

        assertThat(SongExcerpts.corrected(HEARD, silent)).isEqualTo(HEARD);
    }

    @Test
    void beatsAndEnergyGoOnAfterTheEndForWhoMakesTheCutLonger() {
        SongAnalysis song = new SongAnalysis(
                100,
                60,
                IntStream.range(0, 100).mapToObj(i -> new Beat(i, i % 4 + 1)).toList(),
                0.9,
                List.of(),
                new EnergyCurve(
                        1, IntStream.range(0, 100).mapToObj(i -> i / 100.0).toList()),
                List.of());

        SongExcerpt early = SongExcerpts.of(song, "song", "song.mp3", 10, 12);
        SongExcerpt late = SongExcerpts.of(song, "song", "song.mp3", 80, 12);

        assertThat(early.durationSeconds()).isEqualTo(12);
        assertThat(early.beats()).hasSize(42).startsWith(0.0).endsWith(41.0);
        assertThat(early.energy().at(41)).isEqualTo(0.51);
        assertThat(late.beats()).as("as far as the song goes").hasSize(20);
        assertThat(late.energy().values()).hasSize(20);
        assertThat(SongExcerpts.of(song, "song", "song.mp3", 0, 40).beats())
                .as("as long again")
                .hasSize(80);
    }

    @Test
    void correctedBeatsAfterTheEndTakeThePlaceOfHeardOnesToo() {
        SongExcerpt doubled = new SongExcerpt(
                "song", "song.mp3", 120, 2, 1, List.of(0.0, 0.5, 1.0, 1.5), new EnergyCurve(1, List.of(0.5)));

        assertThat(SongExcerpts.corrected(HEARD, doubled).beats())
                .extracting(Beat::seconds)
                .containsExactly(0.0, 1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0);
    }
}
