// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongDetail;
import dev.rushes.worker.decode.UnreadableMedia;
import java.util.List;
import java.util.Locale;

/** The JSON objects of {@link Inspect}: keys are documented and stable, times are seconds, scores 0..1. */
final class InspectJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> CLIP_KEYS = List.of(
            "duration",
            "width",
            "height",
            "rotation",
            "frame_rate",
            "shot_type",
            "shot_type_confidence",
            "angle",
            "motion",
            "motion_intensity",
            "blur_score",
            "exposure_score",
            "shake_score",
            "visual_quality",
            "color_variance");

    private InspectJson() {}

    static ObjectNode song(SongAnalysis song) {
        ObjectNode object = JSON.createObjectNode();
        object.put("bpm", song.bpm());
        ArrayNode beats = object.putArray("beats");
        song.beats().forEach(beat -> beats.add(beat.seconds()));
        ArrayNode downbeats = object.putArray("downbeats");
        song.beats().stream().filter(Beat::isDownbeat).forEach(beat -> downbeats.add(beat.seconds()));
        ArrayNode energy = object.putArray("energy_curve");
        song.energy().values().forEach(energy::add);
        object.put("energy_hop_seconds", song.energy().hopSeconds());
        object.put("confidence", song.confidence());
        ArrayNode tempos = object.putArray("tempo_candidates");
        song.tempoCandidates()
                .forEach(tempo -> tempos.addObject().put("bpm", tempo.bpm()).put("probability", tempo.probability()));
        ArrayNode sections = object.putArray("sections");
        song.sections()
                .forEach(section -> sections.addObject()
                        .put("start", section.start())
                        .put("end", section.end())
                        .put("label", section.label())
                        .put("energy", section.energy())
                        .put("group", section.group()));
        addDetail(object, song.detail());
        return object.put("duration", song.durationSeconds());
    }

    private static void addDetail(ObjectNode object, SongDetail detail) {
        object.put("summary", detail.summary()).put("recommended_use", detail.recommendedUse());
        object.putObject("loudness")
                .put("integrated_lufs", detail.loudness().integratedLufs())
                .put("range_lu", detail.loudness().rangeLu())
                .put("short_term_maximum_lufs", detail.loudness().shortTermMaximumLufs())
                .put("sample_peak_db", detail.loudness().samplePeakDb())
                .put("crest_db", detail.loudness().crestDb());
        ArrayNode moods = object.putArray("moods");
        detail.moods().forEach(moods::add);
        ArrayNode events = object.putArray("events");
        detail.events()
                .forEach(event -> events.addObject()
                        .put("kind", event.kind().name().toLowerCase(Locale.ROOT))
                        .put("start", event.start())
                        .put("end", event.end())
                        .put("strength", event.strength()));
        ArrayNode excerpts = object.putArray("excerpts");
        detail.excerpts()
                .forEach(excerpt -> excerpts.addObject()
                        .put("target", excerpt.targetSeconds())
                        .put("start", excerpt.start())
                        .put("end", excerpt.end())
                        .put("reason", excerpt.reason()));
        ArrayNode waveform = object.putArray("waveform_levels");
        detail.waveform()
                .forEach(level -> waveform.addObject()
                        .put("seconds_per_peak", level.secondsPerPeak())
                        .put("peaks", level.peaks().size()));
    }

    static ObjectNode video(VideoAnalysis video) {
        ObjectNode object = JSON.createObjectNode();
        object.put("frame_rate", video.frameRate().toString()).put("frames", video.frameCount());
        ArrayNode cuts = object.putArray("cuts");
        video.cuts()
                .forEach(cut -> cuts.addObject()
                        .put("frame", cut.frame())
                        .put("time", cut.seconds())
                        .put("kind", cut.kind().name().toLowerCase(Locale.ROOT)));
        ArrayNode shots = object.putArray("shots");
        video.shots()
                .forEach(shot -> shots.addObject()
                        .put("start_frame", shot.frames().start())
                        .put("end_frame", shot.frames().end())
                        .put("shot_type", shot.framing().shotType().word())
                        .put("angle", shot.framing().angle().word())
                        .put("motion", shot.motion().word())
                        .put("motion_intensity", shot.motionIntensity())
                        .put("visual_quality", shot.visualQuality()));
        return object;
    }

    static ObjectNode clip(ClipFeatures clip) {
        ObjectNode object = JSON.createObjectNode();
        object.put("duration", clip.durationSeconds())
                .put("width", clip.width())
                .put("height", clip.height())
                .put("rotation", clip.rotation())
                .put("frame_rate", clip.frameRate().toString())
                .put("shot_type", clip.framing().shotType().word())
                .put("shot_type_confidence", clip.framing().shotTypeConfidence())
                .put("angle", clip.framing().angle().word())
                .put("motion", clip.motion().word())
                .put("motion_intensity", clip.motionIntensity())
                .put("blur_score", clip.quality().blur())
                .put("exposure_score", clip.quality().exposure())
                .put("shake_score", clip.quality().shake())
                .put("visual_quality", clip.quality().visual())
                .put("color_variance", clip.colorVariance());
        ArrayNode windows = object.putArray("usable_windows");
        clip.usableWindows()
                .forEach(window ->
                        windows.addObject().put("start", window.start()).put("end", window.end()));
        object.put("rejected_reason", clip.rejectedReason());
        clip.remarks().forEach(object.putArray("remarks")::add);
        object.put("description", clip.description());
        clip.look().palette().forEach(object.putArray("palette")::add);
        object.put("color_temperature", clip.look().temperature())
                .put("saturation", clip.look().saturation())
                .put("contrast", clip.look().contrast());
        clip.look().words().forEach(object.putArray("mood")::add);
        return object;
    }

    /** A clip that could not be read: the keys of a clip without values, and the reason. */
    static ObjectNode refusedClip(UnreadableMedia refusal) {
        ObjectNode object = JSON.createObjectNode();
        for (String key : CLIP_KEYS) {
            object.putNull(key);
        }
        object.putArray("usable_windows");
        object.put("rejected_reason", refusal.getMessage());
        object.putArray("remarks");
        object.putNull("description");
        object.putArray("palette");
        object.putNull("color_temperature");
        object.putNull("saturation");
        object.putNull("contrast");
        object.putArray("mood");
        return object;
    }

    /** A song or a finished video that could not be read. */
    static ObjectNode refused(UnreadableMedia refusal) {
        return JSON.createObjectNode().put("rejected_reason", refusal.getMessage());
    }
}
