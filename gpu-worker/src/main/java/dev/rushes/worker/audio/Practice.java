// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.worker.audio.sound.Spectrum;

/**
 * Runs the loops that a song spends its time in on hardly any sound. The virtual machine compiles a method once it was called a few
 * hundred times, or after a quarter of a million turns of its loops: on the long rows of a song that is a tenth of a second in the
 * interpreter, on short ones it is a few milliseconds (W-101). Changes no result.
 */
final class Practice {

    /** How often a method is called before it is compiled, with the thresholds {@code rushes inspect} runs with. */
    private static final int CALLS = 512;

    /** The shortest transform that goes through every kind of butterfly. */
    private static final int SIZE = 64;

    private static final int RATE = 8000;

    private Practice() {}

    static void run() {
        Spectrum spectrum = new Spectrum(SIZE);
        Levels levels = new Levels(RATE);
        float[] silence = new float[SIZE];
        Flux flux = new Flux(new float[4][2], new float[4][1]);
        for (int call = 0; call < CALLS; call++) {
            levels.hear(silence, 0, 2);
            Onsets.of(flux);
            if (call % 2 == 0) {
                // Calls each of its loops twice or more.
                spectrum.transform(SIZE / 2);
            }
        }
        TempoPrior.autocorrelation(new float[4 * CALLS], 0, 2);
    }
}
