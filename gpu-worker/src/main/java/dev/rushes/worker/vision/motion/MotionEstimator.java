// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.worker.vision.picture.Picture;

/** Measures how a picture moved against the one before. Not for use by several threads. */
public interface MotionEstimator extends AutoCloseable {

    /** Returns the motion from {@code before} to {@code after}; both have the same size. */
    Motion estimate(Picture before, Picture after);

    @Override
    void close();
}
