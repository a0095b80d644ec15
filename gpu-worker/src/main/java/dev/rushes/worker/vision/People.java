// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import java.util.List;

/**
 * People found in one picture.
 *
 * @param frontal faces turned to the camera
 * @param profile faces seen from the side
 * @param bodies whole standing people
 */
record People(List<Box> frontal, List<Box> profile, List<Box> bodies) {

    static final People NOBODY = new People(List.of(), List.of(), List.of());

    People {
        frontal = List.copyOf(frontal);
        profile = List.copyOf(profile);
        bodies = List.copyOf(bodies);
    }
}
