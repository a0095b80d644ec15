// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.time.FrameRate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StyleLearnerTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final Creator PUNCHY = new Creator(120, 2, 1, ShotType.MEDIUM, ShotType.CLOSE_UP, 0.8, 0.1, 0.0);
    private static final Creator CALM = new Creator(100, 8, 4, ShotType.WIDE, ShotType.WIDE, 0.9, 0.7, 0.6);

    @ParameterizedTest
    @CsvSource({
        "90,1,1,CLOSE_UP,0.9,0.1,0.0",
        "128,2,1,MEDIUM,0.7,0.3,0.2",
        "120,4,2,WIDE,0.8,0.5,0.4",
        "140,8,4,ZOOM,0.6,0.0,0.8",
        "75,4,4,WIDE,1.0,0.9,0.1",
    })
    void plantedHabitsAreRecovered(
            double bpm, int quiet, int loud, ShotType type, double share, double repeat, double dissolves) {
        Creator creator = new Creator(bpm, quiet, loud, type, type, share, repeat, dissolves);
        double shotsPerVideo = 32.0 / quiet + 32.0 / loud;
        double meanLength = 64 * 60 / bpm / shotsPerVideo;

        StyleProfile style = StyleLearner.learn("c", creator.videos(20, 11), NOW);

        assertThat(style.shotPatterns().avgShotLength()).isCloseTo(meanLength, within(0.03 * meanLength));
        assertThat(style.shotPatterns().shotTypes().get(type.word())).isCloseTo(share, within(0.06));
        assertThat(style.pacing().cutsPerBeat()).isCloseTo((shotsPerVideo - 1) / 64, within(0.01));
        assertThat(style.sequencing().sameAngleRepeatRate()).isCloseTo(repeat, within(0.07));
        assertThat(style.transitionPreferences().get("quick_dissolve")).isCloseTo(dissolves, within(0.07));
        assertThat(style.highEnergy().cutFrequency()).isEqualTo(RhythmLearner.frequency(loud));
        assertThat(style.lowEnergy().cutFrequency()).isEqualTo(RhythmLearner.frequency(quiet));
        assertThat(style.highEnergy().preferredShotType()).isEqualTo(type);
        assertThat(style.highEnergy().motionPreference()).isCloseTo(0.8, within(0.05));
        assertThat(style.lowEnergy().motionPreference()).isCloseTo(0.2, within(0.05));
    }

    @Test
    void skippedBeatsAreThoseWithoutACutBetweenFirstAndLast() {
        Creator everyFourth = new Creator(120, 4, 4, ShotType.WIDE, ShotType.WIDE, 0.9, 0.2, 0.0);

        StyleProfile style = StyleLearner.learn("c", everyFourth.videos(20, 3), NOW);

        // First cut at beat 4, last at beat 60: 57 beats, 15 of them cut.
        assertThat(style.pacing().beatSkipRate()).isCloseTo(42 / 57.0, within(0.01));
    }

    @Test
    void everySetOfSharesSumsToOne() {
        StyleProfile style = StyleLearner.learn("c", PUNCHY.videos(3, 5), NOW);

        for (Map<String, Double> shares : List.of(
                style.shotPatterns().shotTypes(),
                style.sequencing().angleTransitions(),
                style.sequencing().shotTypeTransitions(),
                style.transitionPreferences())) {
            assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(shares.values()).allMatch(share -> share >= 0);
        }
        assertThat(style.shotPatterns().shotLengthDistribution()).isSorted();
    }

    @Test
    void opposedCreatorsGetClearlyDifferentProfiles() {
        StyleProfile punchy = StyleLearner.learn("a", PUNCHY.videos(10, 1), NOW);
        StyleProfile calm = StyleLearner.learn("b", CALM.videos(10, 2), NOW);

        assertThat(calm.shotPatterns().avgShotLength())
                .isGreaterThan(3 * punchy.shotPatterns().avgShotLength());
        assertThat(punchy.pacing().cutsPerBeat())
                .isGreaterThan(3 * calm.pacing().cutsPerBeat());
        assertThat(calm.shotPatterns().shotTypes().get("wide"))
                .isGreaterThan(PairShares.share(punchy.shotPatterns().shotTypes(), "wide") + 0.5);
        assertThat(calm.sequencing().sameAngleRepeatRate())
                .isGreaterThan(punchy.sequencing().sameAngleRepeatRate() + 0.4);
        assertThat(punchy.lowEnergy().preferredShotType()).isEqualTo(ShotType.MEDIUM);
        assertThat(punchy.highEnergy().preferredShotType()).isEqualTo(ShotType.CLOSE_UP);
        assertThat(calm.transitionPreferences().get("quick_dissolve")).isGreaterThan(0.4);
    }

    @Test
    void cutsAreNearerTheirOwnCreator() {
        StyleProfile punchy = StyleLearner.learn("a", PUNCHY.videos(10, 1), NOW);
        StyleProfile calm = StyleLearner.learn("b", CALM.videos(10, 2), NOW);

        for (FinishedVideo video : CALM.videos(20, 77)) {
            StyleSample cut = StyleSample.of(video.video());
            assertThat(StyleDistance.between(calm, cut)).isLessThan(StyleDistance.between(punchy, cut) - 0.2);
        }
        for (FinishedVideo video : PUNCHY.videos(20, 78)) {
            StyleSample cut = StyleSample.of(video.video());
            assertThat(StyleDistance.match(punchy, cut)).isGreaterThan(StyleDistance.match(calm, cut) + 0.2);
        }
    }

    @Test
    void oneVideoIsDrawnTowardsTheShippedStyle() {
        double usual = DefaultStyle.profile().shotPatterns().avgShotLength();
        double one =
                StyleLearner.learn("c", CALM.videos(1, 1), NOW).shotPatterns().avgShotLength();
        double many =
                StyleLearner.learn("c", CALM.videos(20, 1), NOW).shotPatterns().avgShotLength();

        // 12 shots of 3.2 s beside 4 pseudo-shots of the shipped style.
        assertThat(one).isCloseTo((12 * 3.2 + 4 * usual) / 16, within(1e-9));
        assertThat(many).isGreaterThan(one).isLessThan(3.2);
    }

    @Test
    void videosWithoutBeatsStillTeachLengthsAndSizes() {
        List<FinishedVideo> silent = PUNCHY.videos(10, 4).stream()
                .map(video -> new FinishedVideo(video.video(), null))
                .toList();

        StyleProfile style = StyleLearner.learn("c", silent, NOW);

        double mean = style.shotPatterns().avgShotLength();
        assertThat(mean).isCloseTo(64 * 0.5 / 48, within(0.02));
        assertThat(style.pacing().cutsPerBeat()).isCloseTo(0.5 / mean, within(1e-9));
        assertThat(style.highEnergy().preferredShotType()).isEqualTo(ShotType.CLOSE_UP);
        assertThat(style.lowEnergy().cutFrequency()).isEqualTo("every_2_beats");
    }

    @Test
    void tidyCreatorDoesNotRefuseOrdinaryFootage() {
        StyleProfile style = StyleLearner.learn("c", PUNCHY.videos(10, 6), NOW);

        assertThat(style.quality().minVisualQuality()).isBetween(0.45, 0.50);
    }

    @Test
    void nothingToLearnFromIsRefused() {
        VideoAnalysis empty = new VideoAnalysis(FrameRate.FPS_30, 0, 0, List.of(), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StyleLearner.learn("c", List.of(new FinishedVideo(empty, null)), NOW))
                .withMessageContaining("videos: 1, none with a shot");
    }

    @Test
    void learnedProfileSaysWhoseItIs() {
        StyleProfile style = StyleLearner.learn("user_123", PUNCHY.videos(3, 5), NOW);

        assertThat(style.creatorId()).isEqualTo("user_123");
        assertThat(style.trainedOnVideos()).isEqualTo(3);
        assertThat(style.lastUpdated()).isEqualTo(NOW);
        assertThat(style.isLearned()).isTrue();
    }

    @Test
    void sameVideosTeachTheSameStyle() {
        assertThat(StyleLearner.learn("c", PUNCHY.videos(3, 5), NOW))
                .isEqualTo(StyleLearner.learn("c", PUNCHY.videos(3, 5), NOW));
    }
}
