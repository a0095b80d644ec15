// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Edits in force, what each touches, and the timeline they make.
 *
 * @param timeline the timeline after the last
 * @param steps the edits in force in log order
 */
record Fold(Timeline timeline, List<Step> steps) {

    /** An edit in force and what it touches. */
    record Step(LoggedEdit entry, Touches touches) {}

    /** A fold, or the edit at which it stopped because it was refused. */
    record Outcome(Fold fold, @Nullable LoggedEdit stoppedAt) {}

    /** Returns the timeline that a first entry makes. */
    static Fold first(LoggedEdit first) {
        Timeline timeline = EditApplication.first((Edit.Generated) first.edit(), first);
        return new Fold(timeline, new ArrayList<>(List.of(new Step(first, Touches.EVERYTHING))));
    }

    /** Returns the same with a list of its own, which may grow. */
    Fold copy() {
        return new Fold(timeline, new ArrayList<>(steps));
    }

    /** Folds entries on this without undos, redos and the steps taken back. */
    Outcome with(List<LoggedEdit> entries, Set<Long> undone) {
        Timeline timeline = this.timeline;
        List<Step> steps = new ArrayList<>(this.steps);
        for (LoggedEdit entry : entries) {
            if (entry.isUndoOrRedo() || undone.contains(entry.step())) {
                continue;
            }
            switch (EditApplication.apply(timeline, entry, Material.ACCEPTED)) {
                case EditResult.Applied applied -> {
                    timeline = applied.timeline();
                    steps.add(new Step(entry, applied.touches()));
                }
                case EditResult.Refused refused -> {
                    return new Outcome(new Fold(timeline, steps), entry);
                }
            }
        }
        return new Outcome(new Fold(timeline, steps), null);
    }

    /** Returns this fold with one more edit; shares the list, so the shorter fold must not grow another way. */
    Fold and(LoggedEdit entry, EditResult.Applied applied) {
        List<Step> longer = steps instanceof ArrayList<Step> list ? list : new ArrayList<>(steps);
        longer.add(new Step(entry, applied.touches()));
        return new Fold(applied.timeline(), longer);
    }

    /** Returns this fold as the revision of an undo or redo. */
    Fold named(LoggedEdit entry) {
        Timeline.Identity old = timeline.identity();
        return new Fold(
                timeline.withIdentity(new Timeline.Identity(
                        old.jobId(),
                        old.projectId(),
                        old.creatorId(),
                        entry.revision(),
                        old.seed(),
                        old.createdAt(),
                        entry.stamp().at())),
                steps);
    }

    Optional<Touches> touches(long revision) {
        int low = 0;
        int high = steps.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = steps.get(middle).entry().revision();
            if (found == revision) {
                return Optional.of(steps.get(middle).touches());
            }
            if (found < revision) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
