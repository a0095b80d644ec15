// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import dev.rushes.editorial.time.FrameRange;

/**
 * One shot of a finished video.
 *
 * @param frames where in the video, on its own frames
 * @param start presentation time of the first frame in seconds
 * @param end presentation time of the first frame after it in seconds
 * @param framing shot size and angle
 * @param motion how the camera moves
 * @param motionIntensity how much moves, 0..1
 * @param visualQuality technical quality, 0..1
 * @param colorVariance spread of colours, 0..1
 */
public record DetectedShot(
        FrameRange frames,
        double start,
        double end,
        Framing framing,
        CameraMotion motion,
        double motionIntensity,
        double visualQuality,
        double colorVariance) {}
