// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import dev.rushes.editorial.time.FrameRate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the analysers saw in a clip. Scores are 0..1; see {@code footage.proto} for the meaning of each.
 *
 * @param durationSeconds shown duration
 * @param width shown width in pixels, after rotation
 * @param height shown height in pixels, after rotation
 * @param rotation clockwise degrees the stored picture is turned for showing: 0, 90, 180 or 270
 * @param frameRate average frame rate of the file
 * @param framing shot size and angle
 * @param motion how the camera moves
 * @param motionIntensity how much moves, camera and subject
 * @param quality technical quality
 * @param colorVariance spread of colours
 * @param usableWindows parts worth cutting from, in time order, not overlapping
 * @param motionCurve motion over time
 * @param subjectTrack where the subject is, in time order
 * @param lookHash 64-bit perceptual hash of the middle frame; close hashes look alike
 * @param rejectedReason why no part is usable, null if some is
 * @param look colours, light and mood
 * @param remarks what is wrong with parts of the clip and when, for example "too shaky from 2.1 s"; in time order
 * @param description the clip in one sentence; empty if not known
 * @param takeSignature what tells whether another clip shows the same moment
 * @param framingEvidence what framing was told from
 */
public record ClipFeatures(
        double durationSeconds,
        int width,
        int height,
        int rotation,
        FrameRate frameRate,
        Framing framing,
        CameraMotion motion,
        double motionIntensity,
        Quality quality,
        double colorVariance,
        List<UsableWindow> usableWindows,
        Curve motionCurve,
        List<SubjectBox> subjectTrack,
        long lookHash,
        @Nullable String rejectedReason,
        Look look,
        List<String> remarks,
        String description,
        TakeSignature takeSignature,
        FramingEvidence framingEvidence) {

    /** Findings kept by earlier versions know no framing evidence: null stands for {@link FramingEvidence#NONE}. */
    public ClipFeatures {
        usableWindows = List.copyOf(usableWindows);
        subjectTrack = List.copyOf(subjectTrack);
        remarks = List.copyOf(remarks);
        framingEvidence = Objects.requireNonNullElse(framingEvidence, FramingEvidence.NONE);
    }

    /** Makes features without look, remarks, description, signature and framing evidence. */
    public ClipFeatures(
            double durationSeconds,
            int width,
            int height,
            int rotation,
            FrameRate frameRate,
            Framing framing,
            CameraMotion motion,
            double motionIntensity,
            Quality quality,
            double colorVariance,
            List<UsableWindow> usableWindows,
            Curve motionCurve,
            List<SubjectBox> subjectTrack,
            long lookHash,
            @Nullable String rejectedReason) {
        this(
                durationSeconds,
                width,
                height,
                rotation,
                frameRate,
                framing,
                motion,
                motionIntensity,
                quality,
                colorVariance,
                usableWindows,
                motionCurve,
                subjectTrack,
                lookHash,
                rejectedReason,
                Look.UNKNOWN,
                List.of(),
                "",
                TakeSignature.NONE,
                FramingEvidence.NONE);
    }

    /** Returns the same with another shot size and angle. */
    public ClipFeatures withFraming(Framing other) {
        return new ClipFeatures(
                durationSeconds,
                width,
                height,
                rotation,
                frameRate,
                other,
                motion,
                motionIntensity,
                quality,
                colorVariance,
                usableWindows,
                motionCurve,
                subjectTrack,
                lookHash,
                rejectedReason,
                look,
                remarks,
                description,
                takeSignature,
                framingEvidence);
    }

    /** Tells whether some part of the clip may be used. */
    public boolean isUsable() {
        return rejectedReason == null && !usableWindows.isEmpty();
    }
}
