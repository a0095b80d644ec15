// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.worker.audio.sound.Curve;
import dev.rushes.worker.audio.sound.FrameWalk;
import dev.rushes.worker.audio.sound.PassingSound;
import dev.rushes.worker.audio.sound.Spectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

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

    /**
     * Measures a sound that passes by. What a frame holds is scaled to the level of the whole song before logarithms are
     * taken, so the frames of the first ten minutes wait for it; a longer song goes by the level of those ten.
     */
    static final class Meter {

        private static final int MOST_WAITING = 10 * 60 * FRAMES_PER_SECOND;

        private final DoubleSupplier gain;
        private final FrameWalk frames;
        private final Spectrum spectrum;
        private final LogBank bank;
        private final int[] groupOf;
        private final float[] sizes;
        private final Curve[] rise = new Curve[GROUP_TOP_HZ.length];
        private final Curve[] levels = new Curve[GROUP_TOP_HZ.length];
        private final float[] level = new float[GROUP_TOP_HZ.length];
        private final float[][] recent;
        private final List<float[]> waiting = new ArrayList<>();
        private float fixedGain;
        private int count;

        /** @param gain what samples are multiplied with; asked once, at the end or after ten minutes */
        Meter(int sampleRate, DoubleSupplier gain) {
            int size = Math.max(64, Integer.highestOneBit((int) Math.round(TRANSFORM_SECONDS * sampleRate * 1.4)));
            this.gain = gain;
            frames = new FrameWalk(sampleRate, FRAMES_PER_SECOND, size);
            spectrum = new Spectrum(size);
            bank = new LogBank(size, sampleRate);
            groupOf = groups(bank);
            sizes = sizes(groupOf);
            recent = new float[LAG_FRAMES + 1][bank.bands()];
            Arrays.setAll(rise, group -> new Curve());
            Arrays.setAll(levels, group -> new Curve());
        }

        /** Returns how many samples must be kept behind the end of the sound. */
        int reach() {
            return frames.reach();
        }

        void hear(PassingSound sound) {
            frames.walk(sound, (starts, n) -> take(sound, starts, n));
        }

        Flux finish(PassingSound sound) {
            frames.finish(sound, (starts, n) -> take(sound, starts, n));
            measureWaiting();
            if (count % LEVEL_FRAMES != 0) {
                closeLevel();
            }
            return new Flux(arrays(rise), arrays(levels));
        }

        private void take(PassingSound sound, long[] starts, int n) {
            for (int i = 0; i < n; i++) {
                sound.read(starts[i], spectrum.stretch(i));
            }
            spectrum.transform(bank.bins());
            for (int from = 0; from < n; from += LogBank.AT_ONCE) {
                float[][] magnitudes = new float[LogBank.AT_ONCE][];
                for (int i = 0; i < LogBank.AT_ONCE; i++) {
                    magnitudes[i] = spectrum.magnitudes(from + i);
                }
                float[][] sums = new float[LogBank.AT_ONCE][bank.bands()];
                bank.apply(magnitudes, sums);
                for (int i = 0; i < Math.min(LogBank.AT_ONCE, n - from); i++) {
                    keep(sums[i]);
                }
            }
        }

        private void keep(float[] sums) {
            if (fixedGain > 0) {
                measure(sums);
                return;
            }
            waiting.add(sums);
            if (waiting.size() == MOST_WAITING) {
                measureWaiting();
            }
        }

        private void measureWaiting() {
            fixedGain = fixedGain > 0 ? fixedGain : (float) gain.getAsDouble();
            waiting.forEach(this::measure);
            waiting.clear();
        }

        private void measure(float[] sums) {
            float[] now = recent[count % recent.length];
            for (int band = 0; band < now.length; band++) {
                now[band] = (float) Math.log(1 + 20 * fixedGain * sums[band]);
            }
            // Before the song there is no frame to rise from: a song that starts loud has no onset at its first frame.
            float[] before = count < LAG_FRAMES ? recent[0] : recent[(count + 1) % recent.length];
            float[] risen = new float[rise.length];
            int last = now.length - 1;
            for (int band = 0; band <= last; band++) {
                int group = groupOf[band];
                float loudest = before[band];
                float below = before[band == 0 ? 0 : band - 1];
                float above = before[band == last ? last : band + 1];
                loudest = below > loudest ? below : loudest;
                loudest = above > loudest ? above : loudest;
                risen[group] += now[band] > loudest ? (now[band] - loudest) / sizes[group] : 0;
                level[group] += now[band] / sizes[group] / LEVEL_FRAMES;
            }
            for (int group = 0; group < risen.length; group++) {
                rise[group].add(risen[group]);
            }
            count++;
            if (count % LEVEL_FRAMES == 0) {
                closeLevel();
            }
        }

        private void closeLevel() {
            for (int group = 0; group < level.length; group++) {
                levels[group].add(level[group]);
                level[group] = 0;
            }
        }

        private static float[][] arrays(Curve[] curves) {
            return Arrays.stream(curves).map(Curve::toArray).toArray(float[][]::new);
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
}
