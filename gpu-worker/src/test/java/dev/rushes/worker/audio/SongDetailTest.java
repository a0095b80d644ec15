// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.ExcerptSuggestion;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongEvent;
import dev.rushes.editorial.music.WaveformLevel;
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Listens to the song of the demo: intro 0 s, verse 8, build 23, chorus 31, break 47, chorus 54, outro 70. */
class SongDetailTest {

    private static final SongPlan PLAN = SongPlan.demo();
    private static SongAnalysis heard;

    @BeforeAll
    static void listen() {
        float[][] stereo = SongSynth.play(PLAN);
        float[] mono = new float[stereo[0].length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (stereo[0][i] + stereo[1][i]) / 2;
        }
        heard = new SongAnalyzer().analyze(mono, SongSynth.SAMPLE_RATE);
    }

    @Test
    void chorusesAfterBuildAndBreakAreDrops() {
        assertThat(heard.detail().events())
                .filteredOn(event -> event.kind() == SongEvent.Kind.DROP)
                .extracting(SongEvent::start)
                .anySatisfy(at -> assertThat(at).isCloseTo(startOf(4), within(.1)))
                .anySatisfy(at -> assertThat(at).isCloseTo(startOf(6), within(.1)));
        assertThat(heard.detail().events())
                .filteredOn(event -> event.kind() == SongEvent.Kind.BREAK)
                .anySatisfy(event -> assertThat(event.start()).isCloseTo(startOf(5), within(.1)));
    }

    @Test
    void excerptsStartAndEndOnDownbeats() {
        List<Double> bars = heard.beats().stream()
                .filter(Beat::isDownbeat)
                .map(Beat::seconds)
                .toList();
        assertThat(heard.detail().excerpts())
                .extracting(ExcerptSuggestion::targetSeconds)
                .containsExactly(15.0, 30.0, 60.0);
        assertThat(heard.detail().excerpts()).allSatisfy(excerpt -> {
            assertThat(bars).contains(excerpt.start(), excerpt.end());
            assertThat(excerpt.end() - excerpt.start())
                    .isBetween(excerpt.targetSeconds() - 2.1, excerpt.targetSeconds() + .1);
            assertThat(excerpt.reason()).startsWith("From ").endsWith(".");
        });
    }

    @Test
    void bothChorusesAreOneGroup() {
        Section first = sectionAt(startOf(4) + 8);
        Section second = sectionAt(startOf(6) + 8);
        assertThat(first.group())
                .isEqualTo(second.group())
                .isNotEqualTo(sectionAt(2).group());
        assertThat(first.energy()).isGreaterThan(sectionAt(2).energy());
        assertThat(first.label()).isEqualTo("chorus");
    }

    @Test
    void outlinesHoldTheSameLoudestSample() {
        List<WaveformLevel> levels = heard.detail().waveform();
        assertThat(levels).hasSize(4);
        for (WaveformLevel level : levels) {
            assertThat(level.peaks().size() * level.secondsPerPeak())
                    .isBetween(heard.durationSeconds(), heard.durationSeconds() + level.secondsPerPeak());
            double loudest = 0;
            for (int i = 0; i < level.peaks().size(); i++) {
                loudest = Math.max(loudest, level.peaks().get(i));
            }
            assertThat(20 * Math.log10(loudest))
                    .isCloseTo(heard.detail().loudness().samplePeakDb(), within(.05));
        }
    }

    @Test
    void theSongIsDescribedInWords() {
        assertThat(heard.detail().summary()).isEqualTo("A beat of 124.0 BPM, bars of 4.");
        assertThat(heard.detail().moods()).isNotEmpty().startsWith("driving");
        assertThat(heard.detail().recommendedUse()).isNotBlank();
        assertThat(heard.detail().loudness().integratedLufs()).isBetween(-20.0, -5.0);
    }

    @Test
    void soundWithoutABeatSaysSoInAPlainSentence() {
        SongAnalysis speech =
                new SongAnalyzer().analyze(SynthSong.lasting(30).speech().samples(), SynthSong.SAMPLE_RATE);
        assertThat(speech.detail().summary()).startsWith("No steady beat was found");
        assertThat(new SongAnalyzer()
                        .analyze(new float[44_100], 44_100)
                        .detail()
                        .summary())
                .isEqualTo("The sound is silent.");
    }

    @Test
    void twoTapsRepairAGridThatIsHalfABeatLate() {
        SongAnalysis late = GridRepair.apply(heard, new GridCorrection.Nudged(.2));
        double on = PLAN.beats().get(40);
        SongAnalysis repaired =
                GridRepair.apply(late, new GridCorrection.Tapped(List.of(on + .04, on + .04 + PLAN.beatSeconds())));
        double[] truth = PLAN.beats().stream().mapToDouble(Double::doubleValue).toArray();
        double[] beats = repaired.beats().stream().mapToDouble(Beat::seconds).toArray();
        BeatScore score = BeatScore.of(truth, beats);
        assertThat(score.f()).isGreaterThan(.95);
        assertThat(Math.abs(score.medianError())).isLessThan(.01);
    }

    private static double startOf(int part) {
        int bars = 0;
        for (SongPlan.Part before : PLAN.parts().subList(0, part - 1)) {
            bars += before.bars();
        }
        return PLAN.beats().get(4 * bars);
    }

    private static Section sectionAt(double seconds) {
        return heard.sections().stream()
                .filter(section -> seconds >= section.start() && seconds < section.end())
                .findFirst()
                .orElseThrow();
    }
}
