// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.TempoCandidate;
import java.util.List;
import java.util.Optional;

/**
 * The beats of a song and how far to trust them.
 *
 * @param beats frames in time order, {@link Flux#FRAMES_PER_SECOND} to the second; empty if nothing pulses
 * @param bpm tempo of the beats; 0 if there are none
 * @param confidence 0..1
 * @param candidates readings of the tempo, the chosen one first
 */
record Pulse(double[] beats, double bpm, double confidence, List<TempoCandidate> candidates) {

    private static final int LEAST_BEATS = 4;
    private static final double SNAP_EARLY = 1;
    private static final double SNAP_LATE = 4;

    /** A pulse weaker than this is not shown at all: noise and speech stay below. */
    private static final double LEAST_CONFIDENCE = .2;

    /** Periodicity above chance that deserves full trust; the development songs have .48 to .87. */
    private static final double FULL_PERIODICITY = .35;

    /** Attack of sound that only swells; made chords have .01, the softest development song .33. */
    private static final double HELD_ATTACK = .05;

    /** Energy that counts as sound when a grid is laid over a quiet start or end. */
    private static final double HEARD = .02;

    static Pulse of(Flux flux, EnergyCurve energy) {
        Onsets onsets = Onsets.of(flux);
        TempoPrior tempo = TempoPrior.of(onsets);
        int[] found = BarPointer.beats(onsets.activation(), tempo);
        if (found.length < LEAST_BEATS) {
            return new Pulse(new double[0], 0, 0, List.of());
        }
        double[] snapped = snap(found, onsets);
        Optional<TempoPrior> octave = tempo.betterOctave(interval(snapped));
        if (octave.isPresent()) {
            int[] again = BarPointer.beats(onsets.activation(), octave.get());
            snapped = again.length < LEAST_BEATS ? snapped : snap(again, onsets);
        }
        double[] beats = GridFit.fit(onsets, snapped, firstSound(energy), lastSound(energy));
        double interval = interval(beats);
        double confidence = confidence(onsets, tempo, interval);
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

    /**
     * How much more the onsets repeat than chance would make them in so short a sound, given that there are attacks at
     * all: the ripple of a held chord repeats perfectly.
     */
    private static double confidence(Onsets onsets, TempoPrior tempo, double interval) {
        double chance = .04 + 2.5 / Math.sqrt(onsets.strength().length);
        double repeats = Math.clamp((tempo.periodicityAt(interval) - chance) / FULL_PERIODICITY, 0, 1);
        return repeats * Math.clamp((onsets.attack() - HELD_ATTACK) / HELD_ATTACK, 0, 1);
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
