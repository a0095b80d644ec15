// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/**
 * How much each of four registers of the sound rises from frame to frame: SuperFlux (Böck and Widmer 2013), which
 * compares with the loudest neighbor two frames before so that vibrato does not count. 100 frames a second, frame i
 * centered on i / 100 s.
 *
 * @param groups rise by register and frame: below 160 Hz, below 1 kHz, below 5 kHz, above
 * @param levels mean log level by register, one value each {@link #LEVEL_FRAMES} frames
 */
record Flux(float[][] groups, float[][] levels) {

    static final int FRAMES_PER_SECOND = 100;

    /** Frames pooled into one level: sections and bars need no more than ten values a second. */
    static final int LEVEL_FRAMES = 10;

    private static final double[] GROUP_TOP_HZ = {160, 1000, 5000, Double.MAX_VALUE};
    private static final int LAG_FRAMES = 2;
    private static final double TRANSFORM_SECONDS = 0.0464;

    int frames() {
        return groups[0].length;
    }

    static Flux of(float[] samples, int sampleRate, float gain) {
        int size = Integer.highestOneBit((int) Math.round(TRANSFORM_SECONDS * sampleRate * 1.4));
        Spectrum spectrum = new Spectrum(samples, Math.max(64, size));
        LogBank bank = new LogBank(spectrum.size(), sampleRate);
        int bands = bank.bands();
        int[] groupOf = groups(bank);
        int frames = (int) ((long) samples.length * FRAMES_PER_SECOND / sampleRate) + 1;
        float[][] rise = new float[GROUP_TOP_HZ.length][frames];
        float[][] levels = new float[GROUP_TOP_HZ.length][(frames + LEVEL_FRAMES - 1) / LEVEL_FRAMES];
        float[] magnitudes = new float[bank.bins()];
        float[][] recent = new float[LAG_FRAMES + 1][bands];
        float[] sizes = sizes(groupOf);
        for (int frame = 0; frame < frames; frame++) {
            float[] now = recent[frame % recent.length];
            spectrum.magnitudesAt((long) frame * sampleRate / FRAMES_PER_SECOND, gain, magnitudes);
            bank.apply(magnitudes, now);
            // Before the song there is no frame to rise from: a song that starts loud has no onset at its first frame.
            float[] before = frame < LAG_FRAMES ? recent[0] : recent[(frame + 1) % recent.length];
            for (int band = 0; band < bands; band++) {
                int group = groupOf[band];
                float loudest = Math.max(
                        before[band], Math.max(before[Math.max(0, band - 1)], before[Math.min(bands - 1, band + 1)]));
                rise[group][frame] += Math.max(0, now[band] - loudest) / sizes[group];
                levels[group][frame / LEVEL_FRAMES] += now[band] / sizes[group] / LEVEL_FRAMES;
            }
        }
        return new Flux(rise, levels);
    }

    private static int[] groups(LogBank bank) {
        int[] groupOf = new int[bank.bands()];
        for (int band = 0; band < groupOf.length; band++) {
            while (bank.centerHz(band) >= GROUP_TOP_HZ[groupOf[band]]) {
                groupOf[band]++;
            }
        }
        return groupOf;
    }

    private static float[] sizes(int[] groupOf) {
        float[] sizes = new float[GROUP_TOP_HZ.length];
        for (int group : groupOf) {
            sizes[group]++;
        }
        for (int group = 0; group < sizes.length; group++) {
            sizes[group] = Math.max(1, sizes[group]);
        }
        return sizes;
    }
}
