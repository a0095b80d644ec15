// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineResnapTest {

    private static final FrameRate RATE = FrameRate.FPS_30;
    private static final long CLIP_FRAMES = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyShotSurvivesANudgeAndStandsOnTheNewBeats(long seed) {
        SongAnalysis song = SequenceFixtures.song(120, 60, seed);
        Timeline cut = cut(song, seed);
        SongAnalysis nudged = GridRepair.apply(song, new GridCorrection.Nudged(.1));
        var snapped = TimelineResnap.apply(cut, nudged, clip -> CLIP_FRAMES, Instant.EPOCH);
        assertThat(snapped.timeline().shots()).extracting(Shot::id).isEqualTo(ids(cut));
        assertThat(snapped.timeline().frameCount()).isEqualTo(cut.frameCount());
        assertThat(snapped.offBeatCuts()).isZero();
        assertThat(snapped.movedCuts()).isGreaterThan(cut.shots().size() / 2);
        assertThat(onBeat(snapped.timeline())).isGreaterThanOrEqualTo(onBeat(cut));
        for (int i = 0; i < cut.shots().size(); i++) {
            Shot before = cut.shots().get(i);
            Shot after = snapped.timeline().shots().get(i);
            assertThat(Math.abs(after.record().start() - before.record().start()))
                    .isLessThanOrEqualTo(8);
            assertThat(after.source().start() - before.source().start())
                    .isEqualTo(after.record().start() - before.record().start());
        }
    }

    @Test
    void cutPointsHalfABeatOffMoveTheSameWay() {
        int shots = 0;
        int asLong = 0;
        for (long seed = 1; seed <= 10; seed++) {
            SongAnalysis song = SequenceFixtures.song(120, 60, seed);
            Timeline cut = cut(song, seed);
            SongAnalysis nudged = GridRepair.apply(song, new GridCorrection.Nudged(.25));
            Timeline after = TimelineResnap.apply(cut, nudged, clip -> CLIP_FRAMES, Instant.EPOCH)
                    .timeline();
            // The first and the last shot meet the ends of the cut, which stay.
            for (int i = 1; i < cut.shots().size() - 1; i++) {
                long longer = after.shots().get(i).record().count()
                        - cut.shots().get(i).record().count();
                shots++;
                asLong += Math.abs(longer) <= 1 ? 1 : 0;
            }
        }
        assertThat(asLong / (double) shots).isGreaterThan(.9);
    }

    @Test
    void doubledBeatsMoveNoCutPoint() {
        SongAnalysis song = SequenceFixtures.song(120, 60, 7);
        Timeline cut = cut(song, 7);
        SongAnalysis doubled = GridRepair.apply(song, new GridCorrection.Doubled());
        var snapped = TimelineResnap.apply(cut, doubled, clip -> CLIP_FRAMES, Instant.EPOCH);
        assertThat(snapped.movedCuts()).isZero();
        assertThat(snapped.timeline().shots()).isEqualTo(cut.shots());
        assertThat(snapped.timeline().song().bpm()).isEqualTo(doubled.bpm());
    }

    @Test
    void lockedShotsStayWhereTheyAre() {
        SongAnalysis song = SequenceFixtures.song(120, 60, 8);
        Timeline cut = cut(song, 8);
        List<Shot> shots = new ArrayList<>(cut.shots());
        shots.set(2, SequenceFixtures.lock(shots.get(2), Lock.Scope.PLACE_AND_RANGE));
        shots.set(5, SequenceFixtures.lock(shots.get(5), Lock.Scope.RANGE));
        Timeline locked = with(cut, shots);
        SongAnalysis nudged = GridRepair.apply(song, new GridCorrection.Nudged(.1));
        Timeline after = TimelineResnap.apply(locked, nudged, clip -> CLIP_FRAMES, Instant.EPOCH)
                .timeline();
        assertThat(after.shots().get(2)).isEqualTo(shots.get(2));
        assertThat(after.shots().get(5).source()).isEqualTo(shots.get(5).source());
        assertThat(after.shots()).extracting(Shot::id).isEqualTo(ids(cut));
    }

    @Test
    void footageThatIsTooShortKeepsItsCutPoints() {
        SongAnalysis song = SequenceFixtures.song(120, 60, 9);
        Timeline cut = cut(song, 9);
        SongAnalysis nudged = GridRepair.apply(song, new GridCorrection.Nudged(.1));
        Timeline after =
                TimelineResnap.apply(cut, nudged, clip -> 0, Instant.EPOCH).timeline();
        assertThat(after.shots()).isEqualTo(cut.shots());
    }

    /** A shot survives that is still there and shows at least half of the frames it showed. */
    @Test
    void nineteenOfTwentyShotsSurviveEveryRepair() {
        double period = .5;
        List<GridCorrection> corrections = List.of(
                new GridCorrection.Doubled(),
                new GridCorrection.Halved(),
                new GridCorrection.Nudged(.1),
                new GridCorrection.Nudged(period / 2),
                new GridCorrection.Tapped(List.of(10.1, 10.1 + period, 10.1 + 2 * period)),
                new GridCorrection.Tapped(List.of(10.1, 10.1 + period * 2 / 3, 10.1 + period * 4 / 3)),
                new GridCorrection.Tapped(List.of(10.1, 10.1 + period * 1.5, 10.1 + period * 3)));
        for (GridCorrection correction : corrections) {
            int shots = 0;
            int survivors = 0;
            for (long seed = 1; seed <= 20; seed++) {
                SongAnalysis song = SequenceFixtures.song(120, 60, seed);
                Timeline cut = cut(song, seed);
                Map<String, Long> frames = SequenceFixtures.clips(30, seed).stream()
                        .collect(Collectors.toMap(Candidate::clipId, clip ->
                                (long) (clip.features().durationSeconds() * 30)));
                Timeline after = TimelineResnap.apply(
                                cut, GridRepair.apply(song, correction), frames::get, Instant.EPOCH)
                        .timeline();
                assertThat(ids(after)).isEqualTo(ids(cut));
                shots += cut.shots().size();
                for (int i = 0; i < cut.shots().size(); i++) {
                    survivors += shared(cut.shots().get(i), after.shots().get(i)) ? 1 : 0;
                }
            }
            assertThat(survivors / (double) shots).as("%s", correction).isGreaterThanOrEqualTo(.95);
        }
    }

    private static boolean shared(Shot before, Shot after) {
        long from = Math.max(before.source().start(), after.source().start());
        long to = Math.min(before.source().end(), after.source().end());
        return before.clipId().equals(after.clipId())
                && 2 * (to - from) >= before.source().count();
    }

    private static Timeline cut(SongAnalysis song, long seed) {
        SequenceRequest request = SequenceFixtures.request(RATE, 20, song, SequenceFixtures.clips(30, seed), seed);
        SequenceOutcome outcome = new SequenceOptimizer().optimize(request);
        return ((SequenceOutcome.Cut) outcome).timeline();
    }

    private static Timeline with(Timeline cut, List<Shot> shots) {
        return new Timeline(
                cut.identity(),
                cut.frameRate(),
                cut.song(),
                shots,
                cut.transitions(),
                cut.deletedShots(),
                cut.userEdits(),
                cut.reasoning(),
                cut.finalStatus());
    }

    private static List<String> ids(Timeline timeline) {
        return timeline.shots().stream().map(Shot::id).toList();
    }

    private static long onBeat(Timeline timeline) {
        List<Long> beats = timeline.song().beats().stream()
                .map(at -> SongTime.toFrame(at, RATE))
                .toList();
        return timeline.shots().stream()
                .skip(1)
                .filter(shot -> beats.stream()
                        .anyMatch(beat -> Math.abs(beat - shot.record().start()) <= 1))
                .count();
    }
}
