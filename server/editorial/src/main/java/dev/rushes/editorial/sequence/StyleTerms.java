// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.style.StyleProfile;
import java.util.Map;
import java.util.Random;

/**
 * A style as terms of the objective, in natural log odds. Loudness is 0 in the quiet third of the song and 1 in the loud third.
 *
 * <p>Joint shares of "a_to_b" pairs become smoothed conditionals P(b|a): a declared profile counts as 20 observed pairs, a
 * learned one as 15 for each video, against 4 pairs of prior. Angle pairs are over front, side, overhead, other and zoom, where
 * zoom stands for any shot of that type (inventory ).
 */
final class StyleTerms {

    private static final double TRANSITION_WEIGHT = 0.6;
    private static final double PRIOR_PAIRS = 4;
    private static final int ZOOM = 4;
    private static final String[] ANGLE_WORDS = {"front", "side", "overhead", "other", "zoom"};

    /** Share of the style's spread of lengths that goes into the rhythm of phrases (taste). */
    private static final double SWING = 0.7;

    /** Beats of a phrase. */
    private static final int PHRASE = 8;

    private final double[] rhythm = new double[64];
    private final StyleProfile style;
    private final double beatSeconds;
    private final Wishes wishes;
    private final double sigma;
    private final double[] typeShare;
    private final double[][] typeAfter;
    private final double[][] angleAfter;

    /**
     * @param style habits
     * @param beatSeconds length of a beat
     * @param seed of the rhythm: phrases whose shots are longer or shorter than the mean
     * @param wishes that lean on the style's habits
     */
    StyleTerms(StyleProfile style, double beatSeconds, long seed, Wishes wishes) {
        this.style = style;
        this.beatSeconds = beatSeconds;
        this.wishes = wishes;
        double mean = style.shotPatterns().avgShotLength();
        double variation = mean > 0 ? style.shotPatterns().shotLengthStd() / mean : 0.5;
        this.sigma = Math.clamp(Math.sqrt(StrictMath.log1p(variation * variation)), 0.3, 0.9);
        Random random = new Random(seed);
        for (int i = 0; i < rhythm.length; i++) {
            double swing = Math.clamp(random.nextGaussian(), -1.5, 1.5);
            rhythm[i] = StrictMath.exp(SWING * sigma * swing);
        }
        this.typeShare = typeShares(style.shotPatterns().shotTypes());
        double pairs = Math.max(20, 15.0 * style.trainedOnVideos());
        this.typeAfter = typeConditionals(pairs);
        this.angleAfter = angleConditionals(pairs);
    }

    private static double[] typeShares(Map<String, Double> shares) {
        double[] result = new double[ShotType.values().length];
        double sum = 0;
        for (ShotType type : ShotType.values()) {
            result[type.ordinal()] = Math.max(0, shares.getOrDefault(type.word(), 0.0)) + 0.02;
            sum += result[type.ordinal()];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private double[][] typeConditionals(double pairs) {
        int n = ShotType.values().length;
        double[][] result = new double[n][n];
        for (ShotType from : ShotType.values()) {
            double[] row = result[from.ordinal()];
            for (ShotType to : ShotType.values()) {
                row[to.ordinal()] = share(style.sequencing().shotTypeTransitions(), from.word(), to.word());
            }
            smooth(row, typeShare, pairs);
        }
        return result;
    }

    private double[][] angleConditionals(double pairs) {
        int n = ANGLE_WORDS.length;
        double repeat = Math.clamp(style.sequencing().sameAngleRepeatRate(), 0.02, 0.98);
        double[][] result = new double[n][n];
        for (int from = 0; from < n; from++) {
            double[] prior = new double[n];
            for (int to = 0; to < n; to++) {
                result[from][to] = share(style.sequencing().angleTransitions(), ANGLE_WORDS[from], ANGLE_WORDS[to]);
                prior[to] = from == to ? repeat : (1 - repeat) / (n - 1);
            }
            smooth(result[from], prior, pairs);
        }
        return result;
    }

    private static double share(Map<String, Double> shares, String from, String to) {
        return Math.max(0, shares.getOrDefault(from + "_to_" + to, 0.0));
    }

    /** Turns joint shares of one row into conditionals. */
    private static void smooth(double[] row, double[] prior, double pairs) {
        double sum = 0;
        for (double value : row) {
            sum += value * pairs;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (row[i] * pairs + PRIOR_PAIRS * prior[i]) / (sum + PRIOR_PAIRS);
        }
    }

    /** Returns the bucket of a shot type and angle. */
    static int bucket(ShotType type, Angle angle) {
        return type.ordinal() * 4 + angle.ordinal();
    }

    /**
     * Returns what every bucket is worth behind every other. A shot type counts against its own share, which the size term has
     * paid already; an angle against an even share, for there is no other term for angles.
     */
    double[][] neighbours() {
        double[][] result = new double[SequenceModel.BUCKETS][SequenceModel.BUCKETS];
        for (int from = 0; from < SequenceModel.BUCKETS; from++) {
            for (int to = 0; to < SequenceModel.BUCKETS; to++) {
                double type = typeAfter[from >> 2][to >> 2] / typeShare[to >> 2];
                double angle = angleAfter[compound(from)][compound(to)] * ANGLE_WORDS.length;
                result[from][to] = TRANSITION_WEIGHT * (StrictMath.log(type) + StrictMath.log(angle));
            }
        }
        return result;
    }

    private static int compound(int bucket) {
        return bucket >> 2 == ShotType.ZOOM.ordinal() ? ZOOM : bucket & 3;
    }

    /** Returns the motion wanted, 0..1. */
    double wantedMotion(double loudness) {
        double habit = style.lowEnergy().motionPreference() * (1 - loudness)
                + style.highEnergy().motionPreference() * loudness;
        return Math.clamp(habit + wishes.motionShift(), 0.0, 1.0);
    }

    /** Returns the size wanted in a loud or quiet part. */
    ShotType wantedType(double loudness) {
        return loudness >= 0.5
                ? style.highEnergy().preferredShotType()
                : style.lowEnergy().preferredShotType();
    }

    /** Returns how likely the style uses a type at some loudness, 0..1. */
    double typeShare(ShotType type, double loudness) {
        double lean = 0.3 * Math.abs(2 * loudness - 1);
        return typeShare[type.ordinal()] * (1 - lean) + (type == wantedType(loudness) ? lean : 0);
    }

    /**
     * Returns the length wanted in seconds: mostly the measured hold of the type, a little the measured cuts per beat, longer
     * in quiet and shorter in loud parts as the cut frequencies of the two differ (X-07: frequencies are a preference, holds
     * are measured).
     */
    double wantedSeconds(ShotType type, double loudness) {
        double hold = positive(style.pacing().hold(type), style.shotPatterns().avgShotLength());
        double spread = StrictMath.log(beatsOf(style.lowEnergy().cutFrequency())
                / beatsOf(style.highEnergy().cutFrequency()));
        double cuts = style.pacing().cutsPerBeat();
        double perBeat = cuts > 0 ? beatSeconds / Math.min(1, cuts) : hold;
        return wishes.pace()
                * StrictMath.exp(
                        0.85 * StrictMath.log(hold) + 0.15 * StrictMath.log(perBeat) + 0.5 * spread * (0.5 - loudness));
    }

    private double positive(double value, double otherwise) {
        return value > 0 ? value : otherwise > 0 ? otherwise : 4 * beatSeconds;
    }

    private static double beatsOf(String cutFrequency) {
        return switch (cutFrequency) {
            case "every_beat" -> 1;
            case "every_4_beats" -> 4;
            case "every_8_beats" -> 8;
            default -> 2;
        };
    }

    /** Returns by how much the shots of a phrase are longer than the mean, from the seed; about 0.6 to 1.6. */
    double rhythm(double beat) {
        return rhythm[(int) (beat / PHRASE) % rhythm.length];
    }

    /**
     * Returns how much likelier the style makes a length than cutting at random moments would (log-normal against Poisson at the
     * wanted length): positive near the wanted length, never below -8.
     */
    double duration(double seconds, double wanted) {
        double reward = 0.08 - StrictMath.log(sigma);
        // Each shot earns the reward, which alone would pull the best length down by reward * sigma^2 (in log).
        double z = (StrictMath.log(seconds) - StrictMath.log(wanted)) / sigma - reward * sigma;
        return Math.max(-8, reward - z * z / 2);
    }

    /** Tells whether a style holds its shots so long that more than eight beats are usual. */
    boolean holdsLong() {
        double longest = Math.max(
                style.pacing().holdWide(),
                Math.max(style.pacing().holdCloseUp(), style.pacing().holdMedium()));
        return longest * wishes.pace() > 7 * beatSeconds;
    }
}
