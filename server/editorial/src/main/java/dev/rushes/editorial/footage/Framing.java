// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * Shot size and angle with their probabilities.
 *
 * @param shotType most likely size
 * @param shotTypeConfidence its probability, 0..1
 * @param angle most likely angle
 * @param angleConfidence its probability, 0..1
 */
public record Framing(ShotType shotType, double shotTypeConfidence, Angle angle, double angleConfidence) {}
