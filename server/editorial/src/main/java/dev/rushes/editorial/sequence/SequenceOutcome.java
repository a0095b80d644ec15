// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.timeline.Timeline;

/** The optimizer's answer: a cut, or why there is none. */
public sealed interface SequenceOutcome {

    /**
     * A cut.
     *
     * @param timeline with revision 0 and no job or project id
     */
    record Cut(Timeline timeline) implements SequenceOutcome {}

    /**
     * No cut is possible.
     *
     * @param message what is missing and what to do, in words
     */
    record Infeasible(String message) implements SequenceOutcome {}
}
