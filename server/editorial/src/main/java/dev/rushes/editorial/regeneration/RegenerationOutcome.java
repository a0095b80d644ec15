// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.util.List;

/** The answer to a regeneration: a proposal, or why there is none. */
public sealed interface RegenerationOutcome {

    /**
     * A section to put in the place of another. Outside it nothing differs.
     *
     * @param timeline the whole cut as it would be, under the identity of the one that stands
     * @param firstShotId first shot of the standing section
     * @param lastShotId last shot of the standing section
     * @param shots the proposed section in record order, locked shots and unchanged ones included
     * @param transitions the changed transitions: into, inside and out of the section
     * @param receipt what it does
     */
    record Proposal(
            Timeline timeline,
            String firstShotId,
            String lastShotId,
            List<Shot> shots,
            List<Transition> transitions,
            Receipt receipt)
            implements RegenerationOutcome {
        public Proposal {
            shots = List.copyOf(shots);
            transitions = List.copyOf(transitions);
        }
    }

    /**
     * Nothing can be proposed.
     *
     * @param message why, and what to do, in words
     */
    record NothingToPropose(String message) implements RegenerationOutcome {}
}
