// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/**
 * Tells the beat from the half beat between two beats by what follows it (W-120). Chords struck between the beats, as in reggae and
 * ska, are as loud and repeat as well as beats do; but drums and bass sound on in the first half of a beat, chords in the second. Of two
 * readings half a beat apart the weighted sums differ by the logarithm of how much likelier one is than the other, beside what
 * {@link Cue} says.
 */
final class Halves {

    private static final int LOW = 0;
    private static final int SNARE = 2;

    /**
     * For each register of {@link Flux}, how much its mean log level in the first half of beats, less that of the second, speaks for a
     * reading. The middle against the register of the snare is one mark, how dull the sound is; hats sound anywhere. Rounded from a
     * logit over pairs of readings.
     */
    private static final double[] SOUNDS_ON = {.5, -3.4, 3.4, 0};

    /** The same for how loud kick and snare are together, logarithm of times their means. */
    private static final double STRUCK_TOGETHER = .6;

    private static final double FLOOR = .05;

    private final double[][] sums;
    private final float[] low;
    private final float[] snare;
    private final double lowMean;
    private final double snareMean;

    Halves(Flux flux, Onsets onsets) {
        sums = new double[flux.levels().length][];
        for (int register = 0; register < sums.length; register++) {
            sums[register] = Prefix.sums(flux.levels()[register]);
        }
        low = onsets.registers()[LOW];
        snare = onsets.registers()[SNARE];
        lowMean = Math.max(1e-6, Onsets.mean(low));
        snareMean = Math.max(1e-6, Onsets.mean(snare));
    }

    /** Returns what speaks for the beats and against those half a beat later. */
    double score(double[] beats) {
        double score = STRUCK_TOGETHER * together(beats);
        for (int register = 0; register < sums.length; register++) {
            score += SOUNDS_ON[register] * soundsOn(register, beats);
        }
        return score;
    }

    /** Mean over beats of how much louder a register is in the first half than in the second. */
    double soundsOn(int register, double[] beats) {
        double sum = 0;
        for (int i = 0; i + 1 < beats.length; i++) {
            double half = (beats[i] + beats[i + 1]) / 2;
            sum += level(register, beats[i], half) - level(register, half, beats[i + 1]);
        }
        return sum / Math.max(1, beats.length - 1);
    }

    /** How loud the softer of kick and snare is on the beats. */
    double together(double[] beats) {
        double sum = 0;
        for (double beat : beats) {
            sum += Math.min(loudest(low, beat) / lowMean, loudest(snare, beat) / snareMean);
        }
        return Math.log(FLOOR + sum / beats.length);
    }

    /** Mean level over frames [from, to). */
    private double level(int register, double from, double to) {
        double[] running = sums[register];
        double first = from / Flux.LEVEL_FRAMES;
        double last = to / Flux.LEVEL_FRAMES;
        return (at(running, last) - at(running, first)) / Math.max(1e-9, last - first);
    }

    private static double at(double[] running, double place) {
        double inside = Math.clamp(place, 0, running.length - 1.0);
        int left = Math.min((int) inside, running.length - 2);
        return left < 0 ? 0 : running[left] + (inside - left) * (running[left + 1] - running[left]);
    }

    private static double loudest(float[] curve, double frame) {
        int center = (int) Math.round(frame);
        float best = 0;
        for (int t = Math.max(0, center - 2); t <= Math.min(curve.length - 1, center + 2); t++) {
            best = Math.max(best, curve[t]);
        }
        return best;
    }
}
