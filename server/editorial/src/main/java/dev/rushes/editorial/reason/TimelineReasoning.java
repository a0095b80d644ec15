// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reason;

import org.jspecify.annotations.Nullable;

/**
 * Why a whole timeline looks as it does.
 *
 * @param pacingTarget high_energy, balanced or calm
 * @param styleMatchScore how well the cut matches the style, 0..1; null for the shipped default style
 * @param notes plain sentences
 * @param objective value reached
 * @param objectiveBound proven upper bound of the objective
 */
public record TimelineReasoning(
        String pacingTarget, @Nullable Double styleMatchScore, String notes, double objective, double objectiveBound) {}
