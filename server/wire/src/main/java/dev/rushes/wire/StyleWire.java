// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.style.StyleProfile;
import org.jspecify.annotations.Nullable;

/** Converts style profiles. The server's style_profile_id is not part of the value and is left unset. */
public final class StyleWire {

    /** Version of the documented schema. */
    public static final String SCHEMA_VERSION = "1.0";

    private StyleWire() {}

    public static dev.rushes.api.v1.StyleProfile toProto(StyleProfile profile) {
        var message = dev.rushes.api.v1.StyleProfile.newBuilder()
                .setCreatorId(profile.creatorId())
                .setSchemaVersion(SCHEMA_VERSION)
                .setTrainedOnVideos(profile.trainedOnVideos())
                .setUpdateTime(TimeWire.toProto(profile.lastUpdated()))
                .setShotPatterns(toProto(profile.shotPatterns()))
                .setSequencingPatterns(toProto(profile.sequencing()))
                .setPacingPatterns(toProto(profile.pacing()))
                .setEnergyMatching(dev.rushes.api.v1.StyleProfile.EnergyMatching.newBuilder()
                        .setHighEnergySections(toProto(profile.highEnergy()))
                        .setLowEnergySections(toProto(profile.lowEnergy())))
                .putAllTransitionPreferences(profile.transitionPreferences())
                .setQualityThresholds(toProto(profile.quality()));
        if (profile.learnedModel() != null) {
            message.setLearnedModel(dev.rushes.api.v1.StyleProfile.LearnedModel.newBuilder()
                    .setModelType(profile.learnedModel().modelType())
                    .setModelPath(profile.learnedModel().modelPath())
                    .putAllFeatureImportance(profile.learnedModel().featureImportance()));
        }
        return message.build();
    }

    /**
     * Reads a profile.
     *
     * @throws IllegalArgumentException when a preferred_shot_type is not a documented word
     */
    public static StyleProfile fromProto(dev.rushes.api.v1.StyleProfile profile) {
        var energy = profile.getEnergyMatching();
        return new StyleProfile(
                profile.getCreatorId(),
                profile.getTrainedOnVideos(),
                TimeWire.fromProto(profile.getUpdateTime()),
                fromProto(profile.getShotPatterns()),
                fromProto(profile.getSequencingPatterns()),
                fromProto(profile.getPacingPatterns()),
                fromProto("energy_matching.high_energy_sections", energy.getHighEnergySections()),
                fromProto("energy_matching.low_energy_sections", energy.getLowEnergySections()),
                profile.getTransitionPreferencesMap(),
                fromProto(profile.getQualityThresholds()),
                model(profile));
    }

    private static StyleProfile.@Nullable LearnedModel model(dev.rushes.api.v1.StyleProfile profile) {
        if (!profile.hasLearnedModel()) {
            return null;
        }
        var model = profile.getLearnedModel();
        return new StyleProfile.LearnedModel(
                model.getModelType(), model.getModelPath(), model.getFeatureImportanceMap());
    }

    private static dev.rushes.api.v1.StyleProfile.ShotPatterns toProto(StyleProfile.ShotPatterns patterns) {
        return dev.rushes.api.v1.StyleProfile.ShotPatterns.newBuilder()
                .setAvgShotLength(patterns.avgShotLength())
                .setShotLengthStd(patterns.shotLengthStd())
                .addAllShotLengthDistribution(patterns.shotLengthDistribution())
                .putAllShotTypes(patterns.shotTypes())
                .build();
    }

    private static StyleProfile.ShotPatterns fromProto(dev.rushes.api.v1.StyleProfile.ShotPatterns patterns) {
        return new StyleProfile.ShotPatterns(
                patterns.getAvgShotLength(),
                patterns.getShotLengthStd(),
                patterns.getShotLengthDistributionList(),
                patterns.getShotTypesMap());
    }

    private static dev.rushes.api.v1.StyleProfile.SequencingPatterns toProto(StyleProfile.Sequencing sequencing) {
        return dev.rushes.api.v1.StyleProfile.SequencingPatterns.newBuilder()
                .putAllAngleTransitions(sequencing.angleTransitions())
                .setSameAngleRepeatRate(sequencing.sameAngleRepeatRate())
                .setMaxSameAngleStreak(sequencing.maxSameAngleStreak())
                .putAllShotTypeTransitions(sequencing.shotTypeTransitions())
                .build();
    }

    private static StyleProfile.Sequencing fromProto(dev.rushes.api.v1.StyleProfile.SequencingPatterns sequencing) {
        return new StyleProfile.Sequencing(
                sequencing.getAngleTransitionsMap(),
                sequencing.getSameAngleRepeatRate(),
                sequencing.getMaxSameAngleStreak(),
                sequencing.getShotTypeTransitionsMap());
    }

    private static dev.rushes.api.v1.StyleProfile.PacingPatterns toProto(StyleProfile.Pacing pacing) {
        return dev.rushes.api.v1.StyleProfile.PacingPatterns.newBuilder()
                .setCutsPerBeat(pacing.cutsPerBeat())
                .setBeatSkipRate(pacing.beatSkipRate())
                .setHoldDurationCloseUp(pacing.holdCloseUp())
                .setHoldDurationMedium(pacing.holdMedium())
                .setHoldDurationWide(pacing.holdWide())
                .build();
    }

    private static StyleProfile.Pacing fromProto(dev.rushes.api.v1.StyleProfile.PacingPatterns pacing) {
        return new StyleProfile.Pacing(
                pacing.getCutsPerBeat(),
                pacing.getBeatSkipRate(),
                pacing.getHoldDurationCloseUp(),
                pacing.getHoldDurationMedium(),
                pacing.getHoldDurationWide());
    }

    private static dev.rushes.api.v1.StyleProfile.SectionPreference toProto(StyleProfile.SectionPreference section) {
        return dev.rushes.api.v1.StyleProfile.SectionPreference.newBuilder()
                .setPreferredShotType(section.preferredShotType().word())
                .setCutFrequency(section.cutFrequency())
                .setMotionPreference(section.motionPreference())
                .build();
    }

    private static StyleProfile.SectionPreference fromProto(
            String field, dev.rushes.api.v1.StyleProfile.SectionPreference section) {
        ShotType preferred;
        try {
            preferred = ShotType.parse(section.getPreferredShotType());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ".preferred_shot_type: " + e.getMessage(), e);
        }
        return new StyleProfile.SectionPreference(preferred, section.getCutFrequency(), section.getMotionPreference());
    }

    private static dev.rushes.api.v1.StyleProfile.QualityThresholds toProto(StyleProfile.QualityThresholds quality) {
        return dev.rushes.api.v1.StyleProfile.QualityThresholds.newBuilder()
                .setMinVisualQuality(quality.minVisualQuality())
                .setMaxMotionBlur(quality.maxMotionBlur())
                .setMinExposure(quality.minExposure())
                .setMaxExposure(quality.maxExposure())
                .build();
    }

    private static StyleProfile.QualityThresholds fromProto(dev.rushes.api.v1.StyleProfile.QualityThresholds quality) {
        return new StyleProfile.QualityThresholds(
                quality.getMinVisualQuality(),
                quality.getMaxMotionBlur(),
                quality.getMinExposure(),
                quality.getMaxExposure());
    }
}
