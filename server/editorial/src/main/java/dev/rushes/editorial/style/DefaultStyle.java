// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The style Rushes ships for a creator it has not learned yet: an ordinary fashion reel at 120 beats per minute.
 *
 * <p>The numbers are taste, chosen so that they agree with each other: the holds weighted by the shot types give
 * the mean shot length; that length in beats gives cuts_per_beat; beat_skip_rate is the rest. Quality thresholds only
 * stop what nobody would post, so that ordinary phone footage passes.
 */
public final class DefaultStyle {

    /** Creator id of the shipped profile. */
    public static final String CREATOR_ID = "default";

    /** Tempo the lengths were chosen at, beats per minute. */
    static final double BPM = 120;

    static final double SAME_ANGLE_REPEAT_RATE = 0.35;
    static final double SAME_TYPE_REPEAT_RATE = 0.25;

    private static final StyleProfile PROFILE = build();

    private DefaultStyle() {}

    /** Returns the shipped profile, trained on 0 videos. */
    public static StyleProfile profile() {
        return PROFILE;
    }

    private static StyleProfile build() {
        Map<String, Double> types = Map.of("close_up", 0.40, "medium", 0.32, "wide", 0.20, "zoom", 0.08);
        Map<String, Double> angles = Map.of("front", 0.50, "side", 0.25, "overhead", 0.05, "other", 0.20);
        return new StyleProfile(
                CREATOR_ID,
                0,
                Instant.parse("2026-01-01T00:00:00Z"),
                new StyleProfile.ShotPatterns(1.4, 0.6, List.of(0.8, 1.0, 1.3, 1.7, 2.2), types),
                new StyleProfile.Sequencing(
                        PairShares.independent(angleWords(), angles, SAME_ANGLE_REPEAT_RATE),
                        SAME_ANGLE_REPEAT_RATE,
                        3,
                        PairShares.independent(typeWords(), types, SAME_TYPE_REPEAT_RATE)),
                new StyleProfile.Pacing(0.36, 0.64, 1.3, 1.4, 1.6),
                new StyleProfile.SectionPreference(ShotType.CLOSE_UP, "every_2_beats", 0.6),
                new StyleProfile.SectionPreference(ShotType.WIDE, "every_4_beats", 0.3),
                Map.of("hard_cut", 0.88, "quick_dissolve", 0.08, "whip_pan", 0.04),
                new StyleProfile.QualityThresholds(0.35, 0.70, 0.10, 0.92),
                null);
    }

    static List<String> angleWords() {
        return Arrays.stream(Angle.values()).map(Angle::word).toList();
    }

    static List<String> typeWords() {
        return Arrays.stream(ShotType.values()).map(ShotType::word).toList();
    }
}
