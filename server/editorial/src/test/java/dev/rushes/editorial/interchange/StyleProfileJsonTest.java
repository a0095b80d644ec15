// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.editorial.style.StyleProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StyleProfileJsonTest {

    private final String documented = Golden.read("style/documented.json");

    @Test
    void documentedExampleRoundTripsUnchanged() {
        String written = StyleProfileJson.write(StyleProfileJson.parse(documented));

        assertThat(Golden.flat(written)).isEqualTo(Golden.flat(documented));
        Golden.assertBytes("style/documented.written.json", written);
    }

    @Test
    void documentedExampleReadsAsSaid() {
        StyleProfile profile = StyleProfileJson.parse(documented);

        assertThat(profile.trainedOnVideos()).isEqualTo(23);
        assertThat(profile.shotPatterns().shotLengthDistribution()).isEqualTo(List.of(0.5, 1.2, 1.8, 2.3, 3.1));
        assertThat(profile.highEnergy())
                .isEqualTo(new StyleProfile.SectionPreference(ShotType.CLOSE_UP, "every_beat", 0.7));
        assertThat(profile.sequencing().shotTypeTransitions()).isEmpty();
        assertThat(profile.learnedModel()).isNotNull();
    }

    @Test
    void shippedStyleKeepsItsShotTypePairs() {
        String json = StyleProfileJson.write(DefaultStyle.profile());
        StyleProfile read = StyleProfileJson.parse(json);

        assertThat(Golden.flat(json)).containsEntry("/learned_model", "VALUE_NULL null");
        assertThat(read.sequencing().shotTypeTransitions()).hasSize(16);
        assertThat(StyleProfileJson.write(read)).isEqualTo(json);
        assertThat(read.pacing()).isEqualTo(DefaultStyle.profile().pacing());
    }

    @Test
    void spokenShotTypesAreUnderstood() {
        StyleProfile profile = StyleProfileJson.parse(documented
                .replace("\"close_up\": 0.44", "\"Close-up shot\": 0.44")
                .replace("\"preferred_shot_type\": \"wide\"", "\"preferred_shot_type\": \"wide shot\""));

        assertThat(profile.shotPatterns().shotTypes()).containsEntry("close_up", 0.44);
        assertThat(profile.lowEnergy().preferredShotType()).isEqualTo(ShotType.WIDE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"avg_shot_length\": 1.8, | | shot_patterns.avg_shot_length: missing",
                "\"medium\": 0.30 | \"giant\": 0.30 | shot_patterns.shot_types.giant: ShotType: \"giant\"",
                "\"medium\": 0.30 | \"medium\": 30 | shot_patterns.shot_types.medium: 30 (expected: 0..1)",
                "0.5, 1.2 | 1.5, 1.2 | shot_patterns.shot_length_distribution[1]: 1.2 (expected: not below",
                "\"trained_on_videos\": 23 | \"trained_on_videos\": -1 | trained_on_videos: -1 (expected: 0..",
                "\"preferred_shot_type\": \"wide\" | \"preferred_shot_type\": 4 | low_energy_sections.preferred_shot_type: 4",
                "\"min_exposure\": 0.20 | \"min_exposure\": null | quality_thresholds.min_exposure: null (expected: a number)",
            })
    void refusalNamesThePath(String find, String replacement, String message) {
        assertThat(documented).contains(find);
        String json = documented.replace(find, replacement == null ? "" : replacement);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StyleProfileJson.parse(json))
                .withMessageContaining(message);
    }
}
