// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Transition;
import java.util.List;

/**
 * A section to put in the place of another; outside it nothing differs.
 *
 * @param firstShotId first shot of the standing section
 * @param lastShotId last shot of the standing section
 * @param shots the proposed section in record order, locked shots and unchanged ones included
 * @param transitions the changed transitions: into, inside and out of the section
 * @param receipt what it does
 */
public record SectionProposal(
        String firstShotId, String lastShotId, List<Shot> shots, List<Transition> transitions, Receipt receipt) {

    public SectionProposal {
        shots = List.copyOf(shots);
        transitions = List.copyOf(transitions);
    }
}
