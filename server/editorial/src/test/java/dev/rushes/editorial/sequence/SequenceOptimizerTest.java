// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.reframe.CropFit;
import dev.rushes.editorial.reframe.CropFitTest;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceOptimizerTest {

    private final SequenceOptimizer optimizer = new SequenceOptimizer();

    @ParameterizedTest
    @CsvSource({
        "30, 1, 15, 40",
        "30, 1, 30, 60",
        "30, 1, 60, 90",
        "25, 1, 15, 40",
        "25, 1, 30, 60",
        "25, 1, 60, 90",
        "30000, 1001, 15, 40",
        "30000, 1001, 30, 60",
        "30000, 1001, 60, 90",
        "30, 1, 15, 8",
        "30, 1, 30, 6"
    })
    void everyCutKeepsTheRules(int numerator, int denominator, double seconds, int clips) {
        FrameRate rate = new FrameRate(numerator, denominator);
        for (long seed = 1; seed <= 3; seed++) {
            SequenceRequest request = SequenceFixtures.request(
                    rate,
                    seconds,
                    SequenceFixtures.song(90 + 20 * seed, 165, seed),
                    SequenceFixtures.clips(clips, seed),
                    seed);
            Timeline cut = cut(request);
            assertThat(cut.frameCount()).isEqualTo(request.frameCount());
            assertKeepsRules(request, cut);
        }
    }

    @Test
    void momentsWhoseSubjectFitsTheShapeArePreferred() {
        List<Candidate> clips = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // the subject runs to and fro in the first half and stands in the second
            clips.add(new Candidate(
                    "wide-" + i,
                    "wide-" + i + ".mp4",
                    CropFitTest.clip(8, at -> at < 4 ? 0.5 + 0.4 * Math.sin(4 * at) : 0.6)));
        }
        SequenceRequest request =
                SequenceFixtures.request(FrameRate.FPS_30, 15, SequenceFixtures.song(120, 60, 3), clips, 3);

        double without = lost(cut(request), clips);
        assertThat(without).isGreaterThan(1);
        assertThat(lost(cut(request.withOutputAspect(9.0 / 16)), clips)).isLessThan(0.1 * without);
    }

    /** Seconds of lost subjects. */
    private static double lost(Timeline cut, List<Candidate> clips) {
        double sum = 0;
        for (Shot shot : cut.shots()) {
            Candidate clip = clips.stream()
                    .filter(one -> one.clipId().equals(shot.clipId()))
                    .findFirst()
                    .orElseThrow();
            double start = cut.frameRate().seconds(shot.source().start());
            double end = cut.frameRate().seconds(shot.source().end());
            sum += (end - start) * CropFit.of(clip.features(), 9.0 / 16).lost(start, end);
        }
        return sum;
    }

    @Test
    void enoughClipsAreUsedOnceEach() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 30, SequenceFixtures.song(120, 165, 1), SequenceFixtures.clips(60, 1), 1);
        assertThat(cut(request).shots()).extracting(Shot::clipId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedSearchEndsWithoutAnAnswer(Effort effort) {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 60, SequenceFixtures.song(120, 165, 1), SequenceFixtures.clips(60, 1), 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> optimizer.optimize(request, effort)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted())
                    .as("whoever runs the thread hears of it, too")
                    .isTrue();
        }
    }

    @Test
    void equalRequestsGiveEqualCuts() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 30, SequenceFixtures.song(128, 165, 5), SequenceFixtures.clips(50, 5), 5);
        assertThat(new SequenceOptimizer().optimize(request)).isEqualTo(optimizer.optimize(request));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6"})
    void lockedShotsStayAndRuledOutClipsStayOut(long seed) {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 30, SequenceFixtures.song(110, 165, seed), SequenceFixtures.clips(50, seed), seed);
        Timeline first = cut(request);
        Random random = new Random(seed);
        List<Shot> locked = new ArrayList<>();
        Set<String> avoided = new HashSet<>();
        for (Shot shot : first.shots()) {
            if (random.nextInt(3) == 0) {
                locked.add(SequenceFixtures.lock(
                        shot, random.nextBoolean() ? Lock.Scope.PLACE_AND_RANGE : Lock.Scope.RANGE));
            } else if (random.nextInt(3) == 0) {
                avoided.add(shot.clipId());
            }
        }
        SequenceRequest again = SequenceFixtures.with(request, locked, avoided);
        Timeline second = cut(again);
        assertThat(second.shots()).containsAll(locked);
        assertThat(second.shots()).extracting(Shot::clipId).noneMatch(avoided::contains);
        assertThat(second.shots()).extracting(Shot::id).doesNotHaveDuplicates();
        assertKeepsRules(again, second);
    }

    @Test
    void aLockOffTheBeatSplitsTheGridThere() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 15, SequenceFixtures.song(120, 165, 2), SequenceFixtures.clips(30, 2), 2);
        Shot locked = SequenceFixtures.lockedShot("mine", "elsewhere", new FrameRange(100, 37), 101);
        Timeline cut = cut(SequenceFixtures.with(request, List.of(locked), Set.of()));
        assertThat(cut.shots()).contains(locked);
        assertThat(cut.frameCount()).isEqualTo(450);
    }

    @Test
    void aLockOutsideTheCutIsRefusedByName() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 15, SequenceFixtures.song(120, 165, 2), SequenceFixtures.clips(30, 2), 2);
        Shot locked = SequenceFixtures.lockedShot("mine", "elsewhere", new FrameRange(100, 37), 440);
        assertThat(optimizer.optimize(SequenceFixtures.with(request, List.of(locked), Set.of())))
                .isInstanceOfSatisfying(
                        SequenceOutcome.Infeasible.class,
                        refusal ->
                                assertThat(refusal.message()).contains("mine").contains("unlock"));
    }

    @Test
    void tooLittleFootageNamesALengthThatFits() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 60, SequenceFixtures.song(120, 165, 2), SequenceFixtures.clips(2, 2), 2);
        SequenceOutcome outcome = optimizer.optimize(request);
        assertThat(outcome).isInstanceOf(SequenceOutcome.Infeasible.class);
        String message = ((SequenceOutcome.Infeasible) outcome).message();
        assertThat(message).contains("2 usable clips").contains("s or less");
        double fits = Double.parseDouble(message.replaceAll("(?s).*cut of (\\d+) s or less.*", "$1"));
        SequenceRequest shorter =
                SequenceFixtures.request(FrameRate.FPS_30, fits, request.song(), request.candidates(), request.seed());
        assertThat(cut(shorter).frameCount()).isEqualTo(shorter.frameCount());
    }

    @Test
    void noClipIsRefusedInWords() {
        SequenceRequest request =
                SequenceFixtures.request(FrameRate.FPS_30, 15, SequenceFixtures.song(120, 165, 2), List.of(), 2);
        assertThat(optimizer.optimize(request))
                .isEqualTo(new SequenceOutcome.Infeasible("There is no clip to cut from: add clips."));
    }

    @Test
    void aSongWithoutBeatsIsCutOnAnEvenGrid() {
        SongAnalysis song =
                new SongAnalysis(60, 0, List.of(), 0, List.of(), new EnergyCurve(0.5, List.of()), List.of());
        SequenceRequest request =
                SequenceFixtures.request(FrameRate.FPS_30, 15, song, SequenceFixtures.clips(30, 2), 2);
        Timeline cut = cut(request);
        assertThat(cut.frameCount()).isEqualTo(450);
        assertThat(cut.shots().size()).isGreaterThan(3);
        assertThat(cut.reasoning().notes()).contains("even grid");
        assertThat(cut.transitions()).noneMatch(Transition::isAtBeat);
    }

    @Test
    void aShortSongEndsTheCut() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 30, SequenceFixtures.song(120, 20, 2), SequenceFixtures.clips(60, 2), 2);
        Timeline cut = cut(request);
        assertThat(cut.frameCount()).isEqualTo(600);
        assertThat(cut.reasoning().notes()).contains("ends with the song");
    }

    @Test
    void oneLongClipIsCutIntoDifferentMoments() {
        Random random = new Random(3);
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30,
                15,
                SequenceFixtures.song(120, 165, 2),
                List.of(SequenceFixtures.clip("only", 60, random)),
                2);
        Timeline cut = cut(SequenceFixtures.with(request, SequenceFixtures.style(0)));
        assertThat(cut.frameCount()).isEqualTo(450);
        assertThat(cut.shots().size()).isGreaterThan(2);
        assertKeepsRules(request, cut);
    }

    @Test
    void onlyALearnedStyleIsMatched() {
        SequenceRequest request = SequenceFixtures.request(
                FrameRate.FPS_30, 30, SequenceFixtures.song(120, 165, 1), SequenceFixtures.clips(60, 1), 1);
        assertThat(cut(request).reasoning().styleMatchScore()).isNull();
        assertThat(cut(SequenceFixtures.with(request, SequenceFixtures.style(12)))
                        .reasoning()
                        .styleMatchScore())
                .isBetween(0.5, 1.0);
    }

    private Timeline cut(SequenceRequest request) {
        SequenceOutcome outcome = optimizer.optimize(request);
        assertThat(outcome).isInstanceOf(SequenceOutcome.Cut.class);
        return ((SequenceOutcome.Cut) outcome).timeline();
    }

    static void assertKeepsRules(SequenceRequest request, Timeline cut) {
        FrameRate rate = request.frameRate();
        Map<String, Candidate> clips =
                request.candidates().stream().collect(Collectors.toMap(Candidate::clipId, candidate -> candidate));
        Map<String, List<FrameRange>> shown = new HashMap<>();
        for (int i = 0; i < cut.shots().size(); i++) {
            Shot shot = cut.shots().get(i);
            long outHandle =
                    i + 1 < cut.shots().size() ? cut.transitions().get(i).outHandle() : 0;
            long inHandle = i > 0 ? cut.transitions().get(i - 1).inHandle() : 0;
            FrameRange withHandles = FrameRange.between(
                    shot.source().start() - inHandle, shot.source().end() + outHandle);
            shown.computeIfAbsent(shot.clipId(), id -> new ArrayList<>())
                    .forEach(other -> assertThat(other.overlaps(withHandles))
                            .as("%s shows a moment twice", shot.id())
                            .isFalse());
            shown.getOrDefault(shot.clipId(), new ArrayList<>()).add(withHandles);
            Candidate clip = Objects.requireNonNull(clips.get(shot.clipId()));
            assertThat(withHandles.start()).isNotNegative();
            assertThat(rate.seconds(withHandles.end() + 1))
                    .isLessThan(clip.features().durationSeconds());
            assertThat(clip.features().usableWindows()).anyMatch(window -> isInside(shot.source(), window, rate));
            if (!shot.isLocked()) {
                assertThat(shot.explanation().scoreParts())
                        .extracting(part -> part.name())
                        .containsExactly(
                                "quality", "motion_match", "size_match", "duration", "bar_alignment", "transition");
                assertThat(shot.explanation().runnerUps()).allMatch(runnerUp -> runnerUp.scoreLoss() >= 0);
            }
        }
        double sum = cut.shots().stream()
                .mapToDouble(shot -> shot.explanation().score())
                .sum();
        assertThat(sum).isCloseTo(cut.reasoning().objective(), within(1e-6));
        assertThat(cut.reasoning().objectiveBound()).isFinite();
        assertThat(cut.reasoning().objective())
                .isLessThanOrEqualTo(cut.reasoning().objectiveBound() + 1e-9);
        for (int i = 0; i < cut.transitions().size(); i++) {
            Transition transition = cut.transitions().get(i);
            long frame = cut.shots().get(i + 1).record().start();
            if (transition.isAtBeat()) {
                assertThat(SongTime.toFrame(cut.song().beats().get(transition.beatIndex()), rate))
                        .isEqualTo(frame);
            }
            assertThat(transition.isAtBeat() || request.lockedShots().size() > 0)
                    .isTrue();
            assertThat(transition.kind() == TransitionKind.HARD_CUT).isEqualTo(transition.outHandle() == 0);
        }
    }

    private static boolean isInside(FrameRange source, UsableWindow window, FrameRate rate) {
        return rate.seconds(source.start()) >= window.start() - 1e-6
                && rate.seconds(source.end()) <= window.end() + 1e-6;
    }
}
