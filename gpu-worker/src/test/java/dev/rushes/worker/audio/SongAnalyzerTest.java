// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SongAnalyzerTest {

    @ParameterizedTest
    @ValueSource(doubles = {92, 120, 128})
    void clicksAreHeardWithinMilliseconds(double bpm) {
        SynthSong song = SynthSong.lasting(30).clicks(bpm, .25, 30);
        SongAnalysis heard = analyze(song);
        BeatScore score = BeatScore.of(song.beats(), beats(heard));
        assertThat(score.f()).isGreaterThan(.98);
        assertThat(Math.abs(score.medianError())).isLessThan(.007);
        assertThat(heard.bpm()).isBetween(bpm * .999, bpm * 1.001);
        assertThat(heard.confidence()).isGreaterThan(.8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {72, 92, 105, 120, 128, 140})
    void barsOfABandAreCounted(double bpm) {
        SynthSong song = SynthSong.lasting(40).band(bpm, .25, 40, 4, 0);
        SongAnalysis heard = analyze(song);
        BeatScore score = BeatScore.of(song.beats(), beats(heard));
        assertThat(score.f()).isGreaterThan(.98);
        assertThat(Math.abs(score.medianError())).isLessThan(.004);
        assertThat(score.p90Error()).isLessThan(.008);
        assertThat(BeatScore.of(song.downbeats(), downbeats(heard)).f()).isGreaterThan(.95);
    }

    @Test
    void fastTempoIsHeardAtAnAllowedLevelAndOfferedAsCandidate() {
        SynthSong song = SynthSong.lasting(40).band(174, .25, 40, 4, 0);
        SongAnalysis heard = analyze(song);
        assertThat(BeatScore.of(song.beats(), beats(heard)).amlt()).isGreaterThan(.98);
        assertThat(heard.tempoCandidates())
                .anySatisfy(candidate -> assertThat(candidate.bpm()).isBetween(173.0, 175.0));
        assertThat(heard.tempoCandidates().getFirst().bpm()).isEqualTo(heard.bpm());
    }

    @ParameterizedTest
    @ValueSource(doubles = {95, 110, 124, 128, 140, 165})
    void songWithoutIntroIsReadAtItsTempoAndNotOnTheOffBeat(double bpm) {
        SongPlan plan = new SongPlan(
                bpm,
                .25,
                List.of(
                        new SongPlan.Part(SongPlan.Character.VERSE, 4),
                        new SongPlan.Part(SongPlan.Character.CHORUS, 6),
                        new SongPlan.Part(SongPlan.Character.OUTRO, 2)));
        float[][] stereo = SongSynth.play(plan);
        float[] mono = new float[stereo[0].length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (stereo[0][i] + stereo[1][i]) / 2;
        }
        SongAnalysis heard = new SongAnalyzer().analyze(mono, SongSynth.SAMPLE_RATE);
        double[] truth = plan.beats().stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(heard.bpm()).isBetween(bpm * .99, bpm * 1.01);
        assertThat(BeatScore.of(truth, beats(heard)).f()).isGreaterThan(.95);
    }

    @Test
    void waltzIsCountedInThree() {
        SynthSong song = SynthSong.lasting(40).band(140, .25, 40, 3, 0);
        SongAnalysis heard = analyze(song);
        assertThat(BeatScore.of(song.beats(), beats(heard)).f()).isGreaterThan(.98);
        assertThat(heard.beats()).extracting(Beat::barPosition).doesNotContain(0, 4);
        assertThat(BeatScore.of(song.downbeats(), downbeats(heard)).f()).isGreaterThan(.95);
    }

    @Test
    void swingDoesNotMoveTheBeat() {
        SynthSong song = SynthSong.lasting(40).band(110, .25, 40, 4, .33);
        BeatScore score = BeatScore.of(song.beats(), beats(analyze(song)));
        assertThat(score.f()).isGreaterThan(.98);
        assertThat(Math.abs(score.medianError())).isLessThan(.004);
    }

    @Test
    void tempoStepIsFollowed() {
        SynthSong song = SynthSong.lasting(60).band(105, .25, 30, 4, 0).band(120, 30, 60, 4, 0);
        assertThat(BeatScore.of(song.beats(), beats(analyze(song))).f()).isGreaterThan(.95);
    }

    @Test
    void gridReachesOverAQuietIntro() {
        SynthSong song = SynthSong.lasting(60).pad(0, 20, .05).band(118, 20, 60, 4, 0);
        SongAnalysis heard = analyze(song);
        double[] drums = SynthSong.after(20, beats(heard));
        assertThat(BeatScore.of(song.beats(), drums).f()).isGreaterThan(.97);
        assertThat(heard.beats()).filteredOn(beat -> beat.seconds() < 20).hasSizeGreaterThan(30);
        assertThat(heard.sections())
                .anySatisfy(section -> assertThat(section.start()).isBetween(18.0, 22.0));
        assertThat(heard.energy().mean(5, 15)).isLessThan(heard.energy().mean(30, 50));
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 20, 60})
    void noiseHasNoBeat(double seconds) {
        assertNoPulse(analyze(SynthSong.lasting(seconds).hiss(.2)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {15, 60})
    void speechHasNoBeat(double seconds) {
        assertNoPulse(analyze(SynthSong.lasting(seconds).speech()));
    }

    @Test
    void heldChordHasNoBeat() {
        assertNoPulse(analyze(SynthSong.lasting(30).pad(0, 30, .2)));
    }

    @Test
    void silenceHasNoBeatAndNoEnergy() {
        SongAnalysis heard = analyze(SynthSong.lasting(20));
        assertNoPulse(heard);
        assertThat(heard.energy().values()).containsOnly(0.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .00003, .01, .2, 1, 2.2})
    void shortSoundGivesAnAnalysis(double seconds) {
        SongAnalysis heard = analyze(SynthSong.lasting(seconds).hiss(.2));
        assertNoPulse(heard);
        assertThat(heard.durationSeconds()).isBetween(seconds - .001, seconds + .001);
    }

    @Test
    void sectionsTileAndEnergyFillsItsRange() {
        SongAnalysis heard = analyze(
                SynthSong.lasting(90).pad(0, 25, .05).band(120, 20, 60, 4, 0).pad(60, 90, .05));
        List<Section> sections = heard.sections();
        assertThat(sections.getFirst().start()).isZero();
        assertThat(sections.getLast().end()).isEqualTo(heard.durationSeconds());
        for (int i = 1; i < sections.size(); i++) {
            assertThat(sections.get(i).start()).isEqualTo(sections.get(i - 1).end());
        }
        assertThat(sections).extracting(Section::label).isSubsetOf("intro", "verse", "chorus", "break", "outro");
        assertThat(heard.energy().values())
                .contains(0.0, 1.0)
                .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
    }

    @Test
    void loudnessOfTheFileDoesNotMatter() {
        float[] samples = SynthSong.lasting(20).band(100, .25, 20, 4, 0).samples();
        float[] quiet = samples.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] *= .01f;
        }
        SongAnalyzer analyzer = new SongAnalyzer();
        double[] loud = beats(analyzer.analyze(samples, SynthSong.SAMPLE_RATE));
        assertThat(BeatScore.of(loud, beats(analyzer.analyze(quiet, SynthSong.SAMPLE_RATE)))
                        .f())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 441, 4096, 70_001})
    void piecesOfAnySizeGiveTheSameAnalysis(int size) {
        SynthSong song = SynthSong.lasting(20).band(100, .25, 20, 4, 0);
        float[] samples = size == 1 ? Arrays.copyOf(song.samples(), 100_000) : song.samples();
        SongListener listener = new SongAnalyzer().listen(SynthSong.SAMPLE_RATE);
        for (int at = 0; at < samples.length; at += size) {
            int to = Math.min(samples.length, at + size);
            listener.hear(Arrays.copyOfRange(samples, at, to), to - at);
        }
        // Sums are made piece by piece, so the last digits may differ.
        assertThat(listener.finish())
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b), Double.class)
                .isEqualTo(new SongAnalyzer().analyze(samples, SynthSong.SAMPLE_RATE));
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11_025, 22_050, 48_000, 96_000})
    void everyUsualSampleRateIsHeard(int rate) {
        float[] made = SynthSong.lasting(20).band(100, .25, 20, 4, 0).samples();
        float[] samples = new float[20 * rate];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = made[(int) ((long) i * SynthSong.SAMPLE_RATE / rate)];
        }
        SongAnalysis heard = new SongAnalyzer().analyze(samples, rate);
        assertThat(heard.bpm()).isBetween(99.0, 101.0);
        assertThat(heard.energy().values()).hasSize(200);
    }

    @Test
    void unknownSampleRateIsRefused() {
        assertThatThrownBy(() -> new SongAnalyzer().analyze(new float[10], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sampleRate: 0");
    }

    private static SongAnalysis analyze(SynthSong song) {
        return new SongAnalyzer().analyze(song.samples(), SynthSong.SAMPLE_RATE);
    }

    private static double[] beats(SongAnalysis heard) {
        return heard.beats().stream().mapToDouble(Beat::seconds).toArray();
    }

    private static double[] downbeats(SongAnalysis heard) {
        return heard.beats().stream()
                .filter(Beat::isDownbeat)
                .mapToDouble(Beat::seconds)
                .toArray();
    }

    private static void assertNoPulse(SongAnalysis heard) {
        assertThat(heard.confidence()).isLessThan(.3);
        assertThat(heard.bpm()).isZero();
        assertThat(heard.beats()).isEmpty();
        assertThat(heard.tempoCandidates()).isEmpty();
        assertThat(heard.detail().summary()).matches("No steady beat was found: .+|The sound is silent\\.");
    }
}
