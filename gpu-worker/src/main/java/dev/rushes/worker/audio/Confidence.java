// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/**
 * How often a chosen reading with these marks is right: a logistic regression, so that 0.9 means nine times in ten, behind two
 * gates. Fitted and judged by {@code ConfidenceFitBench}.
 */
final class Confidence {

    /** The constant, then one weight for each value of {@link #marks}. */
    private static final double[] WEIGHTS = {-2.882, .576, 1.947, 3.035, -.466, .527};

    /** The odds of readings are sure of themselves beyond what any song can show. */
    private static final double MOST_CHANCE = .995;

    /** Periodicity this far above what chance repeats is a pulse; speech stays below chance, music starts at .3 above. */
    private static final double SURELY_REPEATS = .08;

    /** Attack of sound that only swells; made chords have .01, the softest development song .33. */
    private static final double HELD_ATTACK = .05;

    private Confidence() {}

    /**
     * What speaks for a reading.
     *
     * @param values as many as weights but one
     * @param gate 0..1, 0 if the sound has no pulse to be sure of
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Marks(double[] values, double gate) {}

    /**
     * Returns the marks of a reading.
     *
     * @param chance probability of the reading among all readings
     */
    static Marks marks(Hypothesis reading, double chance, Onsets onsets, TempoPrior tempo) {
        double limited = Math.min(MOST_CHANCE, chance);
        double repeats = tempo.periodicityAt(reading.interval()) - periodicityOfChance(onsets);
        double[] values = {
            Math.log(limited / (1 - limited)),
            repeats,
            reading.cues()[Cue.SUPPORT.ordinal()],
            reading.cues()[Cue.STRENGTH_ON.ordinal()],
            reading.grid() == null ? 0 : 1
        };
        double isPulse = Math.clamp(repeats / SURELY_REPEATS, 0, 1);
        // The ripple of a held chord repeats perfectly.
        double isStruck = Math.clamp((onsets.attack() - HELD_ATTACK) / HELD_ATTACK, 0, 1);
        return new Marks(values, isPulse * isStruck);
    }

    /** Returns 0..1. */
    static double of(Marks marks) {
        return of(marks, WEIGHTS);
    }

    static double of(Marks marks, double[] weights) {
        double sum = weights[0];
        for (int k = 0; k < marks.values.length; k++) {
            sum += weights[k + 1] * marks.values[k];
        }
        return marks.gate / (1 + Math.exp(-sum));
    }

    /** The best of many lags repeats by chance, more so in short sound. */
    private static double periodicityOfChance(Onsets onsets) {
        return .04 + 2.5 / Math.sqrt(onsets.strength().length);
    }
}
