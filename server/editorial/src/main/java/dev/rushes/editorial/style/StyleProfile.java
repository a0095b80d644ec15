// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.ShotType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A creator's habits, field for field the documented style profile. Times are seconds, shares 0..1.
 *
 * @param creatorId whose habits
 * @param trainedOnVideos finished videos it was learned from; 0 for the shipped default
 * @param lastUpdated when it was last learned
 * @param shotPatterns lengths and sizes
 * @param sequencing what follows what
 * @param pacing how cuts sit on the beat
 * @param highEnergy what the loud third of a song asks for
 * @param lowEnergy what the quiet third of a song asks for
 * @param transitionPreferences share of hard_cut, quick_dissolve and whip_pan
 * @param quality what is too bad to use
 * @param learnedModel the trained model, null while there is none
 */
public record StyleProfile(
        String creatorId,
        int trainedOnVideos,
        Instant lastUpdated,
        ShotPatterns shotPatterns,
        Sequencing sequencing,
        Pacing pacing,
        SectionPreference highEnergy,
        SectionPreference lowEnergy,
        Map<String, Double> transitionPreferences,
        QualityThresholds quality,
        @Nullable LearnedModel learnedModel) {

    public StyleProfile {
        transitionPreferences = Map.copyOf(transitionPreferences);
    }

    /** Tells whether this is somebody's learned style and not the shipped default. */
    public boolean isLearned() {
        return trainedOnVideos > 0;
    }

    /**
     * Lengths and sizes of shots.
     *
     * @param avgShotLength mean in seconds
     * @param shotLengthStd standard deviation in seconds
     * @param shotLengthDistribution 10, 25, 50, 75 and 90 percent quantiles in seconds
     * @param shotTypes share by documented word; sums to 1
     */
    public record ShotPatterns(
            double avgShotLength,
            double shotLengthStd,
            List<Double> shotLengthDistribution,
            Map<String, Double> shotTypes) {

        public ShotPatterns {
            shotLengthDistribution = List.copyOf(shotLengthDistribution);
            shotTypes = Map.copyOf(shotTypes);
        }
    }

    /**
     * What follows what.
     *
     * @param angleTransitions joint share of "from_to_to" angle pairs
     * @param sameAngleRepeatRate share of neighbours with the same angle
     * @param maxSameAngleStreak longest run of one angle
     * @param shotTypeTransitions joint share of "from_to_to" shot type pairs; empty when a document does not say
     */
    public record Sequencing(
            Map<String, Double> angleTransitions,
            double sameAngleRepeatRate,
            int maxSameAngleStreak,
            Map<String, Double> shotTypeTransitions) {

        public Sequencing {
            angleTransitions = Map.copyOf(angleTransitions);
            shotTypeTransitions = Map.copyOf(shotTypeTransitions);
        }
    }

    /**
     * How cuts sit on the beat.
     *
     * @param cutsPerBeat cuts divided by beats
     * @param beatSkipRate share of beats between first and last cut without a cut
     * @param holdCloseUp mean length of a close-up in seconds
     * @param holdMedium mean length of a medium shot in seconds
     * @param holdWide mean length of a wide shot in seconds
     */
    public record Pacing(
            double cutsPerBeat, double beatSkipRate, double holdCloseUp, double holdMedium, double holdWide) {

        /** Returns the mean length of a shot type in seconds; a zoom holds like a medium shot. */
        public double hold(ShotType type) {
            return switch (type) {
                case CLOSE_UP -> holdCloseUp;
                case MEDIUM, ZOOM -> holdMedium;
                case WIDE -> holdWide;
            };
        }
    }

    /**
     * What one kind of section asks for.
     *
     * @param preferredShotType size
     * @param cutFrequency every_beat, every_2_beats, every_4_beats or every_8_beats
     * @param motionPreference wanted motion, 0..1
     */
    public record SectionPreference(ShotType preferredShotType, String cutFrequency, double motionPreference) {}

    /**
     * What is too bad to use.
     *
     * @param minVisualQuality lowest visual quality
     * @param maxMotionBlur highest blur score
     * @param minExposure lowest mean luma
     * @param maxExposure highest mean luma
     */
    public record QualityThresholds(
            double minVisualQuality, double maxMotionBlur, double minExposure, double maxExposure) {}

    /**
     * A trained model.
     *
     * @param modelType "xgboost"
     * @param modelPath where it is kept
     * @param featureImportance share of the gain by feature
     */
    public record LearnedModel(String modelType, String modelPath, Map<String, Double> featureImportance) {

        public LearnedModel {
            featureImportance = Map.copyOf(featureImportance);
        }
    }
}
