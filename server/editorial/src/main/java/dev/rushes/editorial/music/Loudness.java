// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * How loud a sound is to people.
 *
 * @param integratedLufs EBU R 128 program loudness, measured on the mono mix; -70 for silence
 * @param rangeLu EBU Tech 3342 loudness range
 * @param shortTermMaximumLufs loudest three seconds
 * @param samplePeakDb largest sample of the mono mix against full scale, may exceed 0; -120 for silence
 * @param crestDb peak over root mean square: 3 is a sine, 6 to 10 pressed pop, over 15 an open recording
 */
public record Loudness(
        double integratedLufs, double rangeLu, double shortTermMaximumLufs, double samplePeakDb, double crestDb) {

    /** What silence measures. */
    public static final Loudness SILENCE = new Loudness(-70, 0, -70, -120, 0);
}
