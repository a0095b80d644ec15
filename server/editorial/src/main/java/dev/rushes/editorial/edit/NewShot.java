// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.time.FrameRange;

/**
 * A piece of a clip that a person takes from the library.
 *
 * @param shotId identity the shot gets; no shot of the timeline has it
 * @param clipId media of the clip
 * @param fileName its name as a person knows it
 * @param source where in the clip; at least one frame
 * @param metadata what was seen in it
 */
public record NewShot(String shotId, String clipId, String fileName, FrameRange source, ShotMetadata metadata) {}
