// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.worker.vision.picture.Picture;
import java.util.List;

/** Finds where shots change in a finished video. Takes every frame in order; not for use by several threads. */
public interface ShotBoundaryDetector {

    /** Takes the next picture; it is not kept. */
    void accept(Picture picture);

    /** Returns the changes found, in time order; called once, after the last picture. */
    List<Boundary> finish();
}
