// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.WaveformLevel;
import java.util.ArrayList;
import java.util.List;

/** Outlines of a song for drawing: the finest level is measured, each coarser one holds the largest of four. */
final class Waveform {

    private static final double FINEST_SECONDS = .01;
    private static final int LEVELS = 4;
    private static final int POOL = 4;

    /** A finer level than this many values is left out: a two-hour mix begins at 0.16 s. */
    private static final int MOST_PEAKS = 1 << 17;

    private Waveform() {}

    /** Returns the samples in one peak of the finest level. */
    static int finest(int sampleRate) {
        return Math.max(1, (int) Math.round(FINEST_SECONDS * sampleRate));
    }

    /** @param finest loudest sample of each stretch of {@link #finest}, 0 and up */
    static List<WaveformLevel> of(float[] finest, int sampleRate) {
        float[] peaks = finest;
        List<WaveformLevel> levels = new ArrayList<>();
        double seconds = (double) finest(sampleRate) / sampleRate;
        for (int level = 0; level < LEVELS && peaks.length > 0; level++) {
            if (peaks.length <= MOST_PEAKS || level == LEVELS - 1) {
                levels.add(new WaveformLevel(seconds, ByteCurve.from(peaks, 1)));
            }
            float[] pooled = new float[(peaks.length + POOL - 1) / POOL];
            for (int i = 0; i < peaks.length; i++) {
                pooled[i / POOL] = Math.max(pooled[i / POOL], peaks[i]);
            }
            peaks = pooled;
            seconds *= POOL;
        }
        return levels;
    }
}
