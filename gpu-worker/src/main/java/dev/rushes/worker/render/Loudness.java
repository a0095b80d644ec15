// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import org.jspecify.annotations.Nullable;

/**
 * Loudness after EBU R 128, as ITU-R BS.1770-4 measures it.
 *
 * @param lufs integrated loudness
 * @param truePeakDbtp highest true peak
 */
public record Loudness(double lufs, double truePeakDbtp) {

    /** The true peak a song is never raised above; what the platforms ask for. */
    static final double CEILING_DBTP = -1;

    /** Left below the ceiling for what a decoder other than ours adds (taste). */
    private static final double DECODER_MARGIN_DB = 0.3;

    /** The gate of BS.1770 hears nothing below it. */
    private static final double SILENCE_LUFS = -69.9;

    /** Returns the gain that reaches a target, less if peaks would pass the ceiling; 0 for silence. */
    static double gainDb(@Nullable Loudness measured, double targetLufs) {
        return measured == null
                ? 0
                : Math.min(targetLufs - measured.lufs(), CEILING_DBTP - DECODER_MARGIN_DB - measured.truePeakDbtp());
    }

    /** Returns a measurement, null for silence; {@code peak} is the amplitude. */
    static @Nullable Loudness of(double lufs, double peak) {
        return lufs < SILENCE_LUFS || peak <= 0 ? null : new Loudness(lufs, 20 * Math.log10(peak));
    }
}
