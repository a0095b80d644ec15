// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.TempoCandidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hears beats, bars, energy and sections in decoded sound. Keeps no state: safe for use by several threads. Time and
 * memory are linear in the song; three minutes take about half a second on one core.
 *
 * <p>Onsets after Böck and Widmer (2013); for every tempo the song could have, beats after Krebs, Böck and Widmer (2015)
 * without a network and a constant grid where the song keeps one ({@link GridFit}); then the reading that explains the
 * whole song best ({@link Cue}).
 */
public final class SongAnalyzer {

    /** Changes whenever the same sound may give another result. */
    public static final String VERSION = "song-2";

    /** Sound quieter than this is silence: -80 dB. */
    private static final double SILENCE = 1e-4;

    /** Every song is scaled to this level, so that the logarithm compresses all alike. */
    private static final double LEVEL = .1;

    /**
     * The window hears an attack coming, so frames are this early: 8 ms on clicks, 5 ms on made drums, 2 to 4 ms on the
     * development songs. The songs decide.
     */
    private static final double LEAD_SECONDS = .0035;

    /**
     * Analyzes a song.
     *
     * @param mono samples in -1..1, not changed
     * @param sampleRate hertz, 8000 to 192000; the figures are measured at 44100
     * @return the analysis; without a pulse its tempo is 0 and it has no beats
     */
    public SongAnalysis analyze(float[] mono, int sampleRate) {
        if (sampleRate < 8000 || sampleRate > 192_000) {
            throw new IllegalArgumentException("sampleRate: " + sampleRate + " (expected: 8000 to 192000)");
        }
        double duration = (double) mono.length / sampleRate;
        EnergyCurve energy = Energy.of(mono, sampleRate);
        double level = Energy.rms(mono, 0, mono.length);
        if (level < SILENCE) {
            return new SongAnalysis(duration, 0, List.of(), 0, List.of(), energy, Sections.whole(duration, energy));
        }
        Flux flux = Flux.of(mono, sampleRate, (float) (LEVEL / level));
        Harmony harmony = Harmony.of(mono, sampleRate);
        Pulse pulse = Pulse.of(flux, harmony, energy);
        double[] beats = pulse.beats();
        int[] positions = Downbeats.positions(beats, flux, harmony);
        List<Beat> heard = new ArrayList<>(beats.length);
        for (int i = 0; i < beats.length; i++) {
            double seconds = beats[i] / Flux.FRAMES_PER_SECOND + LEAD_SECONDS;
            if (seconds >= 0 && seconds <= duration) {
                heard.add(new Beat(seconds, positions[i]));
            }
        }
        List<TempoCandidate> candidates = pulse.candidates();
        return new SongAnalysis(
                duration,
                pulse.bpm(),
                heard,
                pulse.confidence(),
                candidates,
                energy,
                Sections.of(duration, heard, flux, harmony, energy));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
