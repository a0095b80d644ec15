// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.timeline.Timeline;

/** The answer to a regeneration: a proposal, or why there is none. */
public sealed interface RegenerationOutcome {

    /**
     * A proposal.
     *
     * @param timeline the whole cut as it would be, under the identity of the one that stands
     * @param section the part that differs
     */
    record Proposal(Timeline timeline, SectionProposal section) implements RegenerationOutcome {

        public Receipt receipt() {
            return section.receipt();
        }
    }

    /**
     * Nothing can be proposed.
     *
     * @param message why, and what to do, in words
     */
    record NothingToPropose(String message) implements RegenerationOutcome {}
}
