// SPDX-License-Identifier: Apache-2.0
/**
 * Where shots change in a finished video: cuts, dissolves, fades and whip pans, frame by frame. Only
 * {@link dev.rushes.worker.vision.shots.MotionCompensatedDetector} is made from outside.
 */
@NullMarked
package dev.rushes.worker.vision.shots;

import org.jspecify.annotations.NullMarked;
