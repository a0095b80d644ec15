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

    /** Keeps the logarithm finite where kick and snare never meet (taste). */
    private static final double FLOOR = .05;

    /** Frames before and after a beat in which a drum may fall. */
    private static final int REACH = 2;

    private final double[] running;
    private final float[] low;
    private final float[] snare;
    private final double lowMean;
    private final double snareMean;

    Halves(Flux flux, Onsets onsets) {
        this(flux, onsets, SOUNDS_ON);
    }

    /** @param soundsOn weights in place of {@link #SOUNDS_ON} */
    Halves(Flux flux, Onsets onsets, double[] soundsOn) {
        float[][] levels = flux.levels();
        running = new double[levels[0].length + 1];
        for (int t = 0; t < levels[0].length; t++) {
            double sum = running[t];
            for (int register = 0; register < soundsOn.length; register++) {
                sum += soundsOn[register] * levels[register][t];
            }
            running[t + 1] = sum;
        }
        low = onsets.registers()[LOW];
        snare = onsets.registers()[SNARE];
        lowMean = Math.max(1e-6, Onsets.mean(low));
        snareMean = Math.max(1e-6, Onsets.mean(snare));
    }

    /**
     * Returns what speaks for the beats and against those half a beat later.
     *
     * @param beats frames, each after the one before
     */
    double score(double[] beats) {
        return soundsOn(beats) + STRUCK_TOGETHER * together(beats);
    }

    /** Returns, as a mean over beats, how much louder the weighted registers are in the first half than in the second. */
    double soundsOn(double[] beats) {
        double sum = 0;
        for (int i = 0; i + 1 < beats.length; i++) {
            double half = (beats[i + 1] - beats[i]) / 2;
            double middle = at(beats[i] + half);
            sum += (middle - at(beats[i]) - (at(beats[i + 1]) - middle)) / half;
        }
        return sum * Flux.LEVEL_FRAMES / Math.max(1, beats.length - 1);
    }

    /** Returns how loud the softer of kick and snare is on the beats, logarithm of times its mean. */
    double together(double[] beats) {
        double sum = 0;
        for (double beat : beats) {
            sum += Math.min(Onsets.loudest(low, beat, REACH) / lowMean, Onsets.loudest(snare, beat, REACH) / snareMean);
        }
        return Math.log(FLOOR + sum / beats.length);
    }

    /** Running sum up to a frame, linear between levels. */
    private double at(double frame) {
        double place = frame / Flux.LEVEL_FRAMES;
        int left = (int) place;
        if (place <= 0 || left >= running.length - 1) {
            return running[place <= 0 ? 0 : running.length - 1];
        }
        return running[left] + (place - left) * (running[left + 1] - running[left]);
    }
}
