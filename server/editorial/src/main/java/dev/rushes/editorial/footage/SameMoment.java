// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.Arrays;

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
    private static final double MOST_FISHER = fisher(MOST_CORRELATION);
    /** Fisher's z is convex, so up to the greatest correlation it lies below this line. */
    private static final double STEEPEST = MOST_FISHER / MOST_CORRELATION;

    /** Two clips with the same music behind them are no moment unless something moves alike too. */
    private static final double LEAST_MOTION = 0.3;

    private static final double LEAST_VARIANCE = 1e-3;

    private final long[] hashes;
    private final Course motion;
    private final Course sound;

    private SameMoment(TakeSignature signature) {
        hashes = signature.hashes().stream().mapToLong(Long::longValue).toArray();
        motion = new Course(signature.motion().stream()
                .mapToDouble(change -> Math.log1p(Math.max(0, change)))
                .toArray());
        sound = new Course(
                signature.sound().stream().mapToDouble(Float::doubleValue).toArray());
    }

    /** Prepares a signature for comparisons. */
    public static SameMoment of(TakeSignature signature) {
        return new SameMoment(signature);
    }

    /**
     * Tells whether both show the same, at any shift of time; false if one of them is not known.
     *
     * @param bySound also if nothing looks alike, as with a second camera; takes some ten times as long
     */
    public boolean isThatOf(SameMoment other, boolean bySound) {
        int shorter = Math.min(motion.length(), other.motion.length());
        if (shorter < SHORTEST || hashes.length == 0 || other.hashes.length == 0) {
            return false;
        }
        int least = Math.min(LEAST_OVERLAP, shorter);
        int laterBefore = Integer.MIN_VALUE;
        double looks = 0;
        for (int shift = least - other.motion.length(); shift <= motion.length() - least; shift++) {
            int later = Math.toIntExact(-Math.round(-shift * TakeSignature.HOP_SECONDS / TakeSignature.HASH_SECONDS));
            if (later != laterBefore) {
                looks = EVIDENCE_A_BIT * Math.max(0, UNLIKE_BITS - bits(other, later));
                laterBefore = later;
            }
            if ((looks > 0 || bySound) && evidence(other, shift, looks) >= ENOUGH) {
                return true;
            }
        }
        return false;
    }

    /** Evidence when the other begins {@code shift} hops after this one. */
    private double evidence(SameMoment other, int shift, double looks) {
        boolean heard = sound.length() > 0 && other.sound.length() > 0;
        if (looks == 0 && !heard) {
            return 0; // that something moves alike alone happens by chance
        }
        int overlap = Math.min(motion.length(), other.motion.length() + shift) - Math.max(0, shift);
        double weight = Math.sqrt(overlap / (double) SHORTEST);
        double moves = motion.correlation(other.motion, shift);
        boolean counts = heard && moves >= LEAST_MOTION;
        if (looks + (STEEPEST * Math.max(0, moves) + (counts ? MOST_FISHER : 0)) * weight < ENOUGH) {
            return 0; // not enough however well the sound agrees; most pairs end here, without a logarithm
        }
        double sounds = counts ? sound.correlation(other.sound, shift) : 0;
        return looks + (fisher(moves) + fisher(sounds)) * weight;
    }

    private static double fisher(double correlation) {
        double kept = Math.clamp(correlation, -MOST_CORRELATION, MOST_CORRELATION);
        return 0.5 * Math.log((1 + kept) / (1 - kept));
    }

    /** Mean bits that hashes differ in when the other's begin so many hashes later. */
    private double bits(SameMoment other, int later) {
        int from = Math.max(0, later);
        int to = Math.min(hashes.length, other.hashes.length + later);
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += Long.bitCount(hashes[i] ^ other.hashes[i - later]);
        }
        return to <= from ? Long.SIZE : (double) sum / (to - from);
    }

    /** A curve in whole numbers, so that the products of every pair of clips at every shift are added many at once. */
    private static final class Course {
        /** A standard deviation in whole numbers; with the limit, products of half a minute stay in an int. */
        private static final double UNIT = 200;

        private static final double MOST_DEVIATIONS = 8;

        private final int[] values;
        private final long[] sums;
        private final long[] squares;
        private final double leastVariance;

        Course(double[] curve) {
            double mean = Arrays.stream(curve).average().orElse(0);
            double variance = Arrays.stream(curve)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0);
            double scale = UNIT / Math.sqrt(Math.max(variance, LEAST_VARIANCE));
            leastVariance = LEAST_VARIANCE * scale * scale;
            values = new int[curve.length];
            sums = new long[curve.length + 1];
            squares = new long[curve.length + 1];
            for (int i = 0; i < curve.length; i++) {
                double most = UNIT * MOST_DEVIATIONS;
                values[i] = (int) Math.round(Math.clamp((curve[i] - mean) * scale, -most, most));
                sums[i + 1] = sums[i] + values[i];
                squares[i + 1] = squares[i] + (long) values[i] * values[i];
            }
        }

        int length() {
            return values.length;
        }

        /** Correlation of what overlaps when the other begins later by so many values; 0 if that is too short or does not change. */
        double correlation(Course other, int shift) {
            int from = Math.max(0, shift);
            int to = Math.min(values.length, other.values.length + shift);
            int n = to - from;
            if (n < SHORTEST) {
                return 0;
            }
            double mean = (sums[to] - sums[from]) / (double) n;
            double others = (other.sums[to - shift] - other.sums[from - shift]) / (double) n;
            double variance = (squares[to] - squares[from]) / (double) n - mean * mean;
            double variances = (other.squares[to - shift] - other.squares[from - shift]) / (double) n - others * others;
            if (variance < leastVariance || variances < other.leastVariance) {
                return 0;
            }
            return (products(values, other.values, from, to, shift) / (double) n - mean * others)
                    / Math.sqrt(variance * variances);
        }

        private static int products(int[] a, int[] b, int from, int to, int shift) {
            int sum = 0;
            for (int i = from; i < to; i++) {
                sum += a[i] * b[i - shift];
            }
            return sum;
        }
    }
}
