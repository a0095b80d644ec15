// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import dev.rushes.server.task.WorkState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final int FRAMES = 900;
    private static final int SHOTS = 20;
    private static final int PROCESSORS = 2;

    private final List<Render> newestFirst = new ArrayList<>();

    @Test
    void whatTookThreeTimesAsLongIsForetoldSo() {
        for (double times : new double[] {2.7, 3.4, 3, 2.9, 3.1}) {
            made(Quality.HIGH, Resolution.FULL_VERTICAL, times);
        }
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isCloseTo(3, within(0.01));
        assertThat(foretold(Quality.HIGH, Resolution.FULL_VERTICAL)
                        .at(Pace.of(newestFirst, Quality.HIGH, Resolution.FULL_VERTICAL, PROCESSORS))
                        .duration()
                        .toMillis())
                .isCloseTo(
                        3
                                * foretold(Quality.HIGH, Resolution.FULL_VERTICAL)
                                        .duration()
                                        .toMillis(),
                        within(100L));
    }

    @Test
    void oneThatStoodStillForAnHourMovesNothing() {
        for (double times : new double[] {1.2, 1.1, 500, 1, 1.3}) {
            made(Quality.HIGH, Resolution.FULL_VERTICAL, times);
        }
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isCloseTo(1.2, within(0.01));
    }

    @Test
    void theNewestTell() {
        for (int i = 0; i < 9; i++) {
            made(Quality.LOW, Resolution.FULL_SQUARE, 4);
        }
        for (int i = 0; i < 20; i++) {
            made(Quality.LOW, Resolution.FULL_SQUARE, 1);
        }
        assertThat(pace(Quality.LOW, Resolution.FULL_SQUARE)).isCloseTo(4, within(0.01));
    }

    @Test
    void twoTellNothing() {
        made(Quality.HIGH, Resolution.FULL_VERTICAL, 3);
        made(Quality.HIGH, Resolution.FULL_VERTICAL, 3);
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isEqualTo(1);
    }

    @Test
    void otherKindsTellWhereThereAreNotEnoughAlike() {
        made(Quality.HIGH, Resolution.FULL_VERTICAL, 9);
        for (int i = 0; i < 4; i++) {
            made(Quality.MAXIMUM, Resolution.ULTRA_VERTICAL, 2);
        }
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isCloseTo(2, within(0.01));
        made(Quality.HIGH, Resolution.FULL_VERTICAL, 9);
        made(Quality.HIGH, Resolution.FULL_VERTICAL, 9);
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isCloseTo(9, within(0.01));
    }

    @Test
    void whatWasReusedTriedAgainOrNeverRenderedTellsNothing() {
        for (int i = 0; i < 5; i++) {
            newestFirst.add(render(Quality.HIGH, Resolution.FULL_VERTICAL, Duration.ofSeconds(1), 1, 3));
            newestFirst.add(render(Quality.HIGH, Resolution.FULL_VERTICAL, Duration.ofHours(1), 2, 0));
            newestFirst.add(render(Quality.HIGH, Resolution.FULL_VERTICAL, Duration.ZERO, 0, 0));
        }
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isEqualTo(1);
    }

    @Test
    void theFactorIsBounded() {
        for (int i = 0; i < 3; i++) {
            made(Quality.LOW, Resolution.FULL_SQUARE, 1000);
            made(Quality.HIGH, Resolution.FULL_VERTICAL, 0);
        }
        assertThat(pace(Quality.LOW, Resolution.FULL_SQUARE)).isEqualTo(20);
        assertThat(pace(Quality.HIGH, Resolution.FULL_VERTICAL)).isEqualTo(0.1);
    }

    private double pace(Quality quality, Resolution resolution) {
        return Pace.of(newestFirst, quality, resolution, PROCESSORS).factor();
    }

    private static Estimate foretold(Quality quality, Resolution resolution) {
        return Estimate.of(quality, resolution, FRAMES, SHOTS, FRAMES / 30.0, PROCESSORS);
    }

    private void made(Quality quality, Resolution resolution, double times) {
        long millis = Math.round(foretold(quality, resolution).duration().toMillis() * times);
        newestFirst.add(render(quality, resolution, Duration.ofMillis(millis), 1, 0));
    }

    private static Render render(Quality quality, Resolution resolution, Duration took, long attempt, int reused) {
        return new Render(
                "019ad000-0000-7000-8000-000000000000",
                new Render.Order(
                        "019ad000-0000-7000-8000-000000000001",
                        1,
                        quality,
                        new Render.Form(Container.MP4, resolution, null)),
                WorkState.SUCCEEDED,
                attempt,
                0,
                new Progress(1, List.of(), 0L),
                new RenderedFile(
                        1,
                        "0".repeat(64),
                        resolution.width(),
                        resolution.height(),
                        FRAMES,
                        new RenderedFile.Making(SHOTS, reused, null, null)),
                null,
                3,
                NOW,
                NOW.plus(took));
    }
}
