// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a cut matches a style: one minus the mean of four distances, each 0..1.
 *
 * <ol>
 *   <li>lengths: mean absolute difference of the 10, 25, 50, 75 and 90 percent quantiles (Wasserstein-1 on five points) divided
 *       by the style's mean shot length
 *   <li>sizes: Jensen-Shannon distance (square root of the divergence, base 2) of the shares of shot types
 *   <li>transitions: the same of the shares of transition kinds
 *   <li>pace: difference of cuts per beat divided by the larger one
 * </ol>
 *
 * A distance the style says nothing about is left out.
 */
final class StyleMatch {

    private static final double[] QUANTILES = {0.1, 0.25, 0.5, 0.75, 0.9};

    private StyleMatch() {}

    /** Returns the match, 0..1; null for the shipped default style, which is nobody's. */
    static @Nullable Double of(
            List<Shot> shots, List<Transition> transitions, FrameRate rate, double beatSeconds, StyleProfile style) {
        if (!style.isLearned() || shots.isEmpty()) {
            return null;
        }
        double sum = 0;
        int terms = 0;
        List<Double> quantiles = style.shotPatterns().shotLengthDistribution();
        if (quantiles.size() == QUANTILES.length && style.shotPatterns().avgShotLength() > 0) {
            sum += Math.min(
                    1, lengths(shots, rate, quantiles) / style.shotPatterns().avgShotLength());
            terms++;
        }
        double[] types = new double[ShotType.values().length];
        double[] typesWanted = new double[types.length];
        for (ShotType type : ShotType.values()) {
            typesWanted[type.ordinal()] = style.shotPatterns().shotTypes().getOrDefault(type.word(), 0.0);
        }
        shots.forEach(shot -> types[shot.metadata().shotType().ordinal()]++);
        double[] kinds = new double[TransitionKind.values().length];
        double[] kindsWanted = new double[kinds.length];
        for (TransitionKind kind : TransitionKind.values()) {
            kindsWanted[kind.ordinal()] = style.transitionPreferences().getOrDefault(kind.word(), 0.0);
        }
        transitions.forEach(transition -> kinds[transition.kind().ordinal()]++);
        if (normalise(types) && normalise(typesWanted)) {
            sum += jensenShannon(types, typesWanted);
            terms++;
        }
        if (normalise(kinds) && normalise(kindsWanted)) {
            sum += jensenShannon(kinds, kindsWanted);
            terms++;
        }
        double wantedPace = style.pacing().cutsPerBeat();
        if (wantedPace > 0) {
            double beats = rate.seconds(shots.getLast().record().end()) / beatSeconds;
            double pace = transitions.size() / beats;
            sum += Math.abs(pace - wantedPace) / Math.max(pace, wantedPace);
            terms++;
        }
        return terms == 0 ? null : Math.clamp(1 - sum / terms, 0.0, 1.0);
    }

    private static double lengths(List<Shot> shots, FrameRate rate, List<Double> wanted) {
        double[] seconds = shots.stream()
                .mapToDouble(shot -> rate.seconds(shot.record().count()))
                .sorted()
                .toArray();
        double sum = 0;
        for (int i = 0; i < QUANTILES.length; i++) {
            double position = QUANTILES[i] * (seconds.length - 1);
            int left = (int) position;
            int right = Math.min(left + 1, seconds.length - 1);
            double value = seconds[left] + (seconds[right] - seconds[left]) * (position - left);
            sum += Math.abs(value - wanted.get(i));
        }
        return sum / QUANTILES.length;
    }

    private static boolean normalise(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        for (int i = 0; i < shares.length && sum > 0; i++) {
            shares[i] /= sum;
        }
        return sum > 0;
    }

    private static double jensenShannon(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = (p[i] + q[i]) / 2;
            sum += term(p[i], middle) + term(q[i], middle);
        }
        return Math.sqrt(Math.clamp(sum / 2, 0.0, 1.0));
    }

    private static double term(double share, double middle) {
        return share > 0 ? share * StrictMath.log(share / middle) / StrictMath.log(2) : 0;
    }
}
