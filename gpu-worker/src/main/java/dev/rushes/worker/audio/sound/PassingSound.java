// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

import java.util.Arrays;

/**
 * The last stretch of a sound that passes by. Before its beginning and after its end there is silence. Not safe for use by
 * several threads.
 */
public final class PassingSound {

    private final float[] ring;
    private long end;

    /**
     * @param reach samples before the end that can still be read after an append
     * @param piece most samples appended at once
     */
    public PassingSound(int reach, int piece) {
        ring = new float[Integer.highestOneBit(Math.max(1, reach + piece - 1)) << 1];
    }

    /** Returns how many samples have passed. */
    public long end() {
        return end;
    }

    /** Lets samples [from, to) pass. */
    public void append(float[] samples, int from, int to) {
        int at = (int) (end & (ring.length - 1));
        int first = Math.min(to - from, ring.length - at);
        System.arraycopy(samples, from, ring, at, first);
        System.arraycopy(samples, from + first, ring, 0, to - from - first);
        end += to - from;
    }

    /** Reads as many samples as fit, from a place on that is no further back than the reach. */
    public void read(long start, float[] into) {
        int from = (int) Math.clamp(-start, 0, into.length);
        int to = (int) Math.clamp(end - start, from, into.length);
        Arrays.fill(into, 0, from, 0);
        Arrays.fill(into, to, into.length, 0);
        int at = (int) ((start + from) & (ring.length - 1));
        int first = Math.min(to - from, ring.length - at);
        System.arraycopy(ring, at, into, from, first);
        System.arraycopy(ring, 0, into, from + first, to - from - first);
    }
}
