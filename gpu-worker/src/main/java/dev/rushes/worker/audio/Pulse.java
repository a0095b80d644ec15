// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.TempoCandidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The beats of a song and how far to trust them: every reading of {@link Hypotheses} is judged by {@link Cue}, the
 * likeliest is taken, the others become tempo candidates.
 *
 * @param beats frames in time order, {@link Flux#FRAMES_PER_SECOND} to the second; empty if nothing pulses
 * @param bpm tempo of the beats; 0 if there are none
 * @param confidence 0..1
 * @param candidates readings of the tempo, the likeliest first; also where there are no beats because none was sure enough
 * @param onsets what the beats were found in
 */
record Pulse(double[] beats, double bpm, double confidence, List<TempoCandidate> candidates, Onsets onsets) {

    private static final int SPAN_BEATS = 8;

    /** A network that agrees fully outweighs all cues together; they span about 15. */
    private static final double NETWORK_WEIGHT = 20;

    /** A pulse weaker than this is not shown at all: noise and speech stay below. */
    private static final double LEAST_CONFIDENCE = .2;

    /** From here on its tempi are listed even so, for who looks for the beat by hand. Speech and noise have 0. */
    private static final double LEAST_LISTED = .1;

    /** Energy that counts as sound when a grid is laid over a quiet start or end. */
    private static final double HEARD = .02;

    private static final int MOST_CANDIDATES = 5;
    private static final double LEAST_PROBABILITY = .005;
    private static final double SAME_TEMPO = .04;

    /** Ratios of tempi this near to a whole one are kin. */
    private static final double KIN = .06;

    /** How often threes are mistaken against twos, and anything else; rounded from 372 made songs. */
    private static final double BY_THREES = .3;

    private static final double OTHERWISE = .1;

    static Pulse of(Onsets onsets, Flux flux, Harmony harmony, EnergyCurve energy) {
        TempoPrior tempo = TempoPrior.of(onsets);
        List<Hypothesis> readings =
                new Hypotheses(onsets, tempo, flux, harmony, firstSound(energy), lastSound(energy)).all();
        if (readings.isEmpty()) {
            return none(0, onsets);
        }
        double[] chances = chances(readings, onsets);
        int best = 0;
        for (int i = 1; i < chances.length; i++) {
            best = chances[i] > chances[best] ? i : best;
        }
        Hypothesis chosen = readings.get(best);
        double confidence = Confidence.of(Confidence.marks(chosen, chances[best], onsets, tempo));
        if (confidence < LEAST_LISTED) {
            return none(confidence, onsets);
        }
        List<TempoCandidate> candidates = candidates(readings, chances, chosen);
        return confidence < LEAST_CONFIDENCE
                ? new Pulse(new double[0], 0, confidence, candidates, onsets)
                : new Pulse(chosen.beats(), chosen.bpm(), confidence, candidates, onsets);
    }

    private static Pulse none(double confidence, Onsets onsets) {
        return new Pulse(new double[0], 0, confidence, List.of(), onsets);
    }

    /** Frames from beat to beat: the median over eight beats. */
    static double interval(double[] beats) {
        int reach = Math.min(SPAN_BEATS, beats.length - 1);
        double[] means = new double[beats.length - reach];
        for (int i = 0; i < means.length; i++) {
            means[i] = (beats[i + reach] - beats[i]) / reach;
        }
        return SongAnalyzer.median(means);
    }

    /**
     * Returns the probability of each reading: that of its tempo by the cues of both readings half a beat apart, of which each takes the
     * share that cues and halves give it.
     */
    static double[] chances(List<Hypothesis> readings, Onsets onsets) {
        double[] scores = readings.stream()
                .mapToDouble(reading -> Cue.score(reading.cues())
                        + (onsets.isNeural() ? NETWORK_WEIGHT * onsets.agreement(reading.beats()) : 0))
                .toArray();
        double highest = Arrays.stream(scores).max().orElse(0);
        double[] chances =
                Arrays.stream(scores).map(score -> Math.exp(score - highest)).toArray();
        double sum = Arrays.stream(chances).sum();
        double[] shared = new double[chances.length];
        for (int i = 0; i < chances.length; i++) {
            double both = 0;
            double odds = 0;
            for (int k = 0; k < chances.length; k++) {
                if (readings.get(k).pair() == readings.get(i).pair()) {
                    both += chances[k];
                    odds += chances[k]
                            * Math.exp(readings.get(k).half() - readings.get(i).half());
                }
            }
            shared[i] = odds > 0 ? both / sum * chances[i] / odds : 0;
        }
        return shared;
    }

    /**
     * Both phases of a tempo count for it. The chosen tempo comes first even if two phases of another outweigh it; the others
     * share what it leaves, near kin first (W-93).
     */
    private static List<TempoCandidate> candidates(List<Hypothesis> readings, double[] chances, Hypothesis chosen) {
        double own = 0;
        double others = 0;
        List<TempoCandidate> tempi = new ArrayList<>();
        for (int i = 0; i < chances.length; i++) {
            double bpm = readings.get(i).bpm();
            if (isSame(chosen.bpm(), bpm)) {
                own += chances[i];
            } else if (tempi.stream().noneMatch(tempo -> isSame(tempo.bpm(), bpm))) {
                double sum = 0;
                for (int k = i; k < chances.length; k++) {
                    sum += isSame(readings.get(k).bpm(), bpm) ? chances[k] : 0;
                }
                double weight = sum * kinship(bpm / chosen.bpm());
                tempi.add(new TempoCandidate(bpm, weight));
                others += weight;
            }
        }
        double share = others > 0 ? (1 - Math.min(1, own)) / others : 0;
        List<TempoCandidate> all = new ArrayList<>(List.of(new TempoCandidate(chosen.bpm(), Math.min(1, own))));
        tempi.stream()
                .map(tempo -> new TempoCandidate(tempo.bpm(), Math.min(1, share * tempo.probability())))
                .filter(tempo -> tempo.probability() >= LEAST_PROBABILITY)
                .sorted(Comparator.comparingDouble(tempo -> -tempo.probability()))
                .limit(MOST_CANDIDATES - 1)
                .forEach(all::add);
        return all;
    }

    private static boolean isSame(double bpm, double other) {
        return Math.abs(other / bpm - 1) < SAME_TEMPO;
    }

    /** Of tempi that explain a song alike, the one that is mistaken for the chosen one more often is likelier. */
    private static double kinship(double ratio) {
        double up = Math.max(ratio, 1 / ratio);
        if (Math.abs(up / 2 - 1) < KIN) {
            return 1;
        }
        return Math.abs(up / 1.5 - 1) < KIN || Math.abs(up / 3 - 1) < KIN ? BY_THREES : OTHERWISE;
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
