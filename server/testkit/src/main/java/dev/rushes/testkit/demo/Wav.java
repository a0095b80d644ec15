// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes 16-bit PCM in a RIFF/WAVE file. */
public final class Wav {

    private static final int HEADER_BYTES = 44;

    private Wav() {}

    /**
     * Writes channels of equal length.
     *
     * @param channels samples -1..1 by channel
     */
    public static void write(Path file, float[][] channels, int sampleRate) throws IOException {
        int frameBytes = 2 * channels.length;
        int dataBytes = channels[0].length * frameBytes;
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels.length);
        out.putInt(sampleRate)
                .putInt(sampleRate * frameBytes)
                .putShort((short) frameBytes)
                .putShort((short) 16);
        out.put(ascii("data")).putInt(dataBytes);
        for (int i = 0; i < channels[0].length; i++) {
            for (float[] channel : channels) {
                out.putShort((short) Math.round(Math.clamp(channel[i], -1f, 1f) * Short.MAX_VALUE));
            }
        }
        Files.write(file, out.array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
