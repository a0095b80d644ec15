// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Look;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.subject.People;
import java.util.List;

/** Puts what was measured into one sentence. It says only what an analyser saw; what the subject is nobody here knows. */
final class Description {

    /** A class less likely than this is not named. */
    private static final double SURE = 0.5;

    private Description() {}

    /** Returns, for example, "Close-up from the front with a face, static camera, little movement; dim, warm, calm." */
    static String of(Framing framing, List<People> people, MotionSummary motion, Look look) {
        StringBuilder text = new StringBuilder(size(framing.shotType()));
        if (framing.angleConfidence() >= SURE) {
            text.append(angle(framing.angle()));
        }
        int faces = people.stream()
                .mapToInt(found ->
                        Math.max(found.frontal().size(), found.profile().size()))
                .max()
                .orElse(0);
        if (faces > 0) {
            text.append(faces == 1 ? " with a face" : " with " + faces + " faces");
        }
        text.append(", ").append(camera(motion.camera())).append(", ").append(movement(motion.intensity()));
        return text.append("; ")
                .append(String.join(", ", look.words()))
                .append('.')
                .toString();
    }

    private static String size(ShotType type) {
        return switch (type) {
            case CLOSE_UP -> "Close-up";
            case MEDIUM -> "Medium shot";
            case WIDE -> "Wide shot";
            case ZOOM -> "Zoom";
        };
    }

    private static String angle(Angle angle) {
        return switch (angle) {
            case FRONT -> " from the front";
            case SIDE -> " from the side";
            case OVERHEAD -> " from above";
            case OTHER -> "";
        };
    }

    private static String camera(CameraMotion motion) {
        return switch (motion) {
            case STATIC -> "static camera";
            case SLOW_PAN -> "slow pan";
            case FAST_PAN -> "fast pan";
            case HANDHELD -> "handheld camera";
            case ZOOM_IN -> "moving closer";
            case ZOOM_OUT -> "moving away";
        };
    }

    private static String movement(double intensity) {
        return intensity < 0.3 ? "little movement" : intensity < 0.55 ? "some movement" : "much movement";
    }
}
