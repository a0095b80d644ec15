// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import dev.rushes.editorial.time.FrameRate;
import org.jspecify.annotations.Nullable;

/**
 * What a probe says of a file.
 *
 * @param container FFmpeg's demuxer name, for example "mov,mp4,m4a,3gp,3g2,mj2"
 * @param durationSeconds announced duration; 0 if the container does not say
 * @param video first picture stream, null if there is none
 * @param audio first sound stream, null if there is none
 * @param timecode of the first picture as the file says it, empty if it does not
 */
public record MediaInfo(
        String container,
        double durationSeconds,
        @Nullable VideoStream video,
        @Nullable AudioStream audio,
        String timecode) {

    /**
     * A picture stream.
     *
     * @param codec FFmpeg's decoder name
     * @param codedWidth pixels before rotation
     * @param codedHeight pixels before rotation
     * @param rotation clockwise degrees the picture is turned for showing: 0, 90, 180 or 270
     * @param averageRate average frame rate
     * @param nominalRate lowest rate that can show every time stamp (r_frame_rate); differs from the average on VFR
     * @param frameCount announced number of frames; 0 if the container does not say
     * @param pixelFormat FFmpeg's name, for example "yuv420p10le"
     * @param transfer transfer characteristic, for example "bt709" or "arib-std-b67"; empty if unknown
     */
    public record VideoStream(
            String codec,
            int codedWidth,
            int codedHeight,
            int rotation,
            FrameRate averageRate,
            FrameRate nominalRate,
            long frameCount,
            String pixelFormat,
            String transfer) {

        /** Returns the width as shown, after rotation. */
        public int shownWidth() {
            return rotation % 180 == 0 ? codedWidth : codedHeight;
        }

        /** Returns the height as shown, after rotation. */
        public int shownHeight() {
            return rotation % 180 == 0 ? codedHeight : codedWidth;
        }
    }

    /**
     * A sound stream.
     *
     * @param codec FFmpeg's decoder name
     * @param sampleRate in hertz
     * @param channels number of channels
     */
    public record AudioStream(String codec, int sampleRate, int channels) {}
}
