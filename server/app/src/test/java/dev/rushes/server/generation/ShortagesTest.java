// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShortagesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aSongTooShortToCutToIsRefusedWithWhatToDo() {
        assertThatExceptionOfType(Stopped.class)
                .isThrownBy(() -> Shortages.requireFiles(rushes(0.2)))
                .satisfies(stopped -> {
                    Failure failure = requireNonNull(stopped.failure);
                    assertThat(failure.reason()).isEqualTo(Reason.NO_USABLE_SONG);
                    assertThat(failure.message()).contains("jingle.wav", "0.20 s", "at least 3 s", "add a longer song");
                });
        Shortages.requireFiles(rushes(3));
    }

    private static Rushes rushes(double songSeconds) {
        Media song = new Media("m1", "job", MediaKind.SONG, "jingle.wav", 10, "aa", true, NOW);
        Media clip = new Media("m2", "job", MediaKind.CLIP, "a.mp4", 10, "bb", true, NOW);
        SongAnalysis heard = new SongAnalysis(
                songSeconds, 0, List.of(), 0, List.of(), new EnergyCurve(0.1, List.of(0.5)), List.of());
        Analysis looked = new Analysis(
                "analysis-1",
                new Analysis.Key("aa", MediaKind.SONG, "song-1"),
                10,
                song.fileName(),
                Analysis.State.SUCCEEDED,
                1,
                0,
                new Finding.OfSong(heard),
                null,
                NOW);
        return new Rushes(List.of(song, clip), Map.of("m1", looked));
    }
}
