// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Arrays;
import java.util.List;

/**
 * Every reading of a sound whose beats are known, for the fits.
 *
 * @param all the readings
 * @param f how each agrees with the beats, 0..1; 0 where there are none
 */
record Readings(Flux flux, Onsets onsets, TempoPrior tempo, List<Hypothesis> all, double[] f) {

    /** A song is fitted and judged at these speeds. */
    static final double[] STRETCHES = {1, .84, .91, 1.09, 1.19};

    private static final double WINDOW = .07;

    /**
     * Listens to a sound.
     *
     * @param samples mono at {@link SynthSong#SAMPLE_RATE}
     * @param truth its beats in seconds; none if it has no beat
     */
    static Readings of(float[] samples, double[] truth) {
        SongListener listener = new SongAnalyzer().listen(SynthSong.SAMPLE_RATE);
        listener.hear(samples, samples.length);
        SongListener.Features heard = listener.features();
        Onsets onsets = heard.onsets();
        TempoPrior tempo = TempoPrior.of(onsets);
        List<Hypothesis> all =
                new Hypotheses(onsets, tempo, heard.flux(), heard.harmony(), 0, onsets.strength().length).all();
        double[] f = all.stream()
                .mapToDouble(reading -> truth.length == 0 ? 0 : f(reading.beats(), truth))
                .toArray();
        return new Readings(heard.flux(), onsets, tempo, all, f);
    }

    private static double f(double[] frames, double[] truth) {
        double[] beats = Arrays.stream(frames)
                .map(frame -> frame / Flux.FRAMES_PER_SECOND)
                .filter(at -> at >= truth[0] - WINDOW && at <= truth[truth.length - 1] + WINDOW)
                .toArray();
        return BeatScore.from(BeatScore.TRIM_SECONDS, truth, beats).f();
    }

    /** Plays a sound faster, as a record that turns faster. */
    static float[] stretched(float[] samples, double factor) {
        float[] stretched = new float[(int) ((samples.length - 2) / factor)];
        for (int i = 0; i < stretched.length; i++) {
            int left = (int) (i * factor);
            float share = (float) (i * factor - left);
            stretched[i] = samples[left] * (1 - share) + samples[left + 1] * share;
        }
        return stretched;
    }
}
