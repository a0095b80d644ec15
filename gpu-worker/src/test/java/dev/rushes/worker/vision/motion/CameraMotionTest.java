// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Camera classes of made takes over drawn stills; {@code CameraMotionBench} has more of them, and over real stills. */
class CameraMotionTest {

    private final List<Still> stills = List.of(new Texture(41)::at, new Texture(42)::at);

    @Test
    void everyMoveOverAStillIsNamed() {
        assertThat(wrong(1, false)).isEmpty();
    }

    @Test
    void movesBehindAMovingSubjectAreNamedMoreThanSixTimesOutOfSeven() {
        int all = 2 * 2 * CameraMotion.values().length;

        assertThat(wrong(2, true)).hasSizeLessThanOrEqualTo((int) (0.15 * all));
    }

    /** Returns the takes that get another class, {@code takes} of each class over each still. */
    private List<String> wrong(int takes, boolean withSubject) {
        List<String> wrong = new ArrayList<>();
        try (FlowMotionEstimator estimator = new FlowMotionEstimator()) {
            for (int i = 0; i < stills.size() * takes; i++) {
                Still still = stills.get(i % stills.size());
                Still front = stills.get((i + 1) % stills.size());
                for (CameraMotion truth : CameraMotion.values()) {
                    MadeTake take = new MadeTake(truth, withSubject, 100L * i + truth.ordinal());
                    MotionSummary got = new CameraPath(take.film(still, front, estimator)).summary();
                    if (got.camera() != truth) {
                        wrong.add(take + ": " + got.camera());
                    }
                }
            }
        }
        return wrong;
    }

    @Test
    void wallThatStandsStillIsMoreThanAPersonThatDoesNot() {
        // the wall hardly has texture; only what walks in front of it has
        Texture drawn = new Texture(43);

        assertThat(lockedCamera((plane, x, y) -> 120 + (drawn.at(plane, x, y) - 120) * 0.35, drawn::at))
                .containsOnly(CameraMotion.STATIC);
    }

    private static List<CameraMotion> lockedCamera(Still background, Still subject) {
        List<CameraMotion> seen = new ArrayList<>();
        try (FlowMotionEstimator estimator = new FlowMotionEstimator()) {
            for (int seed = 0; seed < 4; seed++) {
                MadeTake take = new MadeTake(CameraMotion.STATIC, true, seed).withoutGrain();
                seen.add(new CameraPath(take.film(background, subject, estimator))
                        .summary()
                        .camera());
            }
        }
        return seen;
    }
}
