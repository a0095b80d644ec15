// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What {@link CropFit} says of spans. Clips for tests of others are made by {@link #clip}. */
public final class CropFitTest {

    private static final double TALL = 9.0 / 16;

    /** Returns a landscape clip whose subject's middle goes some way. */
    public static ClipFeatures clip(double seconds, DoubleUnaryOperator middle) {
        List<SubjectBox> track = new ArrayList<>();
        for (double at = 0; at < seconds; at += 0.2) {
            track.add(new SubjectBox(at, middle.applyAsDouble(at) - 0.08, 0.2, 0.16, 0.7));
        }
        return new ClipFeatures(
                seconds,
                1920,
                1080,
                0,
                FrameRate.FPS_30,
                new Framing(ShotType.MEDIUM, 0.8, Angle.FRONT, 0.8),
                CameraMotion.STATIC,
                0.5,
                new Quality(0.1, 0.5, 0.1, 0.8),
                0.5,
                List.of(new UsableWindow(0, seconds, 0.8)),
                Curve.EMPTY,
                track,
                0,
                null);
    }

    @Test
    void aSubjectThatStaysIsNotLost() {
        CropFit fit = CropFit.of(clip(8, at -> 0.4 + 0.05 * Math.sin(3 * at)), TALL);
        assertThat(fit.lost(0, 8)).isZero();
        assertThat(fit.lost(2, 3)).isZero();
    }

    @Test
    void aSubjectThatCrossesThePictureIsLostWhereItDoes() {
        CropFit fit = CropFit.of(clip(8, at -> at < 4 ? 0.2 : Math.min(0.9, 0.2 + 0.7 * (at - 4))), TALL);
        assertThat(fit.lost(0, 3)).isZero();
        assertThat(fit.lost(4, 5)).isBetween(0.2, 0.7);
        assertThat(fit.lost(6, 8)).isZero();
    }

    @Test
    void aSlowWayIsPanned() {
        CropFit fit = CropFit.of(clip(8, at -> 0.2 + 0.06 * at), TALL);
        assertThat(fit.lost(0, 6)).isZero();
        assertThat(CropFit.of(clip(8, at -> 0.2 + 0.06 * at), 0).lost(0, 8)).isZero();
    }

    @Test
    void nothingIsLostWithoutACrop() {
        assertThat(CropFit.of(clip(8, at -> at / 8), 16.0 / 9).lost(0, 8)).isZero();
        assertThat(CropFit.NONE.lost(0, 8)).isZero();
    }

    @Test
    void spansBeyondTheClipAreItsEnds() {
        CropFit fit = CropFit.of(clip(2, at -> 0.3 + 0.2 * at), TALL);
        assertThat(fit.lost(-1, 50)).isCloseTo(fit.lost(0, 50), within(1e-9));
        assertThat(fit.lost(40, 41)).isZero();
    }
}
