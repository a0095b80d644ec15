// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Arrays;

/** Measures every {@link Cue} of a reading over the whole song. */
final class Cues {

    private static final int LOW = 0;
    private static final int MID = 1;
    private static final int SNARE = 2;
    private static final int HIGH = 3;

    /** Beats compared with each other at a time, so that a dropped beat spoils one window only. */
    private static final int TURN_BEATS = 32;

    private static final double MIDDLE_BPM = 110;
    private static final double HARMONY_SECONDS = .7;
    private static final double FLOOR = .05;

    private final Onsets onsets;
    private final double[] means;
    private final double[][] repeats;
    private final double[] allRepeats;
    private final double[] changes;
    private final double typical;

    Cues(Onsets onsets, TempoPrior tempo, Harmony harmony) {
        this.onsets = onsets;
        float[][] registers = onsets.registers();
        means = new double[registers.length];
        repeats = new double[registers.length][];
        for (int register = 0; register < registers.length; register++) {
            means[register] = Math.max(1e-6, Onsets.mean(registers[register]));
            boolean isAsked = register == LOW || register == SNARE;
            repeats[register] = isAsked
                    ? TempoPrior.autocorrelation(registers[register], means[register], TempoPrior.LAGS)
                    : new double[0];
        }
        allRepeats = tempo.repeats();
        changes = standardizedChanges(harmony);
        float[] sorted = onsets.strength().clone();
        Arrays.sort(sorted);
        typical = sorted.length == 0 ? 1e-6 : Math.max(1e-6, sorted[(int) (.9 * (sorted.length - 1))]);
    }

    /**
     * Returns the cues of a reading.
     *
     * @param interval frames from beat to beat
     * @param isLikeliest its tempo has the likeliest path of all
     * @param isFirstPhase not moved by half a beat against that path
     */
    double[] of(double[] beats, double interval, boolean isLikeliest, boolean isFirstPhase) {
        double[] cues = new double[Cue.values().length];
        double octaves = Math.log(TempoPrior.bpm(interval) / MIDDLE_BPM) / Math.log(2);
        set(cues, Cue.TEMPO, octaves);
        set(cues, Cue.TEMPO_SQUARED, octaves * octaves);
        addPlaces(cues, beats);
        addTurns(cues, beats);
        set(cues, Cue.HARMONY_HALF, change(beats, .5, 1));
        set(cues, Cue.HARMONY_TWO, change(beats, 0, 2));
        set(cues, Cue.HARMONY_FOUR, change(beats, 0, 4));
        addRepeats(cues, interval);
        set(cues, Cue.SUPPORT, support(beats));
        set(cues, Cue.LIKELIEST_PATH, isLikeliest ? 1 : 0);
        set(cues, Cue.LIKELIEST_PHASE, isLikeliest && isFirstPhase ? 1 : 0);
        double sum = 0;
        for (double beat : beats) {
            sum += onsets.at(beat);
        }
        set(cues, Cue.STRENGTH_ON, Math.log(FLOOR + sum / beats.length / Math.max(1e-6, onsets.mean())));
        return cues;
    }

    private void addPlaces(double[] cues, double[] beats) {
        set(cues, Cue.LOW_ON, lift(LOW, beats, 0));
        set(cues, Cue.MID_ON, lift(MID, beats, 0));
        set(cues, Cue.SNARE_ON, lift(SNARE, beats, 0));
        set(cues, Cue.LOW_HALF, lift(LOW, beats, .5));
        set(cues, Cue.MID_HALF, lift(MID, beats, .5));
        set(cues, Cue.SNARE_HALF, lift(SNARE, beats, .5));
        set(cues, Cue.HIGH_HALF, lift(HIGH, beats, .5));
        set(cues, Cue.LOW_THIRDS, lift(LOW, beats, 1.0 / 3, 2.0 / 3));
        set(cues, Cue.SNARE_THIRDS, lift(SNARE, beats, 1.0 / 3, 2.0 / 3));
        set(cues, Cue.HIGH_THIRDS, lift(HIGH, beats, 1.0 / 3, 2.0 / 3));
        set(cues, Cue.LOW_QUARTERS, lift(LOW, beats, .25, .75));
        set(cues, Cue.SNARE_QUARTERS, lift(SNARE, beats, .25, .75));
        set(cues, Cue.HIGH_QUARTERS, lift(HIGH, beats, .25, .75));
    }

    private void addTurns(double[] cues, double[] beats) {
        set(cues, Cue.HIGH_TURNS, turns(HIGH, beats, 0));
        set(cues, Cue.LOW_TURNS_HALF, turns(LOW, beats, .5));
        set(cues, Cue.KICK_SNARE_TURNS, kickSnareTurns(beats));
    }

    private void addRepeats(double[] cues, double interval) {
        set(cues, Cue.LOW_AFTER_1, repeat(repeats[LOW], interval));
        set(cues, Cue.LOW_AFTER_2, repeat(repeats[LOW], 2 * interval));
        set(cues, Cue.LOW_AFTER_3, repeat(repeats[LOW], 3 * interval));
        set(cues, Cue.LOW_AFTER_4, repeat(repeats[LOW], 4 * interval));
        set(cues, Cue.LOW_AFTER_1_HALF, repeat(repeats[LOW], 1.5 * interval));
        set(cues, Cue.SNARE_AFTER_1, repeat(repeats[SNARE], interval));
        set(cues, Cue.SNARE_AFTER_2, repeat(repeats[SNARE], 2 * interval));
        set(cues, Cue.SNARE_AFTER_3, repeat(repeats[SNARE], 3 * interval));
        set(cues, Cue.SNARE_AFTER_4, repeat(repeats[SNARE], 4 * interval));
        set(cues, Cue.ALL_AFTER_1, repeat(allRepeats, interval));
        set(cues, Cue.ALL_AFTER_3, repeat(allRepeats, 3 * interval));
        set(cues, Cue.ALL_AFTER_4, repeat(allRepeats, 4 * interval));
        set(cues, Cue.ALL_AFTER_HALF, repeat(allRepeats, interval / 2));
    }

    private static void set(double[] cues, Cue cue, double value) {
        cues[cue.ordinal()] = value;
    }

    /** Mean over places of the beat of the logarithm of how much louder a register is there than on average. */
    private double lift(int register, double[] beats, double... places) {
        double lift = 0;
        for (double place : places) {
            double sum = 0;
            for (int i = 0; i + 1 < beats.length; i++) {
                sum += heard(register, beats[i] + place * (beats[i + 1] - beats[i]));
            }
            lift += Math.log(FLOOR + sum / Math.max(1, beats.length - 1) / means[register]);
        }
        return lift / places.length;
    }

    private double heard(int register, double frame) {
        float[] curve = onsets.registers()[register];
        int center = (int) Math.round(frame);
        float best = 0;
        for (int t = Math.max(0, center - 2); t <= Math.min(curve.length - 1, center + 2); t++) {
            best = Math.max(best, curve[t]);
        }
        return best;
    }

    /** How unlike even and odd beats sound in a register, as a share of both. */
    private double turns(int register, double[] beats, double place) {
        double sum = 0;
        double all = 1e-9;
        for (int from = 0; from < beats.length - 1; from += TURN_BEATS) {
            double turn = 0;
            for (int i = from; i < Math.min(beats.length - 1, from + TURN_BEATS); i++) {
                double value = heard(register, beats[i] + place * (beats[i + 1] - beats[i]));
                turn += i % 2 == 0 ? value : -value;
                all += value;
            }
            sum += Math.abs(turn);
        }
        return sum / all;
    }

    /** Kick and snare taking turns: the same of their difference. */
    private double kickSnareTurns(double[] beats) {
        double sum = 0;
        double all = 1e-9;
        for (int from = 0; from < beats.length - 1; from += TURN_BEATS) {
            double turn = 0;
            for (int i = from; i < Math.min(beats.length - 1, from + TURN_BEATS); i++) {
                double low = heard(LOW, beats[i]) / means[LOW];
                double snare = heard(SNARE, beats[i]) / means[SNARE];
                turn += i % 2 == 0 ? low - snare : snare - low;
                all += low + snare;
            }
            sum += Math.abs(turn);
        }
        return sum / all;
    }

    /** Mean change of harmony at every so many beats, at the best of their phases, in standard deviations. */
    private double change(double[] beats, double place, int every) {
        double best = -3;
        for (int phase = 0; phase < every; phase++) {
            double sum = 0;
            int count = 0;
            for (int i = phase; i + 1 < beats.length; i += every) {
                sum += changeAt(beats[i] + place * (beats[i + 1] - beats[i]));
                count++;
            }
            best = count == 0 ? best : Math.max(best, sum / count);
        }
        return best;
    }

    private double changeAt(double frame) {
        double last = changes.length - 1.0;
        double position = Math.clamp(frame * Harmony.STEPS_PER_SECOND / Flux.FRAMES_PER_SECOND, 0, last);
        int left = (int) position;
        int right = Math.min(changes.length - 1, left + 1);
        return changes[left] + (position - left) * (changes[right] - changes[left]);
    }

    private static double repeat(double[] repeat, double lag) {
        int center = (int) Math.round(lag);
        int reach = Math.max(1, (int) (lag * .01));
        double best = -1;
        for (int at = Math.max(1, center - reach); at <= Math.min(repeat.length - 1, center + reach); at++) {
            best = Math.max(best, repeat[at]);
        }
        return best == -1 ? 0 : best;
    }

    /** Share of the beats on which anything begins. */
    private double support(double[] beats) {
        int heard = 0;
        for (double beat : beats) {
            double best = 0;
            for (int d = -2; d <= 2; d++) {
                best = Math.max(best, onsets.at(beat + d));
            }
            heard += best > typical / 2 ? 1 : 0;
        }
        return heard / (double) beats.length;
    }

    private static double[] standardizedChanges(Harmony harmony) {
        double[] changes = new double[harmony.chroma().length];
        Arrays.setAll(changes, step -> harmony.change((double) step / Harmony.STEPS_PER_SECOND, HARMONY_SECONDS));
        return Downbeats.standardize(changes);
    }
}
