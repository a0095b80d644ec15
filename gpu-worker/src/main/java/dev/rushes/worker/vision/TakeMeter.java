// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.TakeSignature;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what tells takes of one moment. Used by one thread for one clip. */
final class TakeMeter {

    private static final int SOUND_RATE = 8_000;
    /** The level of silence, in dB: the noise of 15 bits. */
    private static final double SILENCE = -90;
    /** A frame that comes this much early is still the one of its time. */
    private static final double EARLY_SECONDS = 0.012;

    private static final int MOST_HASHES = (int) (TakeSignature.MOST_SECONDS / TakeSignature.HASH_SECONDS);
    private static final int MOST_HOPS = (int) (TakeSignature.MOST_SECONDS / TakeSignature.HOP_SECONDS);

    private final List<Long> hashes = new ArrayList<>();

    /** Takes the next measured picture. */
    void accept(Picture picture) {
        long hash = 0;
        boolean known = false;
        while (hashes.size() < MOST_HASHES
                && picture.seconds >= hashes.size() * TakeSignature.HASH_SECONDS - EARLY_SECONDS) {
            hash = known ? hash : LookHash.of(picture);
            known = true;
            hashes.add(hash);
        }
    }

    /** Returns what was seen, and heard in the same file; a broken sound is none. */
    TakeSignature signature(List<Sample> samples, MediaReader reader, Path file, MediaInfo info)
            throws InterruptedException {
        return new TakeSignature(hashes, motion(samples), info.audio() == null ? List.of() : sound(reader, file));
    }

    private static List<Float> motion(List<Sample> samples) {
        List<Float> motion = new ArrayList<>();
        double sum = 0;
        int count = 0;
        float last = 0;
        for (Sample sample : samples) {
            while (motion.size() < MOST_HOPS && sample.seconds() >= (motion.size() + 1) * TakeSignature.HOP_SECONDS) {
                last = count == 0 ? last : (float) (sum / count);
                motion.add(last);
                sum = 0;
                count = 0;
            }
            sum += sample.change();
            count++;
        }
        return motion;
    }

    private static List<Float> sound(MediaReader reader, Path file) throws InterruptedException {
        List<Float> levels = new ArrayList<>();
        int hop = (int) (SOUND_RATE * TakeSignature.HOP_SECONDS);
        double[] energy = new double[1];
        int[] heard = new int[1];
        try {
            reader.readAudio(file, SOUND_RATE, (samples, count) -> {
                for (int i = 0; i < count && levels.size() < MOST_HOPS; i++) {
                    energy[0] += samples[i] * samples[i];
                    if (++heard[0] == hop) {
                        double level = 10 * Math.log10(energy[0] / hop + 1e-12);
                        levels.add((float) Math.clamp(level, SILENCE, 0));
                        energy[0] = 0;
                        heard[0] = 0;
                    }
                }
            });
        } catch (UnreadableMedia e) {
            return List.of();
        }
        return levels;
    }
}
