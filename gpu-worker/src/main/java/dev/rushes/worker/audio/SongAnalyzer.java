// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.SongAnalysis;
import java.util.Arrays;

/**
 * Hears beats, bars, energy and sections in decoded sound. Keeps no state: safe for use by several threads. Time is
 * linear in the song; three minutes take a quarter of a second on one core.
 *
 * <p>Onsets after Böck and Widmer (2013); for every tempo the song could have, beats after Krebs, Böck and Widmer (2015)
 * without a network and a constant grid where the song keeps one ({@link GridFit}); then the reading that explains the
 * whole song best ({@link Cue}).
 */
public final class SongAnalyzer {

    /** Changes whenever the same sound may give another result. */
    public static final String VERSION = "song-7";

    private final BeatActivation network;

    /** Hears beats from onsets. */
    public SongAnalyzer() {
        this(BeatActivation.NONE);
    }

    /** Hears beats with a network where it can be used. */
    public SongAnalyzer(BeatActivation network) {
        this.network = network;
        Practice.run();
    }

    /**
     * Analyzes a song that is at hand as a whole.
     *
     * @param mono samples in -1..1, not changed
     * @param sampleRate hertz, 8000 to 192000; the figures are measured at 44100
     * @return the analysis; without a pulse its tempo is 0 and it has no beats
     */
    public SongAnalysis analyze(float[] mono, int sampleRate) {
        SongListener listener = listen(sampleRate);
        listener.hear(mono, mono.length);
        return listener.finish();
    }

    /**
     * Begins to listen to a song that comes in pieces.
     *
     * @param sampleRate as for {@link #analyze}
     */
    public SongListener listen(int sampleRate) {
        if (sampleRate < 8000 || sampleRate > 192_000) {
            throw new IllegalArgumentException("sampleRate: " + sampleRate + " (expected: 8000 to 192000)");
        }
        return new SongListener(sampleRate, network.listen(sampleRate));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
