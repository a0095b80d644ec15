// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.UserEdit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a timeline into the documented tree. */
final class TimelineDocumentWriter {

    private final Timeline timeline;
    private final FrameRate rate;

    TimelineDocumentWriter(Timeline timeline) {
        this.timeline = timeline;
        this.rate = timeline.frameRate();
    }

    String write() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("version", "1.0");
        document.put("project_id", timeline.identity().projectId());
        document.put("creator_id", timeline.identity().creatorId());
        document.put("created_at", timeline.identity().createdAt().toString());
        document.put("song", song(timeline.song()));
        document.put("clips", timeline.shots().stream().map(this::clip).toList());
        document.put(
                "deleted_clips",
                timeline.deletedShots().stream()
                        .map(TimelineDocumentWriter::deletedClip)
                        .toList());
        document.put(
                "transitions",
                timeline.transitions().stream()
                        .map(TimelineDocumentWriter::transition)
                        .toList());
        document.put(
                "user_edits", timeline.userEdits().stream().map(this::userEdit).toList());
        document.put("ai_reasoning", reasoning(timeline.reasoning()));
        document.put("final_status", finalStatus(timeline.finalStatus()));
        return JsonPrinter.print(document);
    }

    private Map<String, @Nullable Object> song(SongExcerpt song) {
        double end = Math.max(song.durationSeconds(), rate.seconds(timeline.frameCount()));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("file", song.fileName());
        object.put("bpm", JsonPrinter.number(song.bpm()));
        object.put("duration", JsonPrinter.number(song.durationSeconds()));
        object.put(
                "beats",
                JsonPrinter.numbers(
                        song.beats().stream().filter(beat -> beat < end).toList()));
        object.put("energy_curve", JsonPrinter.numbers(evenEnergy(song)));
        return object;
    }

    /**
     * Returns the energy of the excerpt at a hop that divides it evenly, since the document gives no hop and a reader takes
     * duration / size. Values at such a hop are returned as they are.
     */
    private static List<Double> evenEnergy(SongExcerpt song) {
        EnergyCurve energy = song.energy();
        int size = energy.values().size();
        double duration = song.durationSeconds();
        if (size == 0 || duration <= 0) {
            return energy.values();
        }
        int count = Math.max(1, (int) Math.round(duration / energy.hopSeconds()));
        if (count <= size && Math.abs(count * energy.hopSeconds() - duration) < 1e-6) {
            return energy.values().subList(0, count);
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(energy.at(i * duration / count));
        }
        return values;
    }

    private Map<String, @Nullable Object> clip(Shot shot) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        BigDecimal start = seconds(shot.source().start());
        BigDecimal duration = seconds(shot.record().count());
        object.put("id", shot.id());
        object.put("file", shot.fileName());
        object.put("source_start", start);
        object.put("source_end", seconds(shot.source().end()));
        object.put("timeline_start", seconds(shot.record().start()));
        object.put("duration", duration);
        object.put("locked", shot.isLocked());
        object.put("lock_metadata", lock(shot.lock()));
        object.put("metadata", metadata(shot.metadata(), shot.explanation()));
        object.put(
                "edit_history",
                shot.history().stream().map(TimelineDocumentWriter::history).toList());
        return object;
    }

    private static @Nullable Map<String, @Nullable Object> lock(@Nullable Lock lock) {
        if (lock == null) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("locked_by", lock.lockedBy());
        object.put("locked_at", lock.lockedAt().toString());
        object.put("reason", lock.reason());
        object.put("note", lock.note());
        if (lock.scope() == Lock.Scope.RANGE) {
            object.put("scope", "range");
        }
        return object;
    }

    private static Map<String, @Nullable Object> metadata(ShotMetadata metadata, Explanation explanation) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("shot_type", metadata.shotType().word());
        object.put("angle", metadata.angle().word());
        object.put("motion_intensity", JsonPrinter.number(metadata.motionIntensity()));
        object.put("visual_quality", JsonPrinter.number(metadata.visualQuality()));
        object.put("color_variance", JsonPrinter.number(metadata.colorVariance()));
        object.put("ai_confidence", JsonPrinter.number(explanation.confidence()));
        object.put("ai_reasoning", explanation.text());
        return object;
    }

    private static Map<String, @Nullable Object> history(HistoryEntry entry) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("action", Actions.ofHistory(entry.action()));
        object.put("timestamp", entry.at().toString());
        putIfKnown(object, "version", entry.revision());
        putIfKnown(object, "from_position", entry.fromPosition());
        putIfKnown(object, "to_position", entry.toPosition());
        return object;
    }

    private static Map<String, @Nullable Object> deletedClip(DeletedShot shot) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("clip_id", shot.shotId());
        object.put("deleted_at", shot.deletedAt().toString());
        object.put("ai_confidence", JsonPrinter.number(shot.explanation().confidence()));
        object.put("user_reason", shot.userReason());
        object.put("metadata", metadata(shot.metadata(), shot.explanation()));
        return object;
    }

    private static Map<String, @Nullable Object> transition(Transition transition) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("from_clip", transition.fromShotId());
        object.put("to_clip", transition.toShotId());
        object.put("type", transition.kind().word());
        object.put("at_beat", transition.isAtBeat());
        object.put("beat_index", transition.beatIndex());
        return object;
    }

    private Map<String, @Nullable Object> userEdit(UserEdit edit) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("timestamp", edit.at().toString());
        object.put("action", Actions.ofUserEdit(edit.action()));
        putIfKnown(object, "clip_id", edit.shotId());
        putIfKnown(object, "reason_selected", edit.reason());
        putIfKnown(object, "from_position", edit.fromPosition());
        putIfKnown(object, "to_position", edit.toPosition());
        if (edit.section() != null) {
            object.put("section_start", seconds(edit.section().start()));
            object.put("section_end", seconds(edit.section().end()));
        }
        putIfKnown(object, "instruction", edit.instruction());
        return object;
    }

    private static Map<String, @Nullable Object> reasoning(TimelineReasoning reasoning) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        Double match = reasoning.styleMatchScore();
        object.put("pacing_target", reasoning.pacingTarget());
        object.put("style_match_score", match == null ? null : JsonPrinter.number(match));
        object.put("notes", reasoning.notes());
        return object;
    }

    private static @Nullable Map<String, @Nullable Object> finalStatus(@Nullable FinalStatus status) {
        if (status == null) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("exported", status.exported());
        object.put(
                "export_timestamp",
                status.exportedAt() == null ? null : status.exportedAt().toString());
        object.put("user_satisfaction", status.userSatisfaction());
        object.put("would_post_unchanged", status.wouldPostUnchanged());
        object.put("manual_edit_percentage", status.manualEditPercentage());
        object.put("time_ai_edit", JsonPrinter.seconds(status.aiEdit()));
        object.put("time_manual_edit", JsonPrinter.seconds(status.manualEdit()));
        object.put("time_saved", JsonPrinter.seconds(status.saved()));
        return object;
    }

    private BigDecimal seconds(long frame) {
        return JsonPrinter.seconds(frame, rate);
    }

    private static void putIfKnown(Map<String, @Nullable Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }
}
