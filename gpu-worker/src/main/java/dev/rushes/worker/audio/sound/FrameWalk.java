// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

/**
 * Walks over a passing sound in frames, as many at a time as a {@link Spectrum} takes. Frame i is centered on i / frames a
 * second; the last one is the last whose center lies in the sound. Not safe for use by several threads.
 */
public final class FrameWalk {

    private static final int GROUP = Spectrum.STRETCHES;

    private final int sampleRate;
    private final int perSecond;
    private final int length;
    private final long[] starts = new long[GROUP];
    private long next;

    /** @param length samples a frame takes in, half of them before its center */
    public FrameWalk(int sampleRate, int perSecond, int length) {
        this.sampleRate = sampleRate;
        this.perSecond = perSecond;
        this.length = length;
    }

    /** Returns how many samples must be kept behind the end of the sound. */
    public int reach() {
        return length + Math.ceilDiv(GROUP * sampleRate, perSecond) + 1;
    }

    /** Takes a group of frames. */
    @FunctionalInterface
    public interface Taker {

        /**
         * @param starts place of the first sample of each frame, possibly before the beginning; not to be kept
         * @param count how many of them there are: all but at the end of the sound
         */
        void take(long[] starts, int count);
    }

    /** Hands over every whole group of frames that the sound has passed. */
    public void walk(PassingSound sound, Taker taker) {
        while (start(next + GROUP - 1) + length <= sound.end()) {
            take(GROUP, taker);
        }
    }

    /** Hands over the rest after the end of the sound. */
    public void finish(PassingSound sound, Taker taker) {
        long frames = count(sound.end());
        while (next < frames) {
            take((int) Math.min(GROUP, frames - next), taker);
        }
    }

    private void take(int count, Taker taker) {
        for (int i = 0; i < GROUP; i++) {
            starts[i] = start(next + i);
        }
        taker.take(starts, count);
        next += count;
    }

    /** Returns the number of frames in so many samples. */
    private long count(long samples) {
        return samples * perSecond / sampleRate + 1;
    }

    private long start(long frame) {
        return frame * sampleRate / perSecond - length / 2;
    }
}
