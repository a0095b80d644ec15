// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import java.util.List;

/**
 * People found in one picture.
 *
 * @param frontal faces turned to the camera
 * @param profile faces seen from the side
 */
record People(List<Box> frontal, List<Box> profile) {

    static final People NOBODY = new People(List.of(), List.of());

    People {
        frontal = List.copyOf(frontal);
        profile = List.copyOf(profile);
    }
}
