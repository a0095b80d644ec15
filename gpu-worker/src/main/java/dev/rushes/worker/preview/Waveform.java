// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Peaks of mono sound as a file of audiowaveform (BBC), version 2 with 8 bits, which waveform-data.js reads: a header of six 32-bit
 * little-endian numbers, then the lowest and highest sample of each stretch as signed bytes.
 */
final class Waveform {
    private static final int HEADER_BYTES = 24;
    private static final int VERSION = 2;
    private static final int EIGHT_BITS = 1;
    private static final int ONE_CHANNEL = 1;

    private Waveform() {}

    static byte[] encode(float[] samples, int sampleRate, int samplesPerPeak) {
        int peaks = Math.ceilDiv(samples.length, samplesPerPeak);
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 2 * peaks).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(VERSION).putInt(EIGHT_BITS).putInt(sampleRate).putInt(samplesPerPeak);
        out.putInt(peaks).putInt(ONE_CHANNEL);
        for (int peak = 0; peak < peaks; peak++) {
            float lowest = samples[peak * samplesPerPeak];
            float highest = lowest;
            int end = Math.min(samples.length, (peak + 1) * samplesPerPeak);
            for (int i = peak * samplesPerPeak + 1; i < end; i++) {
                lowest = Math.min(lowest, samples[i]);
                highest = Math.max(highest, samples[i]);
            }
            out.put(level(lowest)).put(level(highest));
        }
        return out.array();
    }

    private static byte level(float sample) {
        return (byte) Math.clamp(Math.round(sample * 127), -128, 127);
    }
}
