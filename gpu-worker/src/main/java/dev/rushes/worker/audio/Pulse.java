// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.TempoCandidate;
import java.util.List;

/**
 * The beats of a song and how far to trust them.
 *
 * @param beats frames in time order, {@link Flux#FRAMES_PER_SECOND} to the second; empty if nothing pulses
 * @param bpm tempo of the beats; 0 if there are none
 * @param confidence 0..1
 * @param candidates readings of the tempo, the chosen one first
 */
record Pulse(double[] beats, double bpm, double confidence, List<TempoCandidate> candidates) {

    private static final double SNAP_EARLY = 1;
    private static final double SNAP_LATE = 4;

    /** A pulse weaker than this is not shown at all: noise and speech stay below. */
    private static final double LEAST_CONFIDENCE = .2;

    /** Energy that counts as sound when a grid is laid over a quiet start or end. */
    private static final double HEARD = .02;

    static Pulse of(Flux flux, EnergyCurve energy) {
        Onsets onsets = Onsets.of(flux);
        TempoPrior tempo = TempoPrior.of(onsets);
        int[] found = BarPointer.beats(onsets.activation(), tempo);
        if (found.length < 4) {
            return new Pulse(new double[0], 0, 0, List.of());
        }
        double[] snapped = snap(found, onsets);
        double[] beats = GridFit.fit(onsets, snapped, firstSound(energy), lastSound(energy));
        double interval = interval(beats);
        double confidence = confidence(tempo, interval);
        if (confidence < LEAST_CONFIDENCE) {
            return new Pulse(new double[0], 0, confidence, List.of());
        }
        return new Pulse(beats, TempoPrior.bpm(interval), confidence, tempo.candidates(interval));
    }

    private static double[] snap(int[] found, Onsets onsets) {
        double[] beats = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            beats[i] = onsets.peak(found[i] - SNAP_EARLY, found[i] + SNAP_LATE);
        }
        return beats;
    }

    private static double interval(double[] beats) {
        double[] spans = new double[beats.length - 1];
        int reach = Math.min(8, spans.length);
        double[] means = new double[beats.length - reach];
        for (int i = 0; i < means.length; i++) {
            means[i] = (beats[i + reach] - beats[i]) / reach;
        }
        return SongAnalyzer.median(means);
    }

    private static double confidence(TempoPrior tempo, double interval) {
        double periodicity = tempo.periodicityAt(interval);
        return Math.clamp((periodicity - .05) / .3, 0, 1);
    }

    private static double firstSound(EnergyCurve energy) {
        List<Double> values = energy.values();
        int hop = 0;
        while (hop < values.size() - 1 && values.get(hop) < HEARD) {
            hop++;
        }
        return hop == 0 ? 0 : hop * energy.hopSeconds() * Flux.FRAMES_PER_SECOND;
    }

    private static double lastSound(EnergyCurve energy) {
        List<Double> values = energy.values();
        int hop = values.size();
        while (hop > 1 && values.get(hop - 1) < HEARD) {
            hop--;
        }
        return hop * energy.hopSeconds() * Flux.FRAMES_PER_SECOND;
    }
}
