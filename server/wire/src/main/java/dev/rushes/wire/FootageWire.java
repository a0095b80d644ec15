// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.Look;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.footage.TakeSignature;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.time.FrameRange;

/** Converts what the analysers saw. */
public final class FootageWire {

    private FootageWire() {}

    public static dev.rushes.api.v1.ClipFeatures toProto(ClipFeatures clip) {
        var message = dev.rushes.api.v1.ClipFeatures.newBuilder()
                .setDurationSeconds(clip.durationSeconds())
                .setWidth(clip.width())
                .setHeight(clip.height())
                .setRotation(clip.rotation())
                .setFrameRate(TimeWire.toProto(clip.frameRate()))
                .setShotType(toProto(clip.framing().shotType()))
                .setShotTypeConfidence(clip.framing().shotTypeConfidence())
                .setAngle(toProto(clip.framing().angle()))
                .setAngleConfidence(clip.framing().angleConfidence())
                .setMotion(toProto(clip.motion()))
                .setMotionIntensity(clip.motionIntensity())
                .setBlurScore(clip.quality().blur())
                .setExposureScore(clip.quality().exposure())
                .setShakeScore(clip.quality().shake())
                .setVisualQuality(clip.quality().visual())
                .setColorVariance(clip.colorVariance())
                .setMotionHopSeconds(clip.motionCurve().hopSeconds())
                .addAllMotionCurve(clip.motionCurve().values())
                .setLookHash(clip.lookHash())
                .setLook(toProto(clip.look()))
                .addAllRemarks(clip.remarks())
                .setDescription(clip.description())
                .setTakeSignature(toProto(clip.takeSignature()));
        if (clip.framingEvidence().isKnown()) {
            message.setFramingEvidence(toProto(clip.framingEvidence()));
        }
        clip.usableWindows().forEach(window -> message.addUsableWindows(toProto(window)));
        clip.subjectTrack().forEach(box -> message.addSubjectTrack(toProto(box)));
        if (clip.rejectedReason() != null) {
            message.setRejectedReason(clip.rejectedReason());
        }
        return message.build();
    }

    /** Reads the features of a clip; refuses an unset enum or frame rate. An empty rejected_reason means usable. */
    public static ClipFeatures fromProto(dev.rushes.api.v1.ClipFeatures clip) {
        return new ClipFeatures(
                clip.getDurationSeconds(),
                clip.getWidth(),
                clip.getHeight(),
                clip.getRotation(),
                TimeWire.fromProto(clip.getFrameRate()),
                new Framing(
                        fromProto(clip.getShotType()),
                        clip.getShotTypeConfidence(),
                        fromProto(clip.getAngle()),
                        clip.getAngleConfidence()),
                fromProto(clip.getMotion()),
                clip.getMotionIntensity(),
                new Quality(
                        clip.getBlurScore(), clip.getExposureScore(), clip.getShakeScore(), clip.getVisualQuality()),
                clip.getColorVariance(),
                clip.getUsableWindowsList().stream().map(FootageWire::fromProto).toList(),
                clip.getMotionCurveCount() == 0 && clip.getMotionHopSeconds() == 0
                        ? Curve.EMPTY
                        : new Curve(clip.getMotionHopSeconds(), clip.getMotionCurveList()),
                clip.getSubjectTrackList().stream().map(FootageWire::fromProto).toList(),
                clip.getLookHash(),
                clip.getRejectedReason().isEmpty() ? null : clip.getRejectedReason(),
                clip.hasLook() ? fromProto(clip.getLook()) : Look.UNKNOWN,
                clip.getRemarksList(),
                clip.getDescription(),
                fromProto(clip.getTakeSignature()),
                fromProto(clip.getFramingEvidence()));
    }

    private static dev.rushes.api.v1.FramingEvidence toProto(FramingEvidence evidence) {
        return dev.rushes.api.v1.FramingEvidence.newBuilder()
                .setVersion(evidence.version())
                .addAllNumbers(evidence.numbers())
                .addAllShotTypeProbabilities(evidence.sizes())
                .addAllAngleProbabilities(evidence.angles())
                .build();
    }

    private static FramingEvidence fromProto(dev.rushes.api.v1.FramingEvidence evidence) {
        return new FramingEvidence(
                evidence.getVersion(),
                evidence.getNumbersList(),
                evidence.getShotTypeProbabilitiesList(),
                evidence.getAngleProbabilitiesList());
    }

    private static dev.rushes.api.v1.TakeSignature toProto(TakeSignature signature) {
        return dev.rushes.api.v1.TakeSignature.newBuilder()
                .addAllHashes(signature.hashes())
                .addAllMotion(signature.motion())
                .addAllSound(signature.sound())
                .build();
    }

    private static TakeSignature fromProto(dev.rushes.api.v1.TakeSignature signature) {
        return new TakeSignature(signature.getHashesList(), signature.getMotionList(), signature.getSoundList());
    }

    private static dev.rushes.api.v1.Look toProto(Look look) {
        return dev.rushes.api.v1.Look.newBuilder()
                .addAllPalette(look.palette())
                .setTemperature(look.temperature())
                .setSaturation(look.saturation())
                .setContrast(look.contrast())
                .addAllWords(look.words())
                .build();
    }

    private static Look fromProto(dev.rushes.api.v1.Look look) {
        return new Look(
                look.getPaletteList(),
                look.getTemperature(),
                look.getSaturation(),
                look.getContrast(),
                look.getWordsList());
    }

    public static dev.rushes.api.v1.VideoAnalysis toProto(VideoAnalysis video) {
        var message = dev.rushes.api.v1.VideoAnalysis.newBuilder()
                .setFrameRate(TimeWire.toProto(video.frameRate()))
                .setFrameCount(video.frameCount())
                .setDurationSeconds(video.durationSeconds());
        video.cuts().forEach(cut -> message.addCuts(toProto(cut)));
        video.shots().forEach(shot -> message.addShots(toProto(shot)));
        return message.build();
    }

    /** Reads the analysis of a finished video; refuses an unset enum or frame rate. */
    public static VideoAnalysis fromProto(dev.rushes.api.v1.VideoAnalysis video) {
        return new VideoAnalysis(
                TimeWire.fromProto(video.getFrameRate()),
                video.getFrameCount(),
                video.getDurationSeconds(),
                video.getCutsList().stream().map(FootageWire::fromProto).toList(),
                video.getShotsList().stream().map(FootageWire::fromProto).toList());
    }

    public static dev.rushes.api.v1.DetectedShot toProto(DetectedShot shot) {
        return dev.rushes.api.v1.DetectedShot.newBuilder()
                .setStartFrame(shot.frames().start())
                .setEndFrame(shot.frames().end())
                .setStartSeconds(shot.start())
                .setEndSeconds(shot.end())
                .setShotType(toProto(shot.framing().shotType()))
                .setShotTypeConfidence(shot.framing().shotTypeConfidence())
                .setAngle(toProto(shot.framing().angle()))
                .setAngleConfidence(shot.framing().angleConfidence())
                .setMotion(toProto(shot.motion()))
                .setMotionIntensity(shot.motionIntensity())
                .setVisualQuality(shot.visualQuality())
                .setColorVariance(shot.colorVariance())
                .build();
    }

    /** Reads a detected shot; refuses an unset enum and an end before the start. */
    public static DetectedShot fromProto(dev.rushes.api.v1.DetectedShot shot) {
        return new DetectedShot(
                FrameRange.between(shot.getStartFrame(), shot.getEndFrame()),
                shot.getStartSeconds(),
                shot.getEndSeconds(),
                new Framing(
                        fromProto(shot.getShotType()),
                        shot.getShotTypeConfidence(),
                        fromProto(shot.getAngle()),
                        shot.getAngleConfidence()),
                fromProto(shot.getMotion()),
                shot.getMotionIntensity(),
                shot.getVisualQuality(),
                shot.getColorVariance());
    }

    public static dev.rushes.api.v1.DetectedCut toProto(DetectedCut cut) {
        return dev.rushes.api.v1.DetectedCut.newBuilder()
                .setFrame(cut.frame())
                .setTimeSeconds(cut.seconds())
                .setKind(toProto(cut.kind()))
                .build();
    }

    /** Reads a detected cut; refuses an unset kind. */
    public static DetectedCut fromProto(dev.rushes.api.v1.DetectedCut cut) {
        return new DetectedCut(cut.getFrame(), cut.getTimeSeconds(), fromProto(cut.getKind()));
    }

    public static dev.rushes.api.v1.UsableWindow toProto(UsableWindow window) {
        return dev.rushes.api.v1.UsableWindow.newBuilder()
                .setStartSeconds(window.start())
                .setEndSeconds(window.end())
                .setQuality(window.quality())
                .build();
    }

    /** Reads a window; refuses one that does not end after its start. */
    public static UsableWindow fromProto(dev.rushes.api.v1.UsableWindow window) {
        return new UsableWindow(window.getStartSeconds(), window.getEndSeconds(), window.getQuality());
    }

    public static dev.rushes.api.v1.SubjectBox toProto(SubjectBox box) {
        return dev.rushes.api.v1.SubjectBox.newBuilder()
                .setTimeSeconds(box.seconds())
                .setLeft(box.left())
                .setTop(box.top())
                .setWidth(box.width())
                .setHeight(box.height())
                .build();
    }

    public static SubjectBox fromProto(dev.rushes.api.v1.SubjectBox box) {
        return new SubjectBox(box.getTimeSeconds(), box.getLeft(), box.getTop(), box.getWidth(), box.getHeight());
    }

    public static dev.rushes.api.v1.ShotType toProto(ShotType type) {
        return switch (type) {
            case CLOSE_UP -> dev.rushes.api.v1.ShotType.SHOT_TYPE_CLOSE_UP;
            case MEDIUM -> dev.rushes.api.v1.ShotType.SHOT_TYPE_MEDIUM;
            case WIDE -> dev.rushes.api.v1.ShotType.SHOT_TYPE_WIDE;
            case ZOOM -> dev.rushes.api.v1.ShotType.SHOT_TYPE_ZOOM;
        };
    }

    /** Reads a size; refuses an unset or unknown one. */
    public static ShotType fromProto(dev.rushes.api.v1.ShotType type) {
        return switch (type) {
            case SHOT_TYPE_CLOSE_UP -> ShotType.CLOSE_UP;
            case SHOT_TYPE_MEDIUM -> ShotType.MEDIUM;
            case SHOT_TYPE_WIDE -> ShotType.WIDE;
            case SHOT_TYPE_ZOOM -> ShotType.ZOOM;
            case SHOT_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("shot_type", type);
        };
    }

    public static dev.rushes.api.v1.Angle toProto(Angle angle) {
        return switch (angle) {
            case FRONT -> dev.rushes.api.v1.Angle.ANGLE_FRONT;
            case SIDE -> dev.rushes.api.v1.Angle.ANGLE_SIDE;
            case OVERHEAD -> dev.rushes.api.v1.Angle.ANGLE_OVERHEAD;
            case OTHER -> dev.rushes.api.v1.Angle.ANGLE_OTHER;
        };
    }

    /** Reads an angle; refuses an unset or unknown one. */
    public static Angle fromProto(dev.rushes.api.v1.Angle angle) {
        return switch (angle) {
            case ANGLE_FRONT -> Angle.FRONT;
            case ANGLE_SIDE -> Angle.SIDE;
            case ANGLE_OVERHEAD -> Angle.OVERHEAD;
            case ANGLE_OTHER -> Angle.OTHER;
            case ANGLE_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("angle", angle);
        };
    }

    public static dev.rushes.api.v1.CameraMotion toProto(CameraMotion motion) {
        return switch (motion) {
            case STATIC -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_STATIC;
            case SLOW_PAN -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_SLOW_PAN;
            case FAST_PAN -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_FAST_PAN;
            case HANDHELD -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_HANDHELD;
            case ZOOM_IN -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_ZOOM_IN;
            case ZOOM_OUT -> dev.rushes.api.v1.CameraMotion.CAMERA_MOTION_ZOOM_OUT;
        };
    }

    /** Reads a motion; refuses an unset or unknown one. */
    public static CameraMotion fromProto(dev.rushes.api.v1.CameraMotion motion) {
        return switch (motion) {
            case CAMERA_MOTION_STATIC -> CameraMotion.STATIC;
            case CAMERA_MOTION_SLOW_PAN -> CameraMotion.SLOW_PAN;
            case CAMERA_MOTION_FAST_PAN -> CameraMotion.FAST_PAN;
            case CAMERA_MOTION_HANDHELD -> CameraMotion.HANDHELD;
            case CAMERA_MOTION_ZOOM_IN -> CameraMotion.ZOOM_IN;
            case CAMERA_MOTION_ZOOM_OUT -> CameraMotion.ZOOM_OUT;
            case CAMERA_MOTION_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("motion", motion);
        };
    }

    public static dev.rushes.api.v1.DetectedCut.Kind toProto(CutKind kind) {
        return switch (kind) {
            case HARD_CUT -> dev.rushes.api.v1.DetectedCut.Kind.KIND_HARD_CUT;
            case DISSOLVE -> dev.rushes.api.v1.DetectedCut.Kind.KIND_DISSOLVE;
            case WHIP_PAN -> dev.rushes.api.v1.DetectedCut.Kind.KIND_WHIP_PAN;
        };
    }

    /** Reads a kind of cut; refuses an unset or unknown one. */
    public static CutKind fromProto(dev.rushes.api.v1.DetectedCut.Kind kind) {
        return switch (kind) {
            case KIND_HARD_CUT -> CutKind.HARD_CUT;
            case KIND_DISSOLVE -> CutKind.DISSOLVE;
            case KIND_WHIP_PAN -> CutKind.WHIP_PAN;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("kind", kind);
        };
    }
}
