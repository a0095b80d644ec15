// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.util.List;

/**
 * Something of a cut that a document does not carry whole.
 *
 * @param feature what
 * @param shots one-based numbers of the shots concerned, in order; empty if it concerns the whole cut
 * @param words one sentence: what is missing and what stands there instead
 */
public record Loss(Feature feature, List<Integer> shots, String words) {

    public Loss {
        shots = List.copyOf(shots);
    }

    /** Returns the sentence with the shots before it. */
    @Override
    public String toString() {
        if (shots.isEmpty()) {
            return words;
        }
        StringBuilder text = new StringBuilder(shots.size() == 1 ? "Shot " : "Shots ");
        for (int i = 0; i < shots.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(shots.get(i));
        }
        return text.append(": ").append(words).toString();
    }
}
