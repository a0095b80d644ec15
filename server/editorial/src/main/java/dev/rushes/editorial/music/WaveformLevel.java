// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * The outline of a sound at one zoom.
 *
 * @param secondsPerPeak stretch of sound behind each value; greater than zero
 * @param peaks largest absolute sample of each stretch
 */
public record WaveformLevel(double secondsPerPeak, ByteCurve peaks) {}
