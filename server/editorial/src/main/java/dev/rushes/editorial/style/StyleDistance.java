// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How far a cut is from a style; tells which of several styles made it and gives the style match of a timeline (STY-19).
 *
 * <p>The distance is the weighted mean of four parts, each 0 (alike) .. 1:
 *
 * <ul>
 *   <li>rhythm, 0.4: {@code 1 - min(a, b) / max(a, b)} of the mean shot lengths;
 *   <li>sizes, 0.3: total variation {@code sum |p - q| / 2} between the shares of shot types;
 *   <li>angles, 0.15: the same between the shares of angles, the profile's being those of its pairs' first angle;
 *   <li>transitions, 0.15: the same between the shares of hard cuts, dissolves and whips.
 * </ul>
 *
 * <p>A part the cut or the profile says nothing about is left out and the others weigh more. The weights are taste: rhythm
 * and size are what a viewer notices and what detectors get right most often.
 */
public final class StyleDistance {

    private static final double RHYTHM = 0.4;
    private static final double SIZES = 0.3;
    private static final double ANGLES = 0.15;
    private static final double TRANSITIONS = 0.15;

    private double sum;
    private double weight;

    private StyleDistance() {}

    /**
     * Returns the distance of a cut from a style, 0..1.
     *
     * @throws IllegalArgumentException when the cut has no shot
     */
    public static double between(StyleProfile profile, StyleSample cut) {
        if (cut.looks().isEmpty()) {
            throw new IllegalArgumentException("cut: no shots (expected: at least one)");
        }
        StyleDistance distance = new StyleDistance();
        double mean = cut.looks().stream()
                .mapToDouble(StyleSample.Look::seconds)
                .average()
                .orElseThrow();
        double wanted = profile.shotPatterns().avgShotLength();
        distance.add(RHYTHM, 1 - Math.min(mean, wanted) / Math.max(mean, wanted));
        distance.compare(
                SIZES,
                profile.shotPatterns().shotTypes(),
                shares(cut.looks(), look -> look.type().word()));
        distance.compare(
                ANGLES,
                firstAngles(profile),
                shares(cut.looks(), look -> look.angle().word()));
        distance.compare(TRANSITIONS, profile.transitionPreferences(), shares(cut.transitions(), Function.identity()));
        return Math.clamp(distance.sum / distance.weight, 0, 1);
    }

    /** Returns how well a cut matches a style, 0..1: one minus the distance. */
    public static double match(StyleProfile profile, StyleSample cut) {
        return 1 - between(profile, cut);
    }

    private void add(double partWeight, double part) {
        sum += partWeight * part;
        weight += partWeight;
    }

    private void compare(double partWeight, Map<String, Double> wanted, Map<String, Double> seen) {
        if (wanted.isEmpty() || seen.isEmpty()) {
            return;
        }
        double variation = 0;
        for (Map.Entry<String, Double> share : wanted.entrySet()) {
            variation += Math.abs(share.getValue() - PairShares.share(seen, share.getKey()));
        }
        for (Map.Entry<String, Double> share : seen.entrySet()) {
            variation += wanted.containsKey(share.getKey()) ? 0 : share.getValue();
        }
        add(partWeight, variation / 2);
    }

    /** Returns the share of each angle among the first of the profile's pairs; empty when it has none. */
    private static Map<String, Double> firstAngles(StyleProfile profile) {
        Map<String, Double> angles = new HashMap<>();
        double total = 0;
        for (Map.Entry<String, Double> pair :
                profile.sequencing().angleTransitions().entrySet()) {
            int at = pair.getKey().indexOf("_to_");
            if (at > 0) {
                angles.merge(pair.getKey().substring(0, at), pair.getValue(), Double::sum);
                total += pair.getValue();
            }
        }
        double all = total;
        angles.replaceAll((angle, share) -> share / all);
        return all > 0 ? angles : Map.of();
    }

    private static <T> Map<String, Double> shares(List<T> items, Function<T, String> word) {
        Map<String, Double> shares = new HashMap<>();
        for (T item : items) {
            shares.merge(word.apply(item), 1.0 / items.size(), Double::sum);
        }
        return shares;
    }
}
