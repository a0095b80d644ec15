// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Arrays;

/**
 * Counts beats into bars: harmony changes, kicks fall and the bass sounds on the first beat, snares do not. The meter is chosen
 * once for the song; bars may start over where the song drops beats, at a price. This is the second level of the model of
 * Krebs, Böck and Widmer (2015); its weights are rounded from a conditional logit over drawn songs (W-100).
 */
final class Downbeats {

    private static final double HARMONY = 1;
    private static final double KICK_ON_ONE = .4;
    private static final double BASS_ON_ONE = .7;
    private static final double BASS_RISE_ON_ONE = .35;
    private static final double KICK_ODD = .6;
    private static final double SNARE_EVEN = .17;

    /** Three must beat four by this much: 96 % of annotated pop is in four. */
    private static final double THREE_PENALTY = .4;

    /** Evidence, in standard deviations, that it takes to start a bar early or late. */
    private static final double RESTART_COST = 10;

    private final double[] one;
    private final double[] kick;
    private final double[] snare;

    /**
     * @param one what speaks for each beat being the first of a bar, in standard deviations
     * @param kick loudness of what begins in the lowest register, standardized; so is snare
     */
    private Downbeats(double[] one, double[] kick, double[] snare) {
        this.one = one;
        this.kick = kick;
        this.snare = snare;
    }

    /** Returns each beat's place in its bar, 1 on the downbeat; all 0 for fewer than eight beats. */
    static int[] positions(double[] beats, Flux flux, Harmony harmony) {
        int count = beats.length;
        if (count < 8) {
            return new int[count];
        }
        double[] change = new double[count];
        double[] kick = new double[count];
        double[] snare = new double[count];
        double[] bass = new double[count];
        double[] rise = new double[count];
        for (int i = 0; i < count; i++) {
            double span = i + 1 < count ? beats[i + 1] - beats[i] : beats[i] - beats[i - 1];
            double seconds = beats[i] / Flux.FRAMES_PER_SECOND;
            change[i] = harmony.change(seconds, 2 * span / Flux.FRAMES_PER_SECOND);
            kick[i] = Onsets.loudest(flux.groups()[0], beats[i], 3);
            snare[i] = Onsets.loudest(flux.groups()[2], beats[i], 3);
            bass[i] = level(flux.levels()[0], beats[i], beats[i] + span);
            rise[i] = bass[i] - level(flux.levels()[0], beats[i] - span, beats[i]);
        }
        double[] struck = standardize(kick);
        double[] one = sum(HARMONY, standardize(change), KICK_ON_ONE, struck);
        double[] low = sum(BASS_ON_ONE, standardize(bass), BASS_RISE_ON_ONE, standardize(rise));
        Downbeats evidence = new Downbeats(sum(1, one, 1, low), struck, standardize(snare));
        int meter = evidence.best(3) - THREE_PENALTY > evidence.best(4) ? 3 : 4;
        return evidence.count(meter);
    }

    /** Mean evidence per bar of the best phase. */
    private double best(int meter) {
        double best = Double.NEGATIVE_INFINITY;
        for (int phase = 0; phase < meter; phase++) {
            double sum = 0;
            for (int i = 0; i < one.length; i++) {
                sum += evidence(i, meter, Math.floorMod(i - phase, meter));
            }
            best = Math.max(best, sum * meter / one.length);
        }
        return best;
    }

    private double evidence(int beat, int meter, int place) {
        double first = place == 0 ? one[beat] : 0;
        if (meter != 4) {
            return first;
        }
        double odd = place % 2 == 0 ? 1 : -1;
        return first + odd / 2 * (KICK_ODD * kick[beat] - SNARE_EVEN * snare[beat]);
    }

    private int[] count(int meter) {
        int beats = one.length;
        int[][] from = new int[beats][meter];
        double[] score = new double[meter];
        for (int i = 0; i < beats; i++) {
            double[] next = new double[meter];
            for (int place = 0; place < meter; place++) {
                int best = Math.floorMod(place - 1, meter);
                for (int other = 0; other < meter && place == 0; other++) {
                    if (score[other] - RESTART_COST > score[best]) {
                        best = other;
                    }
                }
                from[i][place] = best;
                boolean isRestart = best != Math.floorMod(place - 1, meter);
                next[place] = score[best] - (isRestart ? RESTART_COST : 0) + evidence(i, meter, place);
            }
            score = next;
        }
        int place = 0;
        for (int other = 1; other < meter; other++) {
            place = score[other] > score[place] ? other : place;
        }
        int[] positions = new int[beats];
        for (int i = beats - 1; i >= 0; i--) {
            positions[i] = place + 1;
            place = from[i][place];
        }
        return positions;
    }

    /** Mean of a curve of levels over the frames [from, to]. */
    private static double level(float[] levels, double from, double to) {
        int first = Math.clamp((int) (from / Flux.LEVEL_FRAMES), 0, levels.length);
        int last = Math.min(levels.length - 1, (int) (to / Flux.LEVEL_FRAMES));
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += levels[i];
        }
        return sum / Math.max(1, last - first + 1);
    }

    private static double[] sum(double weight, double[] values, double otherWeight, double[] others) {
        double[] sum = new double[values.length];
        Arrays.setAll(sum, i -> weight * values[i] + otherWeight * others[i]);
        return sum;
    }

    static double[] standardize(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        double deviation = Math.sqrt(variance);
        return Arrays.stream(values)
                .map(v -> deviation < 1e-9 ? 0 : Math.clamp((v - mean) / deviation, -3, 3))
                .toArray();
    }
}
