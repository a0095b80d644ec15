// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.worker.decode.MediaInfo;

/** How many frames a file announces. */
final class Totals {

    private Totals() {}

    /** Returns the announced number of frames, else duration times rate, else 0. */
    static long frames(MediaInfo info, MediaInfo.VideoStream video) {
        return video.frameCount() > 0
                ? video.frameCount()
                : Math.round(info.durationSeconds() * video.averageRate().framesPerSecond());
    }

    /** Returns the announced duration, 0 if the file does not say. */
    static double seconds(MediaInfo info, MediaInfo.VideoStream video) {
        return video.frameCount() > 0
                ? video.frameCount() / video.averageRate().framesPerSecond()
                : info.durationSeconds();
    }
}
