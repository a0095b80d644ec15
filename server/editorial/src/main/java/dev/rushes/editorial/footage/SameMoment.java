// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.List;

/**
 * Tells whether two clips show one moment or one scene: copies cut or framed differently, takes of one set-up, and a second
 * camera that heard the same. One clip is slid along the other; where they overlap, evidence of three kinds is added:
 * correlation of motion and of sound (Fisher's z, which grows with the root of the overlap), and hashes closer than chance.
 */
public final class SameMoment {

    /** Least evidence; chosen on pairs made of every second clip, see W-106. */
    private static final double ENOUGH = 4.5;

    /** Overlap that is compared at least, in hops; all of a shorter clip. */
    private static final int LEAST_OVERLAP = 10;

    private static final int SHORTEST = 5;

    /** Mean bits that hashes of two scenes differ in are about 32; from here down closeness is evidence. */
    private static final double UNLIKE_BITS = 22;

    private static final double EVIDENCE_A_BIT = 0.45;
    private static final double MOST_CORRELATION = 0.95;
    /** Two clips with the same music behind them are no moment unless something moves alike too. */
    private static final double LEAST_MOTION = 0.3;

    private static final double LEAST_VARIANCE = 1e-3;

    private final long[] hashes;
    private final float[] motion;
    private final float[] sound;

    private SameMoment(TakeSignature signature) {
        hashes = signature.hashes().stream().mapToLong(Long::longValue).toArray();
        motion = floats(signature.motion());
        for (int i = 0; i < motion.length; i++) {
            motion[i] = (float) Math.log1p(Math.max(0, motion[i]));
        }
        sound = floats(signature.sound());
    }

    /** Prepares a signature for comparisons. */
    public static SameMoment of(TakeSignature signature) {
        return new SameMoment(signature);
    }

    private static float[] floats(List<Float> values) {
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i);
        }
        return result;
    }

    /** Tells whether both show the same, at any shift of time; false if one of them is not known. */
    public boolean isThatOf(SameMoment other) {
        int shorter = Math.min(motion.length, other.motion.length);
        if (shorter < SHORTEST || hashes.length == 0 || other.hashes.length == 0) {
            return false;
        }
        int least = Math.min(LEAST_OVERLAP, shorter);
        for (int shift = least - other.motion.length; shift <= motion.length - least; shift++) {
            if (evidence(other, shift) >= ENOUGH) {
                return true;
            }
        }
        return false;
    }

    /** Evidence when the other begins {@code shift} hops after this one. */
    private double evidence(SameMoment other, int shift) {
        double looks = EVIDENCE_A_BIT * Math.max(0, UNLIKE_BITS - bits(other, shift));
        boolean heard = sound.length > 0 && other.sound.length > 0;
        if (looks == 0 && !heard) {
            return 0; // that something moves alike alone happens by chance
        }
        double moves = correlation(motion, other.motion, shift);
        double sounds = heard && moves >= LEAST_MOTION ? correlation(sound, other.sound, shift) : 0;
        int overlap = Math.min(motion.length, other.motion.length + shift) - Math.max(0, shift);
        return looks + (fisher(moves) + fisher(sounds)) * Math.sqrt(overlap / (double) SHORTEST);
    }

    private static double fisher(double correlation) {
        double kept = Math.clamp(correlation, -MOST_CORRELATION, MOST_CORRELATION);
        return 0.5 * Math.log((1 + kept) / (1 - kept));
    }

    /** Mean bits that hashes of the same time differ in. */
    private double bits(SameMoment other, int shift) {
        double later = shift * TakeSignature.HOP_SECONDS / TakeSignature.HASH_SECONDS;
        int sum = 0;
        int count = 0;
        for (int i = 0; i < hashes.length; i++) {
            int j = (int) Math.round(i - later);
            if (j >= 0 && j < other.hashes.length) {
                sum += Long.bitCount(hashes[i] ^ other.hashes[j]);
                count++;
            }
        }
        return count == 0 ? Long.SIZE : (double) sum / count;
    }

    /** Correlation of what overlaps; 0 if that is too short or does not change. */
    private static double correlation(float[] a, float[] b, int shift) {
        int from = Math.max(0, shift);
        int to = Math.min(a.length, b.length + shift);
        int n = to - from;
        if (n < SHORTEST) {
            return 0;
        }
        double sumA = 0;
        double sumB = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = from; i < to; i++) {
            float x = a[i];
            float y = b[i - shift];
            sumA += x;
            sumB += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
        double varianceA = aa / n - sumA / n * (sumA / n);
        double varianceB = bb / n - sumB / n * (sumB / n);
        if (varianceA < LEAST_VARIANCE || varianceB < LEAST_VARIANCE) {
            return 0;
        }
        return (ab / n - sumA / n * (sumB / n)) / Math.sqrt(varianceA * varianceB);
    }
}
