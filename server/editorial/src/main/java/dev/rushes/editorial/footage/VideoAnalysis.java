// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import dev.rushes.editorial.time.FrameRate;
import java.util.List;

/**
 * What the analysers saw in a finished video.
 *
 * @param frameRate average frame rate of the file
 * @param frameCount frames decoded
 * @param durationSeconds shown duration
 * @param cuts changes of shot in time order
 * @param shots shots in time order, tiling the video
 */
public record VideoAnalysis(
        FrameRate frameRate,
        long frameCount,
        double durationSeconds,
        List<DetectedCut> cuts,
        List<DetectedShot> shots) {

    public VideoAnalysis {
        cuts = List.copyOf(cuts);
        shots = List.copyOf(shots);
    }
}
