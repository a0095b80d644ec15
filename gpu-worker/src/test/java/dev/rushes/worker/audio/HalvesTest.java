// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.worker.audio.bench.RandomSong;
import dev.rushes.worker.audio.bench.Rhythm;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvesTest {

    private static final int INTERVAL = 80;
    private static final int FRAMES = 50 * INTERVAL;

    private static final double[] BEATS =
            IntStream.range(0, 50).mapToDouble(beat -> beat * INTERVAL).toArray();
    private static final double[] BETWEEN =
            IntStream.range(0, 49).mapToDouble(beat -> (beat + .5) * INTERVAL).toArray();

    @Test
    void beatIsWhereBassAndDrumsSoundOn() {
        Halves halves = halves(new boolean[] {true, false, true, false});
        assertThat(halves.score(BEATS)).isGreaterThan(halves.score(BETWEEN) + 2);
    }

    @Test
    void chordsOfTheMiddleSoundBetweenTheBeats() {
        Halves halves = halves(new boolean[] {false, true, false, false});
        assertThat(halves.score(BEATS)).isLessThan(halves.score(BETWEEN) - 2);
    }

    @Test
    void soundThatNeverChangesSpeaksForNeither() {
        Halves halves = halves(new boolean[4]);
        assertThat(halves.score(BEATS)).isEqualTo(halves.score(BETWEEN));
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 2000, 3001, 4001})
    void reggaeIsNotReadHalfABeatLate(long seed) {
        RandomSong song = RandomSong.of(Rhythm.REGGAE, seed);
        SongAnalysis heard = new SongAnalyzer().analyze(song.samples(), SynthSong.SAMPLE_RATE);
        double[] truth = song.beats().stream().mapToDouble(Double::doubleValue).toArray();
        double[] beats = heard.beats().stream().mapToDouble(Beat::seconds).toArray();
        assertThat(BeatScore.from(BeatScore.TRIM_SECONDS, truth, beats).f()).isGreaterThan(.8);
    }

    @Test
    void tempiOfABeatThatIsTooUnsureToShowAreOffered() {
        RandomSong song = RandomSong.of(Rhythm.HIPHOP, 2001);
        SongAnalysis heard = new SongAnalyzer().analyze(song.samples(), SynthSong.SAMPLE_RATE);
        assertThat(heard.confidence()).isLessThan(.2);
        assertThat(heard.beats()).isEmpty();
        assertThat(heard.bpm()).isZero();
        assertThat(heard.tempoCandidates())
                .anySatisfy(
                        candidate -> assertThat(candidate.bpm() / song.bpm()).isBetween(.96, 1.04));
    }

    /** Sound in which some registers are louder in the first half of every beat. */
    private static Halves halves(boolean[] loudFirst) {
        float[][] levels = new float[4][FRAMES / Flux.LEVEL_FRAMES];
        for (int register = 0; register < levels.length; register++) {
            for (int t = 0; t < levels[register].length; t++) {
                boolean isFirst = t * Flux.LEVEL_FRAMES % INTERVAL < INTERVAL / 2;
                levels[register][t] = isFirst && loudFirst[register] ? 2 : 1;
            }
        }
        Flux flux = new Flux(new float[4][FRAMES], levels);
        return new Halves(flux, Onsets.of(flux));
    }
}
