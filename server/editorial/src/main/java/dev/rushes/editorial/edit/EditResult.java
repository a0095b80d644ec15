// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Timeline;

/** What came of an edit. A refusal is normal life, not an error. */
public sealed interface EditResult {

    /**
     * The edit was made.
     *
     * @param timeline the timeline after it
     * @param touches what it depended on and changed
     */
    record Applied(Timeline timeline, Touches touches) implements EditResult {}

    /**
     * The edit was not made and nothing changed.
     *
     * @param reason which kind of refusal
     * @param shotId the shot it is about, empty for none
     * @param message names the value and what to do next
     */
    record Refused(Refusal reason, String shotId, String message) implements EditResult {}
}
