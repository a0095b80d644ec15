// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Timeline;
import java.util.Arrays;
import java.util.List;

/** The beats of an excerpt as frames, to say on which beat a cut point is and to bring one onto a beat. */
public final class BeatFrames {
    /** A cut counts as on a beat within one frame: what a rendered file keeps to. */
    private static final long NEAR = 1;

    private final long[] frames;

    BeatFrames(SongExcerpt song, FrameRate rate) {
        // No stream: every edit makes these.
        List<Double> beats = song.beats();
        frames = new long[beats.size()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = SongTime.toFrame(beats.get(i), rate);
        }
    }

    public static BeatFrames of(Timeline timeline) {
        return new BeatFrames(timeline.song(), timeline.frameRate());
    }

    /** Returns the beat a frame is on, zero-based; -1 when it is more than one frame away from every beat. */
    public int at(long frame) {
        int nearest = nearest(frame);
        return nearest >= 0 && Math.abs(frames[nearest] - frame) <= NEAR ? nearest : -1;
    }

    /** Returns the frame of the nearest beat, the earlier of two; {@code frame} itself when there is no beat. */
    public long snap(long frame) {
        int nearest = nearest(frame);
        return nearest < 0 ? frame : frames[nearest];
    }

    private int nearest(long frame) {
        if (frames.length == 0) {
            return -1;
        }
        int found = Arrays.binarySearch(frames, frame);
        if (found >= 0) {
            return found;
        }
        int right = -found - 1;
        if (right == 0 || right == frames.length) {
            return Math.max(0, right - 1);
        }
        return frame - frames[right - 1] <= frames[right] - frame ? right - 1 : right;
    }
}
