// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.editorial.footage.CameraMotion;

/**
 * How camera and subject move over a span.
 *
 * @param camera the camera's class
 * @param intensity how much moves, 0..1
 * @param shake unwanted shake, 0..1
 * @param zoomRate natural logarithm of growth a second; positive when the subject grows
 */
public record MotionSummary(CameraMotion camera, double intensity, double shake, double zoomRate) {}
