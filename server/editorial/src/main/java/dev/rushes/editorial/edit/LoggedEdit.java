// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import java.time.Instant;

/**
 * An edit as it stands in the log of a timeline.
 *
 * @param revision revision of the timeline it makes; revisions have no gap
 * @param step revision of the first edit of the same request: edits of one step are undone together
 * @param stamp who made it and when
 * @param edit what was done
 */
public record LoggedEdit(long revision, long step, Stamp stamp, Edit edit) {

    public LoggedEdit {
        if (revision < 1 || step < 1 || step > revision) {
            throw new IllegalArgumentException(
                    "revision " + revision + " of step " + step + " (expected: 1 <= step <= revision)");
        }
    }

    /**
     * Who made an edit and when.
     *
     * @param author who; "user" while nobody has signed in
     * @param at when
     * @param locks whether the shots it touches are locked for the person, as documented
     */
    public record Stamp(String author, Instant at, boolean locks) {}

    /** Tells whether this takes a step back or makes it again, rather than changing a timeline itself. */
    public boolean isUndoOrRedo() {
        return edit instanceof Edit.Undo || edit instanceof Edit.Redo;
    }
}
