// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joint shares of "from_to_to" pairs over a closed set of words. */
public final class PairShares {

    private PairShares() {}

    /** Returns the documented key of a pair, for example "front_to_side". */
    public static String key(String from, String to) {
        return from + "_to_" + to;
    }

    /**
     * Returns the joint shares of neighbours drawn independently by {@code shares}, except that {@code repeatRate} of all
     * pairs repeat their word: {@code repeatRate * p(a)^2 / sum p^2} on the diagonal, {@code (1 - repeatRate) * p(a) p(b) /
     * (1 - sum p^2)} off it. They sum to 1 when the shares do.
     */
    static Map<String, Double> independent(List<String> words, Map<String, Double> shares, double repeatRate) {
        double squares = 0;
        for (String word : words) {
            squares += share(shares, word) * share(shares, word);
        }
        Map<String, Double> joint = new TreeMap<>();
        for (String from : words) {
            for (String to : words) {
                double product = share(shares, from) * share(shares, to);
                joint.put(
                        key(from, to),
                        from.equals(to) ? repeatRate * product / squares : (1 - repeatRate) * product / (1 - squares));
            }
        }
        return joint;
    }

    /** Returns a share, 0 for a word that has none. */
    static double share(Map<String, Double> shares, String word) {
        Double share = shares.get(word);
        return share == null ? 0 : share;
    }
}
