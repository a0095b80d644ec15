// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.reason;

/**
 * A clip that nearly took a place.
 *
 * @param clipId identity of the clip
 * @param fileName its name as a person knows it
 * @param scoreLoss how much the whole score falls if it takes the place; zero or more
 */
public record RunnerUp(String clipId, String fileName, double scoreLoss) {}
