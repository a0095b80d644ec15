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
}
