// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reason;

import java.util.List;

/**
 * Why a shot stands where it stands.
 *
 * @param confidence how sure the optimizer is that the shot is kept, 0..1
 * @param text one true sentence
 * @param scoreParts terms that add up to the shot's share of the objective
 * @param runnerUps next best clips for this place, best first
 */
public record Explanation(double confidence, String text, List<ScorePart> scoreParts, List<RunnerUp> runnerUps) {

    public Explanation {
        scoreParts = List.copyOf(scoreParts);
        runnerUps = List.copyOf(runnerUps);
    }

    /** Returns the sum of the score parts. */
    public double score() {
        return scoreParts.stream().mapToDouble(ScorePart::value).sum();
    }
}
