// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.reframe.CropFit;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that may stand in the cut once: a clip, a piece of a clip when footage is scarce, or a locked shot.
 *
 * @param clipId clip
 * @param fileName its name as a person knows it
 * @param features what was seen in the clip; null for a locked shot whose clip is not among the candidates
 * @param windows frames that may be shown, on the timeline's rate
 * @param motion motion over the clip
 * @param fit what a crop to the video's shape loses of its subject
 * @param bucket shot type and angle
 * @param cluster takes with the same number look alike
 * @param locked the locked shot, or null
 */
record Take(
        String clipId,
        String fileName,
        @Nullable ClipFeatures features,
        List<Window> windows,
        MotionMean motion,
        CropFit fit,
        int bucket,
        int cluster,
        @Nullable Shot locked) {

    Take {
        windows = List.copyOf(windows);
    }

    /**
     * Frames that may be shown.
     *
     * @param range on the timeline's rate, from the clip's first shown frame
     * @param quality mean visual quality, 0..1
     */
    record Window(FrameRange range, double quality) {}

    Take withWindows(List<Window> newWindows) {
        return new Take(clipId, fileName, features, newWindows, motion, fit, bucket, cluster, locked);
    }

    long longestWindow() {
        return windows.stream()
                .mapToLong(window -> window.range().count())
                .max()
                .orElse(0);
    }
}
