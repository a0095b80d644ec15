// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;

/**
 * A clip the optimizer may use.
 *
 * @param clipId identity in the answer
 * @param fileName its name as a person knows it
 * @param features what was seen in it
 */
public record Candidate(String clipId, String fileName, ClipFeatures features) {}
