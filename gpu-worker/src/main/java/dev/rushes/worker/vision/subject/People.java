// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.Box;
import java.util.List;

/**
 * People found in one picture.
 *
 * @param frontal faces turned to the camera
 * @param profile faces seen from the side
 */
public record People(List<Box> frontal, List<Box> profile) {

    static final People NOBODY = new People(List.of(), List.of());

    public People {
        frontal = List.copyOf(frontal);
        profile = List.copyOf(profile);
    }
}
