// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridRepairTest {

    private static final double SECONDS = 60;

    @Test
    void doublingPutsABeatBetweenEveryTwo() {
        SongAnalysis repaired = GridRepair.apply(heard(60, .25, 1, 0), new GridCorrection.Doubled());
        assertBeats(repaired, 120, .25);
        assertThat(repaired.confidence()).isEqualTo(1);
        assertThat(repaired.tempoCandidates().getFirst().bpm()).isEqualTo(repaired.bpm());
    }

    @Test
    void halvingKeepsTheBeatsThatBeginBars() {
        SongAnalysis heard = heard(240, .25, 1, 0);
        SongAnalysis repaired = GridRepair.apply(heard, new GridCorrection.Halved());
        assertBeats(repaired, 120, .25);
        assertThat(repaired.beats().getFirst().isDownbeat()).isTrue();
    }

    @Test
    void halvingAndDoublingGiveTheOldBeatsBack() {
        SongAnalysis heard = heard(120, .25, 1, 0);
        SongAnalysis back =
                GridRepair.apply(GridRepair.apply(heard, new GridCorrection.Doubled()), new GridCorrection.Halved());
        assertThat(times(back)).usingElementComparator(GridRepairTest::nearly).isEqualTo(times(heard));
    }

    @Test
    void twoSloppyTapsPutTheBeatOnTheBeat() {
        SongAnalysis offBeat = heard(120, .5, 1, .25);
        SongAnalysis repaired =
                GridRepair.apply(offBeat, new GridCorrection.Tapped(List.of(10.25 + .045, 10.75 + .02)));
        assertBeats(repaired, 120, .25);
    }

    @Test
    void tapsRepairTwoThirdsOfTheTempo() {
        SongAnalysis slow = heard(80, .25, 1, .25);
        SongAnalysis repaired =
                GridRepair.apply(slow, new GridCorrection.Tapped(List.of(20.27, 20.74, 21.28, 21.77, 22.26)));
        assertBeats(repaired, 120, .25);
    }

    @Test
    void tapsFindAGridWhereNoneWasHeard() {
        SongAnalysis none = new SongAnalysis(
                SECONDS,
                0,
                List.of(),
                .1,
                List.of(),
                new EnergyCurve(1, List.of()),
                List.of(),
                detail(evidence(120, .25)));
        SongAnalysis repaired =
                GridRepair.apply(none, new GridCorrection.Tapped(List.of(5.26, 5.73, 6.28, 6.79, 7.24, 7.77)));
        assertBeats(repaired, 120, .25);
    }

    @Test
    void tapsFollowATempoThatStepsWhereNoneWasHeard() {
        double[] beats = stepped(120, 132);
        SongAnalysis none = song(List.of(), 0, detail(evidence(beats, .3)));
        assertFollows(GridRepair.apply(none, taps(beats, 20)), beats);
    }

    @Test
    void tapsAfterAStepKeepTheTempoBeforeIt() {
        double[] beats = stepped(126, 120);
        SongAnalysis oneTempo = song(even(60 / 126.0, SECONDS), 126, detail(evidence(beats, .3)));
        assertFollows(GridRepair.apply(oneTempo, taps(beats, 90)), beats);
    }

    @Test
    void tapsHoldBeatsThatRanAwayAlsoWhereTheOffBeatIsLouder() {
        double[] beats = stepped(120, 120);
        SongAnalysis slow = song(even(.503, SECONDS), 119.3, detail(evidence(beats, 1.4)));
        assertFollows(GridRepair.apply(slow, taps(beats, 60)), beats);
    }

    @Test
    void withoutEvidenceTapsMoveTheOldBeatsAndNothingElse() {
        SongAnalysis unknown = song(even(.5, SECONDS), 120, SongDetail.NONE);
        SongAnalysis repaired =
                GridRepair.apply(unknown, new GridCorrection.Tapped(List.of(10.1, 10.6, 11.1, 11.6, 12.1)));
        assertThat(times(repaired)).allSatisfy(at -> assertThat(at % .5).isCloseTo(.1, within(.085)));
    }

    @Test
    void aShortNudgeIsMeantToTheMillisecond() {
        SongAnalysis repaired = GridRepair.apply(heard(120, .25, 1, .25), new GridCorrection.Nudged(.011));
        assertThat(repaired.beats().get(20).seconds()).isCloseTo(10.25 + .011, within(1e-9));
    }

    @Test
    void aLongNudgeLandsOnTheNextAttack() {
        SongAnalysis repaired = GridRepair.apply(heard(120, .5, 1, .25), new GridCorrection.Nudged(.24));
        assertBeats(repaired, 120, .25);
    }

    @Test
    void aTempoThatMovesGoesOnMoving() {
        SongAnalysis drifting = heard(60, .25, 1.02, 0);
        SongAnalysis repaired = GridRepair.apply(drifting, new GridCorrection.Doubled());
        List<Double> times = times(repaired);
        assertThat(times).containsAll(times(drifting));
        assertThat(times.get(1) - times.get(0)).isLessThan(times.get(41) - times.get(40));
    }

    @Test
    void aBarBeginsWhereAPersonSays() {
        SongAnalysis repaired = GridRepair.apply(heard(120, .25, 1, 0), new GridCorrection.DownbeatSet(11.3));
        assertThat(repaired.beats())
                .filteredOn(Beat::isDownbeat)
                .extracting(Beat::seconds)
                .contains(11.25, 13.25, 9.25)
                .doesNotContain(10.25);
        assertThat(times(repaired)).isEqualTo(times(heard(120, .25, 1, 0)));
    }

    @Test
    void oneTapIsRefused() {
        assertThatThrownBy(() -> new GridCorrection.Tapped(List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taps: 1");
    }

    /** Beats a person should get, all of them, each within 5 ms. */
    private static void assertBeats(SongAnalysis repaired, double bpm, double first) {
        assertThat(repaired.bpm()).isCloseTo(bpm, within(.1));
        List<Double> times = times(repaired);
        for (double time : times) {
            double beats = (time - first) * bpm / 60;
            assertThat((beats - Math.rint(beats)) * 60 / bpm).isCloseTo(0, within(.005));
        }
        assertThat(times).hasSizeBetween((int) (SECONDS * bpm / 60) - 3, (int) (SECONDS * bpm / 60) + 1);
        assertThat(repaired.beats())
                .extracting(Beat::barPosition)
                .startsWith(repaired.beats().getFirst().barPosition());
    }

    /** Beats at a tempo in bars of four; the sound underneath has 120 BPM and attacks from {@code attack} on, 0 for none. */
    private static SongAnalysis heard(double bpm, double first, double slowing, double attack) {
        List<Beat> beats = new ArrayList<>();
        double gap = 60 / bpm;
        int place = 0;
        for (double at = first; at < SECONDS; at += gap) {
            beats.add(new Beat(at, place++ % 4 + 1));
            gap *= slowing;
        }
        return new SongAnalysis(
                SECONDS,
                bpm,
                beats,
                .5,
                List.of(new TempoCandidate(bpm, .6), new TempoCandidate(2 * bpm, .4)),
                new EnergyCurve(1, List.of()),
                List.of(),
                attack > 0 ? detail(evidence(120, attack)) : SongDetail.NONE);
    }

    private static SongDetail detail(BeatEvidence evidence) {
        return new SongDetail("", "", Loudness.SILENCE, List.of(), List.of(), List.of(), List.of(), evidence);
    }

    private static BeatEvidence evidence(double bpm, double first) {
        Random random = new Random(5);
        float[] strength = new float[(int) (SECONDS * 100)];
        for (int t = 0; t < strength.length; t++) {
            double beats = (t / 100.0 - first) * bpm / 60;
            double away = Math.abs(beats - Math.rint(beats)) * 60 / bpm;
            strength[t] = (float) (Math.max(0, 1 - away / .03) + .2 * random.nextDouble());
        }
        return new BeatEvidence(.01, 0, ByteCurve.from(strength, 1.2));
    }

    /** Beats of two tempi, the second from a bar line in the middle on. */
    private static double[] stepped(double before, double after) {
        List<Double> beats = new ArrayList<>();
        for (double at = .25; at < SECONDS; ) {
            beats.add(at);
            at += 60 / (beats.size() <= 60 ? before : after);
        }
        return beats.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Beat> even(double period, double until) {
        List<Beat> beats = new ArrayList<>();
        for (int n = 0; .25 + n * period < until; n++) {
            beats.add(new Beat(.25 + n * period, n % 4 + 1));
        }
        return beats;
    }

    private static SongAnalysis song(List<Beat> beats, double bpm, SongDetail detail) {
        return new SongAnalysis(SECONDS, bpm, beats, .5, List.of(), new EnergyCurve(1, List.of()), List.of(), detail);
    }

    /** Six taps from a beat on, each up to 30 ms off. */
    private static GridCorrection taps(double[] beats, int from) {
        Random random = new Random(3);
        return new GridCorrection.Tapped(Arrays.stream(beats, from, from + 6)
                .mapToObj(at -> at + .03 * (2 * random.nextDouble() - 1))
                .toList());
    }

    /** Attacks on beats and, this loud in comparison, between them. */
    private static BeatEvidence evidence(double[] beats, double between) {
        Random random = new Random(5);
        float[] strength = new float[(int) (SECONDS * 100)];
        for (int t = 0; t < strength.length; t++) {
            strength[t] = (float) (.2 * random.nextDouble());
        }
        for (int i = 0; i + 1 < beats.length; i++) {
            strike(strength, beats[i], 1);
            strike(strength, (beats[i] + beats[i + 1]) / 2, between);
        }
        return new BeatEvidence(.01, 0, ByteCurve.from(strength, 1.6));
    }

    private static void strike(float[] strength, double at, double gain) {
        for (int t = (int) (100 * (at - .03)); t <= 100 * (at + .03); t++) {
            strength[Math.clamp(t, 0, strength.length - 1)] +=
                    (float) (gain * Math.max(0, 1 - Math.abs(t / 100.0 - at) / .03));
        }
    }

    /** All beats but two at either end, each within 20 ms. */
    private static void assertFollows(SongAnalysis repaired, double[] beats) {
        List<Double> times = times(repaired);
        for (int i = 2; i < beats.length - 2; i++) {
            double beat = beats[i];
            assertThat(times).as("beat %d at %.3f", i, beat).anyMatch(at -> Math.abs(at - beat) < .02);
        }
        assertThat(times).hasSizeBetween(beats.length - 2, beats.length + 2);
    }

    private static List<Double> times(SongAnalysis song) {
        return song.beats().stream().map(Beat::seconds).toList();
    }

    private static int nearly(double a, double b) {
        return Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b);
    }
}
