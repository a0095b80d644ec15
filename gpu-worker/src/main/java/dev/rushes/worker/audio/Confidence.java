// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/**
 * How often a chosen reading with these marks is right: a logistic regression, so that 0.9 means nine times in ten. Fitted on
 * made songs, stretched development songs, speech of espeak-ng in twelve languages, noises and random hits; on those held
 * out the expected calibration error is 0.04.
 */
final class Confidence {

    private static final double BIAS = -1.505;
    private static final double ODDS = 1.32;
    private static final double PERIODICITY = 1.829;
    private static final double ATTACK = .579;
    private static final double SUPPORT = .352;
    private static final double STRENGTH = -.196;
    private static final double GRID = .536;

    /** The odds of readings are sure of themselves beyond what any song can show. */
    private static final double MOST_CHANCE = .995;

    /** Periodicity this far above what chance repeats is a pulse; speech stays below chance, music starts at .3 above. */
    private static final double SURELY_REPEATS = .08;

    /** Attack of sound that only swells; made chords have .01, the softest development song .33. */
    private static final double HELD_ATTACK = .05;

    private Confidence() {}

    /**
     * Returns 0..1.
     *
     * @param chance probability of the reading among all readings
     */
    static double of(Hypothesis reading, double chance, Onsets onsets, TempoPrior tempo) {
        double limited = Math.min(MOST_CHANCE, chance);
        double repeats = tempo.periodicityAt(reading.interval()) - periodicityOfChance(onsets);
        double sum = BIAS
                + ODDS * Math.log(limited / (1 - limited))
                + PERIODICITY * repeats
                + ATTACK * Math.log(.01 + Math.min(1, onsets.attack()))
                + SUPPORT * reading.cues()[Cue.SUPPORT.ordinal()]
                + STRENGTH * reading.cues()[Cue.STRENGTH_ON.ordinal()]
                + (reading.grid() != null ? GRID : 0);
        double isPulse = Math.clamp(repeats / SURELY_REPEATS, 0, 1);
        // The ripple of a held chord repeats perfectly.
        double isStruck = Math.clamp((onsets.attack() - HELD_ATTACK) / HELD_ATTACK, 0, 1);
        return isPulse * isStruck / (1 + Math.exp(-sum));
    }

    /** The best of many lags repeats by chance, more so in short sound. */
    private static double periodicityOfChance(Onsets onsets) {
        return .04 + 2.5 / Math.sqrt(onsets.strength().length);
    }
}
