// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.style.StyleProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the documented style profile JSON (STY-06..13).
 *
 * <p>Written are exactly the documented keys, plus {@code sequencing_patterns.shot_type_transitions} when the profile has
 * them; {@code learned_model} is null while there is none. Read are these, aliases of shot type words, and unknown
 * keys, which are ignored. A document without {@code learned_model} has none.
 */
public final class StyleProfileJson {

    private StyleProfileJson() {}

    /** Returns the document, ending with a newline. */
    public static String write(StyleProfile profile) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("creator_id", profile.creatorId());
        document.put("version", "1.0");
        document.put("trained_on_videos", profile.trainedOnVideos());
        document.put("last_updated", profile.lastUpdated().toString());
        document.put("shot_patterns", shotPatterns(profile.shotPatterns()));
        document.put("sequencing_patterns", sequencing(profile.sequencing()));
        document.put("pacing_patterns", pacing(profile.pacing()));
        Map<String, @Nullable Object> energy = new LinkedHashMap<>();
        energy.put("high_energy_sections", section(profile.highEnergy()));
        energy.put("low_energy_sections", section(profile.lowEnergy()));
        document.put("energy_matching", energy);
        document.put("transition_preferences", JsonPrinter.shares(profile.transitionPreferences()));
        document.put("quality_thresholds", quality(profile.quality()));
        document.put("learned_model", model(profile.learnedModel()));
        return JsonPrinter.print(document);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is not JSON or a value is missing or wrong; the message starts with its path
     */
    public static StyleProfile parse(String json) {
        JsonNode root = JsonNode.parse("style profile document", json);
        checkVersion(root);
        JsonNode energy = root.field("energy_matching");
        return new StyleProfile(
                root.field("creator_id").text(),
                (int) root.field("trained_on_videos").wholeNumber(0, Integer.MAX_VALUE),
                root.field("last_updated").instant(),
                readShotPatterns(root.field("shot_patterns")),
                readSequencing(root.field("sequencing_patterns")),
                readPacing(root.field("pacing_patterns")),
                readSection(energy.field("high_energy_sections")),
                readSection(energy.field("low_energy_sections")),
                shares(root.field("transition_preferences")),
                readQuality(root.field("quality_thresholds")),
                root.optional("learned_model", StyleProfileJson::readModel));
    }

    /** Refuses a document of another major version; a document that does not say is read as 1.0. */
    static void checkVersion(JsonNode root) {
        JsonNode version = root.optional("version");
        if (version != null && !version.text().equals("1") && !version.text().startsWith("1.")) {
            throw version.wrong("\"1.0\", the version this build reads");
        }
    }

    private static Map<String, @Nullable Object> shotPatterns(StyleProfile.ShotPatterns patterns) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("avg_shot_length", JsonPrinter.number(patterns.avgShotLength()));
        object.put("shot_length_std", JsonPrinter.number(patterns.shotLengthStd()));
        object.put("shot_length_distribution", JsonPrinter.numbers(patterns.shotLengthDistribution()));
        object.put("shot_types", JsonPrinter.shares(patterns.shotTypes()));
        return object;
    }

    private static StyleProfile.ShotPatterns readShotPatterns(JsonNode node) {
        Map<String, Double> types = new LinkedHashMap<>();
        node.field("shot_types").fields().forEach((word, share) -> {
            ShotType type = JsonNode.text(share, word).word(ShotType::parse);
            types.merge(type.word(), share.share(), Double::sum);
        });
        JsonNode distribution = node.field("shot_length_distribution");
        List<Double> quantiles = distribution.list(JsonNode::positive);
        for (int i = 1; i < quantiles.size(); i++) {
            if (quantiles.get(i) < quantiles.get(i - 1)) {
                throw distribution.items().get(i).wrong("not below the value before it, quantiles rise");
            }
        }
        return new StyleProfile.ShotPatterns(
                node.field("avg_shot_length").positive(),
                node.field("shot_length_std").positive(),
                quantiles,
                types);
    }

    private static Map<String, @Nullable Object> sequencing(StyleProfile.Sequencing sequencing) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("angle_transitions", JsonPrinter.shares(sequencing.angleTransitions()));
        object.put("same_angle_repeat_rate", JsonPrinter.number(sequencing.sameAngleRepeatRate()));
        object.put("max_same_angle_streak", sequencing.maxSameAngleStreak());
        if (!sequencing.shotTypeTransitions().isEmpty()) {
            object.put("shot_type_transitions", JsonPrinter.shares(sequencing.shotTypeTransitions()));
        }
        return object;
    }

    private static StyleProfile.Sequencing readSequencing(JsonNode node) {
        JsonNode types = node.optional("shot_type_transitions");
        return new StyleProfile.Sequencing(
                shares(node.field("angle_transitions")),
                node.field("same_angle_repeat_rate").share(),
                (int) node.field("max_same_angle_streak").wholeNumber(0, Integer.MAX_VALUE),
                types == null ? Map.of() : shares(types));
    }

    private static Map<String, @Nullable Object> pacing(StyleProfile.Pacing pacing) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("cuts_per_beat", JsonPrinter.number(pacing.cutsPerBeat()));
        object.put("beat_skip_rate", JsonPrinter.number(pacing.beatSkipRate()));
        object.put("hold_duration_close_up", JsonPrinter.number(pacing.holdCloseUp()));
        object.put("hold_duration_medium", JsonPrinter.number(pacing.holdMedium()));
        object.put("hold_duration_wide", JsonPrinter.number(pacing.holdWide()));
        return object;
    }

    private static StyleProfile.Pacing readPacing(JsonNode node) {
        return new StyleProfile.Pacing(
                node.field("cuts_per_beat").positive(),
                node.field("beat_skip_rate").share(),
                node.field("hold_duration_close_up").positive(),
                node.field("hold_duration_medium").positive(),
                node.field("hold_duration_wide").positive());
    }

    private static Map<String, @Nullable Object> section(StyleProfile.SectionPreference section) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("preferred_shot_type", section.preferredShotType().word());
        object.put("cut_frequency", section.cutFrequency());
        object.put("motion_preference", JsonPrinter.number(section.motionPreference()));
        return object;
    }

    private static StyleProfile.SectionPreference readSection(JsonNode node) {
        return new StyleProfile.SectionPreference(
                node.field("preferred_shot_type").word(ShotType::parse),
                node.field("cut_frequency").text(),
                node.field("motion_preference").share());
    }

    private static Map<String, @Nullable Object> quality(StyleProfile.QualityThresholds quality) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("min_visual_quality", JsonPrinter.number(quality.minVisualQuality()));
        object.put("max_motion_blur", JsonPrinter.number(quality.maxMotionBlur()));
        object.put("min_exposure", JsonPrinter.number(quality.minExposure()));
        object.put("max_exposure", JsonPrinter.number(quality.maxExposure()));
        return object;
    }

    private static StyleProfile.QualityThresholds readQuality(JsonNode node) {
        return new StyleProfile.QualityThresholds(
                node.field("min_visual_quality").share(),
                node.field("max_motion_blur").share(),
                node.field("min_exposure").share(),
                node.field("max_exposure").share());
    }

    private static @Nullable Map<String, @Nullable Object> model(StyleProfile.@Nullable LearnedModel model) {
        if (model == null) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("model_type", model.modelType());
        object.put("model_path", model.modelPath());
        object.put("feature_importance", JsonPrinter.shares(model.featureImportance()));
        return object;
    }

    private static StyleProfile.LearnedModel readModel(JsonNode node) {
        return new StyleProfile.LearnedModel(
                node.field("model_type").text(),
                node.field("model_path").text(),
                shares(node.field("feature_importance")));
    }

    private static Map<String, Double> shares(JsonNode node) {
        Map<String, Double> shares = new LinkedHashMap<>();
        node.fields().forEach((name, share) -> shares.put(name, share.share()));
        return shares;
    }
}
