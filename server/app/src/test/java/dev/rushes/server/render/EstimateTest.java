// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EstimateTest {

    /** Bytes a picture that RenderCostBench measured: cuts of four shots, means of one or two cuts. */
    @ParameterizedTest
    @CsvSource({
        "LOW, FULL_SQUARE, 8, 10055",
        "LOW, FULL_VERTICAL, 8, 15277",
        "LOW, FULL_LANDSCAPE, 8, 16069",
        "LOW, ULTRA_VERTICAL, 8, 47821",
        "HIGH, FULL_SQUARE, 8, 14198",
        "HIGH, FULL_VERTICAL, 8, 20904",
        "HIGH, FULL_LANDSCAPE, 8, 22508",
        "HIGH, ULTRA_VERTICAL, 8, 61154",
        "MAXIMUM, FULL_SQUARE, 8, 23744",
        "MAXIMUM, FULL_VERTICAL, 8, 35115",
        "MAXIMUM, FULL_LANDSCAPE, 8, 37455",
        "MAXIMUM, ULTRA_VERTICAL, 8, 102623",
        "LOW, FULL_SQUARE, 30, 6248",
        "LOW, FULL_VERTICAL, 30, 9472",
        "LOW, ULTRA_VERTICAL, 30, 33040",
        "HIGH, FULL_SQUARE, 30, 9538",
        "HIGH, FULL_VERTICAL, 30, 14191"
    })
    void sizeIsThatOfTheMeasuredCuts(Quality quality, Resolution resolution, int framesPerShot, double measured) {
        long frames = 4L * framesPerShot;
        double seconds = frames / 30.0;
        Estimate estimate = Estimate.of(quality, resolution, frames, 4, seconds, 2);
        double picture = (estimate.sizeBytes() - seconds * 24_000) / frames;
        assertThat(picture / measured).isBetween(1 / 1.2, 1.2);
    }
}
