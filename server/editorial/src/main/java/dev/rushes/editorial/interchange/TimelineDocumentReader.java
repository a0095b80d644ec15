// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the documented tree into a timeline. */
final class TimelineDocumentReader {

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final FrameRate rate;

    TimelineDocumentReader(FrameRate rate) {
        this.rate = rate;
    }

    Timeline read(JsonNode root) {
        StyleProfileJson.checkVersion(root);
        Instant createdAt = root.field("created_at").instant();
        List<Shot> shots = shots(root.field("clips").items());
        return new Timeline(
                new Timeline.Identity(
                        "",
                        root.field("project_id").text(),
                        root.field("creator_id").text(),
                        0,
                        0,
                        createdAt,
                        createdAt),
                rate,
                song(root.field("song")),
                shots,
                transitions(root.field("transitions"), shots),
                root.listOrEmpty("deleted_clips", TimelineDocumentReader::deletedShot),
                root.listOrEmpty("user_edits", this::userEdit),
                reasoning(root.field("ai_reasoning")),
                root.optional("final_status", TimelineDocumentReader::finalStatus));
    }

    private static SongExcerpt song(JsonNode node) {
        double duration = node.field("duration").positive();
        List<Double> values = node.field("energy_curve").list(JsonNode::share);
        String file = node.field("file").text();
        return new SongExcerpt(
                file,
                file,
                node.field("bpm").positive(),
                0,
                duration,
                node.field("beats").list(JsonNode::positive),
                new EnergyCurve(hop(node.optional("energy_times"), duration, values.size()), values));
    }

    /** Returns the hop said by energy_times, else the one that divides the excerpt evenly. */
    private static double hop(@Nullable JsonNode times, double duration, int size) {
        if (times == null || times.items().size() < 2) {
            return size == 0 || duration == 0 ? 1 : duration / size;
        }
        List<JsonNode> items = times.items();
        if (items.size() != size) {
            throw new IllegalArgumentException(
                    "song.energy_times: " + items.size() + " values (expected: " + size + ", as many as energy_curve)");
        }
        double hop = (items.getLast().number() - items.getFirst().number()) / (size - 1);
        if (!(hop > 0)) {
            throw items.getLast().wrong("later than the first");
        }
        return hop;
    }

    private List<Shot> shots(List<JsonNode> clips) {
        List<Shot> shots = new ArrayList<>();
        long at = 0;
        for (JsonNode clip : clips) {
            Shot shot = shot(clip, at);
            shots.add(shot);
            at = shot.record().end();
        }
        return shots;
    }

    private Shot shot(JsonNode node, long at) {
        BigDecimal start = node.field("timeline_start").decimal();
        BigDecimal duration = node.field("duration").decimal();
        JsonNode sourceEnd = node.field("source_end");
        BigDecimal sourceStart = node.field("source_start").decimal();
        if (Math.abs(frame(start) - at) > 1) {
            throw node.field("timeline_start")
                    .wrong(JsonPrinter.seconds(at, rate).toPlainString() + ", clips follow without gap or overlap");
        }
        long end = frame(start.add(duration));
        if (end <= at) {
            throw node.field("duration").wrong("at least one frame");
        }
        BigDecimal wantedEnd = sourceStart.add(duration);
        if (Math.abs(frame(sourceEnd.decimal()) - frame(wantedEnd)) > 1) {
            throw sourceEnd.wrong(wantedEnd.toPlainString() + ", source_start + duration");
        }
        String file = node.field("file").text();
        JsonNode metadata = node.field("metadata");
        return new Shot(
                node.field("id").text(),
                file,
                file,
                new FrameRange(frame(sourceStart), end - at),
                FrameRange.between(at, end),
                lock(node),
                metadata(metadata),
                explanation(metadata, metadata.field("ai_confidence").share()),
                node.listOrEmpty("edit_history", TimelineDocumentReader::history));
    }

    private static Lock.Scope scope(String word, JsonNode lock) {
        return switch (word) {
            case "", "place_and_range" -> Lock.Scope.PLACE_AND_RANGE;
            case "range" -> Lock.Scope.RANGE;
            default -> throw lock.field("scope").wrong("range or place_and_range");
        };
    }

    private static @Nullable Lock lock(JsonNode clip) {
        JsonNode locked = clip.field("locked");
        JsonNode lock = clip.optional("lock_metadata");
        if (!locked.bool()) {
            if (lock != null) {
                throw lock.wrong("null, since the clip is not locked");
            }
            return null;
        }
        if (lock == null) {
            throw locked.wrong("false, or lock_metadata that says who locked it and when");
        }
        return new Lock(
                lock.field("locked_by").text(),
                lock.field("locked_at").instant(),
                lock.textOrEmpty("reason"),
                lock.textOrEmpty("note"),
                scope(lock.textOrEmpty("scope"), lock));
    }

    private static ShotMetadata metadata(JsonNode node) {
        return new ShotMetadata(
                node.field("shot_type").word(ShotType::parse),
                node.field("angle").word(Angle::parse),
                node.field("motion_intensity").share(),
                node.field("visual_quality").share(),
                node.field("color_variance").share());
    }

    private static Explanation explanation(JsonNode metadata, double confidence) {
        return new Explanation(confidence, metadata.textOrEmpty("ai_reasoning"), List.of(), List.of());
    }

    private static HistoryEntry history(JsonNode node) {
        return new HistoryEntry(
                Actions.ofHistory(node.field("action").text()),
                node.field("timestamp").instant(),
                node.<Long>optional("version", version -> version.wholeNumber(0, Long.MAX_VALUE)),
                node.<Integer>optional("from_position", JsonNode::integer),
                node.<Integer>optional("to_position", JsonNode::integer));
    }

    private List<Transition> transitions(JsonNode node, List<Shot> shots) {
        List<JsonNode> items = node.items();
        int wanted = Math.max(0, shots.size() - 1);
        if (items.size() != wanted) {
            throw new IllegalArgumentException("transitions: " + items.size() + " (expected: " + wanted
                    + ", one for each pair of neighbouring clips)");
        }
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            JsonNode item = items.get(i);
            mustBe(item.field("from_clip"), shots.get(i).id());
            mustBe(item.field("to_clip"), shots.get(i + 1).id());
            transitions.add(new Transition(
                    item.field("from_clip").text(),
                    item.field("to_clip").text(),
                    item.field("type").word(TransitionKind::parse),
                    item.field("at_beat").bool()
                            ? (int) item.field("beat_index").wholeNumber(0, Integer.MAX_VALUE)
                            : -1,
                    0,
                    0));
        }
        return transitions;
    }

    private static void mustBe(JsonNode node, String id) {
        if (!node.text().equals(id)) {
            throw node.wrong("\"" + id + "\", transitions join neighbouring clips in order");
        }
    }

    private static DeletedShot deletedShot(JsonNode node) {
        JsonNode metadata = node.field("metadata");
        JsonNode reason = node.optional("user_reason", "reason_selected", "reason");
        return new DeletedShot(
                node.field("clip_id").text(),
                node.field("deleted_at").instant(),
                explanation(metadata, node.field("ai_confidence").share()),
                reason == null ? "" : reason.text(),
                metadata(metadata),
                null);
    }

    private UserEdit userEdit(JsonNode node) {
        JsonNode reason = node.optional("reason_selected", "user_reason", "reason");
        String instruction = node.optional("instruction", JsonNode::text);
        return new UserEdit(
                node.field("timestamp").instant(),
                Actions.ofUserEdit(node.field("action").text()),
                node.optional("clip_id", JsonNode::text),
                reason == null ? null : reason.text(),
                node.<Integer>optional("from_position", JsonNode::integer),
                node.<Integer>optional("to_position", JsonNode::integer),
                section(node),
                instruction == null ? null : Actions.ofInstruction(instruction));
    }

    private @Nullable FrameRange section(JsonNode node) {
        JsonNode start = node.optional("section_start");
        if (start == null) {
            return null;
        }
        JsonNode end = node.field("section_end");
        if (end.decimal().compareTo(start.decimal()) < 0) {
            throw end.wrong("not before section_start");
        }
        return FrameRange.between(frame(start.decimal()), frame(end.decimal()));
    }

    private static TimelineReasoning reasoning(JsonNode node) {
        return new TimelineReasoning(
                node.field("pacing_target").text(),
                node.<Double>optional("style_match_score", JsonNode::share),
                node.textOrEmpty("notes"),
                0,
                0);
    }

    private static FinalStatus finalStatus(JsonNode node) {
        return new FinalStatus(
                node.field("exported").bool(),
                node.optional("export_timestamp", JsonNode::instant),
                node.<Integer>optional("user_satisfaction", score -> (int) score.wholeNumber(1, 5)),
                node.<Boolean>optional("would_post_unchanged", JsonNode::bool),
                percentage(node.optional("manual_edit_percentage")),
                duration(node.optional("time_ai_edit")),
                duration(node.optional("time_manual_edit")),
                duration(node.optional("time_saved")));
    }

    private static int percentage(@Nullable JsonNode node) {
        return node == null ? 0 : (int) Math.round(node.positive());
    }

    private static Duration duration(@Nullable JsonNode seconds) {
        return seconds == null
                ? Duration.ZERO
                : Duration.ofNanos(seconds.decimal().multiply(NANOS).longValue());
    }

    private long frame(BigDecimal seconds) {
        return SongTime.toFrame(seconds.doubleValue(), rate);
    }
}
