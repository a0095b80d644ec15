// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.RunnerUp;
import dev.rushes.editorial.reason.ScorePart;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Converts timelines and their parts. Empty text and zero stand for null where the value is nullable, as the contract's
 * comments say; durations are kept to the microsecond.
 */
public final class TimelineWire {

    private static final double MICROS = 1e6;

    private TimelineWire() {}

    public static dev.rushes.api.v1.Timeline toProto(Timeline timeline) {
        var message = state(timeline);
        for (int i = 0; i < timeline.shots().size(); i++) {
            addHistory(message.getShotsBuilder(i), timeline.shots().get(i));
        }
        timeline.userEdits().forEach(edit -> message.addUserEdits(toProto(edit)));
        return message.build();
    }

    /** As {@link #toProto(Timeline)}, without what was done to it: that grows with each edit, and a watcher hears of each by itself. */
    public static dev.rushes.api.v1.Timeline toProtoWithoutHistory(Timeline timeline) {
        return state(timeline).build();
    }

    private static dev.rushes.api.v1.Timeline.Builder state(Timeline timeline) {
        var identity = timeline.identity();
        var message = dev.rushes.api.v1.Timeline.newBuilder()
                .setJobId(identity.jobId())
                .setProjectId(identity.projectId())
                .setCreatorId(identity.creatorId())
                .setRevision(identity.revision())
                .setSeed(identity.seed())
                .setCreateTime(TimeWire.toProto(identity.createdAt()))
                .setUpdateTime(TimeWire.toProto(identity.updatedAt()))
                .setFrameRate(TimeWire.toProto(timeline.frameRate()))
                .setFrameCount(timeline.frameCount())
                .setSong(MusicWire.toProto(timeline.song()))
                .setReasoning(toProto(timeline.reasoning()));
        timeline.shots().forEach(shot -> message.addShots(state(shot)));
        timeline.transitions().forEach(transition -> message.addTransitions(toProto(transition)));
        timeline.deletedShots().forEach(shot -> message.addDeletedShots(toProto(shot)));
        if (timeline.finalStatus() != null) {
            message.setFinalStatus(toProto(timeline.finalStatus()));
        }
        return message;
    }

    /**
     * Reads a timeline.
     *
     * @throws IllegalArgumentException when an enum or the frame rate is unset, or the shots do not tile the timeline
     */
    public static Timeline fromProto(dev.rushes.api.v1.Timeline timeline) {
        return new Timeline(
                new Timeline.Identity(
                        timeline.getJobId(),
                        timeline.getProjectId(),
                        timeline.getCreatorId(),
                        timeline.getRevision(),
                        timeline.getSeed(),
                        TimeWire.fromProto(timeline.getCreateTime()),
                        TimeWire.fromProto(timeline.getUpdateTime())),
                TimeWire.fromProto(timeline.getFrameRate()),
                MusicWire.fromProto(timeline.getSong()),
                timeline.getShotsList().stream().map(TimelineWire::fromProto).toList(),
                timeline.getTransitionsList().stream()
                        .map(TimelineWire::fromProto)
                        .toList(),
                timeline.getDeletedShotsList().stream()
                        .map(TimelineWire::fromProto)
                        .toList(),
                timeline.getUserEditsList().stream()
                        .map(TimelineWire::fromProto)
                        .toList(),
                fromProto(timeline.getReasoning()),
                timeline.hasFinalStatus() ? fromProto(timeline.getFinalStatus()) : null);
    }

    public static dev.rushes.api.v1.Shot toProto(Shot shot) {
        return addHistory(state(shot), shot).build();
    }

    private static dev.rushes.api.v1.Shot.Builder addHistory(dev.rushes.api.v1.Shot.Builder message, Shot shot) {
        shot.history().forEach(entry -> message.addEditHistory(toProto(entry)));
        return message;
    }

    private static dev.rushes.api.v1.Shot.Builder state(Shot shot) {
        var message = dev.rushes.api.v1.Shot.newBuilder()
                .setShotId(shot.id())
                .setMediaId(shot.clipId())
                .setFileName(shot.fileName())
                .setSourceRange(TimeWire.toProto(shot.source()))
                .setRecordRange(TimeWire.toProto(shot.record()))
                .setMetadata(toProto(shot.metadata()))
                .setExplanation(toProto(shot.explanation()));
        if (shot.lock() != null) {
            message.setLock(toProto(shot.lock()));
        }
        return message;
    }

    /** Reads a shot; refuses an unset enum and ranges of different length. */
    public static Shot fromProto(dev.rushes.api.v1.Shot shot) {
        return new Shot(
                shot.getShotId(),
                shot.getMediaId(),
                shot.getFileName(),
                TimeWire.fromProto(shot.getSourceRange()),
                TimeWire.fromProto(shot.getRecordRange()),
                shot.hasLock() ? fromProto(shot.getLock()) : null,
                fromProto(shot.getMetadata()),
                fromProto(shot.getExplanation()),
                shot.getEditHistoryList().stream().map(TimelineWire::fromProto).toList());
    }

    public static dev.rushes.api.v1.Lock toProto(Lock lock) {
        return dev.rushes.api.v1.Lock.newBuilder()
                .setLockedBy(lock.lockedBy())
                .setLockTime(TimeWire.toProto(lock.lockedAt()))
                .setReason(lock.reason())
                .setNote(lock.note())
                .setScope(toProto(lock.scope()))
                .build();
    }

    /** Reads a lock; an unset scope means place and range, an unknown one is refused. */
    public static Lock fromProto(dev.rushes.api.v1.Lock lock) {
        return new Lock(
                lock.getLockedBy(),
                TimeWire.fromProto(lock.getLockTime()),
                lock.getReason(),
                lock.getNote(),
                fromProto(lock.getScope()));
    }

    public static dev.rushes.api.v1.Lock.Scope toProto(Lock.Scope scope) {
        return switch (scope) {
            case PLACE_AND_RANGE -> dev.rushes.api.v1.Lock.Scope.SCOPE_PLACE_AND_RANGE;
            case RANGE -> dev.rushes.api.v1.Lock.Scope.SCOPE_RANGE;
        };
    }

    /** Reads a scope; unset means place and range, as the contract says. */
    public static Lock.Scope fromProto(dev.rushes.api.v1.Lock.Scope scope) {
        return switch (scope) {
            case SCOPE_UNSPECIFIED, SCOPE_PLACE_AND_RANGE -> Lock.Scope.PLACE_AND_RANGE;
            case SCOPE_RANGE -> Lock.Scope.RANGE;
            case UNRECOGNIZED -> throw TimeWire.notKnown("scope", scope);
        };
    }

    public static dev.rushes.api.v1.ShotMetadata toProto(ShotMetadata metadata) {
        return dev.rushes.api.v1.ShotMetadata.newBuilder()
                .setShotType(FootageWire.toProto(metadata.shotType()))
                .setAngle(FootageWire.toProto(metadata.angle()))
                .setMotionIntensity(metadata.motionIntensity())
                .setVisualQuality(metadata.visualQuality())
                .setColorVariance(metadata.colorVariance())
                .build();
    }

    /** Reads what was seen; refuses an unset size or angle. */
    public static ShotMetadata fromProto(dev.rushes.api.v1.ShotMetadata metadata) {
        return new ShotMetadata(
                FootageWire.fromProto(metadata.getShotType()),
                FootageWire.fromProto(metadata.getAngle()),
                metadata.getMotionIntensity(),
                metadata.getVisualQuality(),
                metadata.getColorVariance());
    }

    public static dev.rushes.api.v1.Explanation toProto(Explanation explanation) {
        var message = dev.rushes.api.v1.Explanation.newBuilder()
                .setConfidence(explanation.confidence())
                .setText(explanation.text());
        explanation
                .scoreParts()
                .forEach(part -> message.addScoreParts(dev.rushes.api.v1.ScorePart.newBuilder()
                        .setName(part.name())
                        .setValue(part.value())));
        explanation
                .runnerUps()
                .forEach(clip -> message.addRunnerUps(dev.rushes.api.v1.RunnerUp.newBuilder()
                        .setMediaId(clip.clipId())
                        .setFileName(clip.fileName())
                        .setScoreLoss(clip.scoreLoss())));
        return message.build();
    }

    public static Explanation fromProto(dev.rushes.api.v1.Explanation explanation) {
        return new Explanation(
                explanation.getConfidence(),
                explanation.getText(),
                explanation.getScorePartsList().stream()
                        .map(part -> new ScorePart(part.getName(), part.getValue()))
                        .toList(),
                explanation.getRunnerUpsList().stream()
                        .map(clip -> new RunnerUp(clip.getMediaId(), clip.getFileName(), clip.getScoreLoss()))
                        .toList());
    }

    public static dev.rushes.api.v1.EditHistoryEntry toProto(HistoryEntry entry) {
        var message = dev.rushes.api.v1.EditHistoryEntry.newBuilder()
                .setAction(entry.action())
                .setEditTime(TimeWire.toProto(entry.at()));
        if (entry.revision() != null) {
            message.setRevision(entry.revision());
        }
        if (entry.fromPosition() != null) {
            message.setFromPosition(entry.fromPosition());
        }
        if (entry.toPosition() != null) {
            message.setToPosition(entry.toPosition());
        }
        return message.build();
    }

    /** Reads a history entry; revision 0 means not known. */
    public static HistoryEntry fromProto(dev.rushes.api.v1.EditHistoryEntry entry) {
        return new HistoryEntry(
                entry.getAction(),
                TimeWire.fromProto(entry.getEditTime()),
                entry.getRevision() == 0 ? null : entry.getRevision(),
                entry.hasFromPosition() ? entry.getFromPosition() : null,
                entry.hasToPosition() ? entry.getToPosition() : null);
    }

    public static dev.rushes.api.v1.Transition toProto(Transition transition) {
        return dev.rushes.api.v1.Transition.newBuilder()
                .setFromShotId(transition.fromShotId())
                .setToShotId(transition.toShotId())
                .setKind(toProto(transition.kind()))
                .setAtBeat(transition.isAtBeat())
                .setBeatIndex(transition.beatIndex())
                .setOutHandleFrameCount(transition.outHandle())
                .setInHandleFrameCount(transition.inHandle())
                .build();
    }

    /** Reads a transition; refuses an unset kind. One that is not at a beat has beat index -1 whatever was sent. */
    public static Transition fromProto(dev.rushes.api.v1.Transition transition) {
        return new Transition(
                transition.getFromShotId(),
                transition.getToShotId(),
                fromProto(transition.getKind()),
                transition.getAtBeat() ? transition.getBeatIndex() : -1,
                transition.getOutHandleFrameCount(),
                transition.getInHandleFrameCount());
    }

    public static dev.rushes.api.v1.Transition.Kind toProto(TransitionKind kind) {
        return switch (kind) {
            case HARD_CUT -> dev.rushes.api.v1.Transition.Kind.KIND_HARD_CUT;
            case QUICK_DISSOLVE -> dev.rushes.api.v1.Transition.Kind.KIND_QUICK_DISSOLVE;
            case WHIP_PAN -> dev.rushes.api.v1.Transition.Kind.KIND_WHIP_PAN;
        };
    }

    /** Reads a kind of transition; refuses an unset or unknown one. */
    public static TransitionKind fromProto(dev.rushes.api.v1.Transition.Kind kind) {
        return switch (kind) {
            case KIND_HARD_CUT -> TransitionKind.HARD_CUT;
            case KIND_QUICK_DISSOLVE -> TransitionKind.QUICK_DISSOLVE;
            case KIND_WHIP_PAN -> TransitionKind.WHIP_PAN;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("kind", kind);
        };
    }

    public static dev.rushes.api.v1.DeletedShot toProto(DeletedShot shot) {
        return dev.rushes.api.v1.DeletedShot.newBuilder()
                .setShotId(shot.shotId())
                .setDeleteTime(TimeWire.toProto(shot.deletedAt()))
                .setConfidence(shot.explanation().confidence())
                .setExplanation(toProto(shot.explanation()))
                .setUserReason(shot.userReason())
                .setMetadata(toProto(shot.metadata()))
                .setMediaId(orEmpty(shot.clipId()))
                .build();
    }

    /** Reads a deleted shot; without an explanation its confidence alone is kept. */
    public static DeletedShot fromProto(dev.rushes.api.v1.DeletedShot shot) {
        var explanation = shot.hasExplanation()
                ? shot.getExplanation()
                : dev.rushes.api.v1.Explanation.newBuilder()
                        .setConfidence(shot.getConfidence())
                        .build();
        return new DeletedShot(
                shot.getShotId(),
                TimeWire.fromProto(shot.getDeleteTime()),
                fromProto(explanation),
                shot.getUserReason(),
                fromProto(shot.getMetadata()),
                orNull(shot.getMediaId()));
    }

    public static dev.rushes.api.v1.UserEdit toProto(UserEdit edit) {
        var message = dev.rushes.api.v1.UserEdit.newBuilder()
                .setEditTime(TimeWire.toProto(edit.at()))
                .setAction(edit.action())
                .setShotId(orEmpty(edit.shotId()))
                .setReason(orEmpty(edit.reason()))
                .setInstruction(orEmpty(edit.instruction()));
        if (edit.fromPosition() != null) {
            message.setFromPosition(edit.fromPosition());
        }
        if (edit.toPosition() != null) {
            message.setToPosition(edit.toPosition());
        }
        if (edit.section() != null) {
            message.setSection(TimeWire.toProto(edit.section()));
        }
        return message.build();
    }

    public static UserEdit fromProto(dev.rushes.api.v1.UserEdit edit) {
        return new UserEdit(
                TimeWire.fromProto(edit.getEditTime()),
                edit.getAction(),
                orNull(edit.getShotId()),
                orNull(edit.getReason()),
                edit.hasFromPosition() ? edit.getFromPosition() : null,
                edit.hasToPosition() ? edit.getToPosition() : null,
                edit.hasSection() ? TimeWire.fromProto(edit.getSection()) : null,
                orNull(edit.getInstruction()));
    }

    public static dev.rushes.api.v1.TimelineReasoning toProto(TimelineReasoning reasoning) {
        var message = dev.rushes.api.v1.TimelineReasoning.newBuilder()
                .setPacingTarget(reasoning.pacingTarget())
                .setNotes(reasoning.notes())
                .setObjective(reasoning.objective())
                .setObjectiveBound(reasoning.objectiveBound());
        if (reasoning.styleMatchScore() != null) {
            message.setStyleMatchScore(reasoning.styleMatchScore());
        }
        return message.build();
    }

    public static TimelineReasoning fromProto(dev.rushes.api.v1.TimelineReasoning reasoning) {
        return new TimelineReasoning(
                reasoning.getPacingTarget(),
                reasoning.hasStyleMatchScore() ? reasoning.getStyleMatchScore() : null,
                reasoning.getNotes(),
                reasoning.getObjective(),
                reasoning.getObjectiveBound());
    }

    public static dev.rushes.api.v1.FinalStatus toProto(FinalStatus status) {
        var message = dev.rushes.api.v1.FinalStatus.newBuilder()
                .setExported(status.exported())
                .setManualEditPercentage(status.manualEditPercentage())
                .setAiEditSeconds(seconds(status.aiEdit()))
                .setManualEditSeconds(seconds(status.manualEdit()))
                .setSavedSeconds(seconds(status.saved()));
        if (status.exportedAt() != null) {
            message.setExportTime(TimeWire.toProto(status.exportedAt()));
        }
        if (status.userSatisfaction() != null) {
            message.setUserSatisfaction(status.userSatisfaction());
        }
        if (status.wouldPostUnchanged() != null) {
            message.setWouldPostUnchanged(status.wouldPostUnchanged());
        }
        return message.build();
    }

    /** Reads how a job ended; the percentage is rounded to a whole number. */
    public static FinalStatus fromProto(dev.rushes.api.v1.FinalStatus status) {
        return new FinalStatus(
                status.getExported(),
                status.hasExportTime() ? TimeWire.fromProto(status.getExportTime()) : null,
                status.getUserSatisfaction() == 0 ? null : status.getUserSatisfaction(),
                status.hasWouldPostUnchanged() ? status.getWouldPostUnchanged() : null,
                (int) Math.round(status.getManualEditPercentage()),
                duration(status.getAiEditSeconds()),
                duration(status.getManualEditSeconds()),
                duration(status.getSavedSeconds()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * MICROS) * 1000);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
