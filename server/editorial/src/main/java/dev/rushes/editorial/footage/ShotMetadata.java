// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/**
 * What was seen in one shot of a timeline.
 *
 * @param shotType size
 * @param angle angle
 * @param motionIntensity motion inside the shot, 0..1
 * @param visualQuality technical quality, 0..1
 * @param colorVariance spread of colours, 0..1
 */
public record ShotMetadata(
        ShotType shotType, Angle angle, double motionIntensity, double visualQuality, double colorVariance) {}
