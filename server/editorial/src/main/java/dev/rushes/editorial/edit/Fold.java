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

    /** Number of newest steps that keep their timeline (E-56): what people take back lies near the end, and each timeline lists all edits. */
    private static final int KEPT = 32;

    /**
     * An edit in force.
     *
     * @param entry the edit
     * @param touches what it touches
     * @param after the timeline after it; null when it is long ago
     */
    record Step(LoggedEdit entry, Touches touches, @Nullable Timeline after) {}

    /** A fold, or the edit at which it stopped because it was refused. */
    record Outcome(Fold fold, @Nullable LoggedEdit stoppedAt) {}

    /** Returns the timeline that a first entry makes. */
    static Fold first(LoggedEdit first) {
        Timeline timeline = EditApplication.first((Edit.Generated) first.edit(), first);
        return new Fold(timeline, new ArrayList<>(List.of(new Step(first, Touches.EVERYTHING, timeline))));
    }

    /** Returns the same with a list of its own, which may grow. */
    Fold copy() {
        return new Fold(timeline, new ArrayList<>(steps));
    }

    /** Returns this fold before a revision, with a list of its own; empty when the timeline there is not kept. */
    Optional<Fold> before(long revision) {
        int count = count(revision);
        Timeline last = count == 0 ? null : steps.get(count - 1).after();
        return Optional.ofNullable(last).map(known -> new Fold(known, new ArrayList<>(steps.subList(0, count))));
    }

    /** Folds entries on this without undos, redos and the steps taken back. */
    Outcome with(List<LoggedEdit> entries, Set<Long> undone) {
        Fold longer = copy();
        for (LoggedEdit entry : entries) {
            if (entry.isUndoOrRedo() || undone.contains(entry.step())) {
                continue;
            }
            switch (EditApplication.apply(longer.timeline, entry, Material.ACCEPTED)) {
                case EditResult.Applied applied -> longer = longer.and(entry, applied);
                case EditResult.Refused refused -> {
                    return new Outcome(longer, entry);
                }
            }
        }
        return new Outcome(longer, null);
    }

    /** Returns this fold with one more edit; shares the list, so the shorter fold must not grow another way. */
    Fold and(LoggedEdit entry, EditResult.Applied applied) {
        List<Step> longer = steps instanceof ArrayList<Step> list ? list : new ArrayList<>(steps);
        longer.add(new Step(entry, applied.touches(), applied.timeline()));
        int old = longer.size() - 1 - KEPT;
        if (old >= 0) {
            Step step = longer.get(old);
            longer.set(old, new Step(step.entry(), step.touches(), null));
        }
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

    /** Returns the steps from a revision on. */
    List<Step> from(long revision) {
        return steps.subList(count(revision), steps.size());
    }

    /** Returns how many steps lie before a revision. */
    private int count(long revision) {
        int place = place(revision);
        return place < 0 ? -place - 1 : place;
    }

    Optional<Touches> touches(long revision) {
        int place = place(revision);
        return place < 0 ? Optional.empty() : Optional.of(steps.get(place).touches());
    }

    /** Returns the index of the step of a revision, or {@code -(where it would be) - 1}. */
    private int place(long revision) {
        int low = 0;
        int high = steps.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = steps.get(middle).entry().revision();
            if (found == revision) {
                return middle;
            }
            if (found < revision) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
