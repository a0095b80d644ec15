// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rushes.editorial.interchange.TruthStyle;
import dev.rushes.editorial.interchange.TruthStyle.Planted;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Learns the two planted creators of the development media from their truth files. */
final class PlantedStyleTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    @BeforeEach
    void mediaMustBeThere() {
        assumeTrue(
                Files.exists(TruthStyle.folder().resolve("style.json")),
                () -> "skipped: no development media at " + TruthStyle.folder());
    }

    @Test
    void plantedRhythmAndSizesAreRecovered() {
        StyleProfile punchy = learned("A_punchy");
        StyleProfile calm = learned("B_calm");

        assertThat(punchy.shotPatterns().avgShotLength()).isCloseTo(meanLength("A_punchy"), within(0.05));
        assertThat(calm.shotPatterns().avgShotLength()).isCloseTo(meanLength("B_calm"), within(0.35));
        assertThat(punchy.shotPatterns().shotTypes().get("close_up")).isGreaterThan(0.35);
        assertThat(calm.shotPatterns().shotTypes().get("wide")).isGreaterThan(0.45);
        assertThat(punchy.pacing().cutsPerBeat())
                .isGreaterThan(2 * calm.pacing().cutsPerBeat());
        assertThat(calm.transitionPreferences().get("quick_dissolve")).isGreaterThan(0.25);
        assertThat(punchy.transitionPreferences().get("hard_cut")).isGreaterThan(0.95);
    }

    @Test
    void videosNotLearnedFromAreNearerTheirOwnCreator() {
        StyleProfile punchy = learned("A_punchy");
        StyleProfile calm = learned("B_calm");
        List<Planted> checks = TruthStyle.read().stream()
                .filter(v -> v.split().equals("check"))
                .toList();

        assertThat(checks).hasSize(4);
        for (Planted check : checks) {
            StyleSample cut = StyleSample.of(check.video().video());
            boolean isCalm = check.creator().equals("B_calm");
            double own = StyleDistance.between(isCalm ? calm : punchy, cut);
            double other = StyleDistance.between(isCalm ? punchy : calm, cut);
            assertThat(own).as(check.creator()).isLessThan(other - 0.15);
        }
    }

    private static StyleProfile learned(String creator) {
        return StyleLearner.learn(creator, of(creator), NOW);
    }

    private static List<FinishedVideo> of(String creator) {
        return TruthStyle.read().stream()
                .filter(v -> v.creator().equals(creator) && v.split().equals("learn"))
                .map(Planted::video)
                .toList();
    }

    private static double meanLength(String creator) {
        return of(creator).stream()
                .flatMap(v -> v.video().shots().stream())
                .mapToDouble(shot -> shot.end() - shot.start())
                .average()
                .orElseThrow();
    }
}
