// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Timeline;
import java.util.List;

/**
 * The rule by which a stale request is brought up to date: all of its edits commute with everything made since, or none is made.
 * Commuting edits stand as they are, because they name shots and places by identity.
 */
public final class Rebase {

    private Rebase() {}

    /** What came of it. */
    public sealed interface Result {}

    /** Every edit means the same on the newer timeline. */
    public record Clean(List<LoggedEdit> edits, Timeline timeline) implements Result {
        public Clean {
            edits = List.copyOf(edits);
        }
    }

    /** At least one does not. */
    public record Conflicted(List<Conflict> conflicts) implements Result {
        public Conflicted {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Rebases edits made on {@code base}; parameters as of {@link Merge#of}. */
    public static Result of(
            Timeline base,
            Timeline head,
            List<EditLog.Change> theirs,
            List<Edit> mine,
            LoggedEdit.Stamp stamp,
            Material material) {
        Merge merge = Merge.of(base, head, theirs, mine, stamp, material);
        return merge.isClean() ? new Clean(merge.applied(), merge.timeline()) : new Conflicted(merge.conflicts());
    }
}
