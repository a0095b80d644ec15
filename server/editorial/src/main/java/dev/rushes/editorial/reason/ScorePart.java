// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reason;

/**
 * One term of a score.
 *
 * @param name quality, motion_match, size_match, duration, bar_alignment, subject_fit, transition or wish
 * @param value in the objective's unit (natural log odds); may be negative
 */
public record ScorePart(String name, double value) {}
