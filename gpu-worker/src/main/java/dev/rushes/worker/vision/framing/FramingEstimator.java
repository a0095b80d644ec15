// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.subject.People;
import java.util.List;

/** Tells shot size and angle from a few pictures of one shot. */
public interface FramingEstimator {

    /**
     * Returns the most likely size and angle with their probabilities, and what they were told from.
     *
     * @param pictures looked at, at least one
     * @param people found in each of them, same order
     * @param samples of the same shot
     * @param motion of the whole shot; a steady change of size makes a zoom
     */
    SeenFraming estimate(List<Picture> pictures, List<People> people, List<Sample> samples, MotionSummary motion);
}
