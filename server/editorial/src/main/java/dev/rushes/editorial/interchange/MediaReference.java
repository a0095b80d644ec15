// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.Timecode;
import org.jspecify.annotations.Nullable;

/**
 * What an editing program must know of a file to find it and to count in it.
 *
 * @param fileName the name a person knows it by
 * @param url absolute or relative URL of the file as the editing program sees it
 * @param timing how its pictures are counted; of a song, its length at any rate
 * @param picture its picture, null if it has none
 * @param sound its sound, null if it has none or it is not known
 */
public record MediaReference(
        String fileName,
        String url,
        Timing timing,
        @Nullable Picture picture,
        @Nullable Sound sound) {

    /**
     * How the pictures of a file are counted.
     *
     * @param rate pictures a second; the average if they last unequally long
     * @param pictureCount how many there are
     * @param isVariable whether pictures last unequally long
     * @param start timecode of the first picture, null if the file has none
     */
    public record Timing(
            FrameRate rate,
            long pictureCount,
            boolean isVariable,
            @Nullable Timecode start) {

        public Timing {
            if (start != null && !start.rate().equals(rate)) {
                throw new IllegalArgumentException("start: counted at " + start.rate() + " (expected: " + rate + ")");
            }
        }

        /** Returns the number of the first picture in the file's own counting. */
        public long startNumber() {
            return start == null ? 0 : start.frameNumber();
        }

        /** Tells whether the file counts in drop-frame timecode. */
        public boolean isDropFrame() {
            return start != null && start.isDropFrame();
        }
    }

    /**
     * The shown picture.
     *
     * @param width pixels, after rotation
     * @param height pixels, after rotation
     */
    public record Picture(int width, int height) {}

    /**
     * The sound.
     *
     * @param channels one or more
     * @param sampleRate samples a second
     */
    public record Sound(int channels, int sampleRate) {}
}
