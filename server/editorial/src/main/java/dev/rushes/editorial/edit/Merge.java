// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings edits that were made on an older timeline onto a newer one. Edits name shots by identity, so an edit that commutes with
 * everything made meanwhile means the same there and stands unchanged; one that does not is a named conflict.
 *
 * <pre>
 *            +-- theirs ----> head --+
 *   base ----+                       +--> head and mine, or conflicts
 *            +-- mine ------> draft -+
 * </pre>
 *
 * @param timeline the newer timeline with every edit that could be brought over
 * @param applied those edits, in order, with the revisions they get
 * @param conflicts the others, in order
 */
public record Merge(Timeline timeline, List<LoggedEdit> applied, List<Conflict> conflicts) {

    public Merge {
        applied = List.copyOf(applied);
        conflicts = List.copyOf(conflicts);
    }

    public boolean isClean() {
        return conflicts.isEmpty();
    }

    /**
     * Merges two sequences that begin at the same timeline.
     *
     * @param base where both began
     * @param head the timeline after {@code theirs}
     * @param theirs what was made meanwhile, oldest first
     * @param mine edits made on {@code base}, oldest first
     * @param stamp who made them and when they are brought over
     * @param material how much media there is
     */
    public static Merge of(
            Timeline base,
            Timeline head,
            List<EditLog.Change> theirs,
            List<Edit> mine,
            LoggedEdit.Stamp stamp,
            Material material) {
        return new Run(base, head, theirs, stamp, material).merge(mine);
    }

    private static final class Run {
        private final List<EditLog.Change> theirs;
        private final LoggedEdit.Stamp stamp;
        private final Material material;
        private final long firstRevision;
        private final List<LoggedEdit> applied = new ArrayList<>();
        private final List<Conflict> conflicts = new ArrayList<>();
        private final List<Touches> left = new ArrayList<>();
        private Timeline draft;
        private Timeline merged;

        Run(Timeline base, Timeline head, List<EditLog.Change> theirs, LoggedEdit.Stamp stamp, Material material) {
            this.draft = base;
            this.merged = head;
            this.theirs = theirs;
            this.stamp = stamp;
            this.material = material;
            this.firstRevision = head.identity().revision() + 1;
        }

        Merge merge(List<Edit> mine) {
            for (int i = 0; i < mine.size(); i++) {
                bring(i, mine.get(i));
            }
            return new Merge(merged, applied, conflicts);
        }

        private void bring(int index, Edit edit) {
            EditResult there = EditApplication.apply(draft, entry(edit, draft), material);
            if (there instanceof EditResult.Refused refused) {
                conflicts.add(conflict(index, refused));
                return;
            }
            EditResult.Applied own = (EditResult.Applied) there;
            draft = own.timeline();
            Optional<Conflict> clash = clash(index, edit, own.touches());
            if (clash.isEmpty()) {
                LoggedEdit moved = entry(edit, merged);
                EditResult here = EditApplication.apply(merged, moved, material);
                if (here instanceof EditResult.Refused refused) {
                    clash = Optional.of(conflict(index, refused));
                } else if (here instanceof EditResult.Applied done
                        && done.touches().equals(own.touches())) {
                    merged = done.timeline();
                    applied.add(moved);
                    return;
                } else {
                    clash = Optional.of(changed(index, edit));
                }
            }
            left.add(own.touches());
            conflicts.add(clash.orElseThrow());
        }

        private LoggedEdit entry(Edit edit, Timeline on) {
            return new LoggedEdit(
                    on.identity().revision() + 1,
                    Math.min(firstRevision, on.identity().revision() + 1),
                    stamp,
                    edit);
        }

        private Optional<Conflict> clash(int index, Edit edit, Touches own) {
            for (EditLog.Change change : theirs) {
                for (Touches other : change.touches()) {
                    Optional<Aspect> aspect = own.clash(other);
                    if (aspect.isPresent()) {
                        LoggedEdit entry = change.entry();
                        return Optional.of(new Conflict(
                                index,
                                entry.revision(),
                                entry.stamp().author(),
                                aspect.get(),
                                entry.stamp().author() + " " + EditWords.of(entry.edit()) + " in revision "
                                        + entry.revision() + ", and this edit " + EditWords.of(edit)
                                        + "; look at the new timeline and decide again"));
                    }
                }
            }
            return left.stream()
                    .flatMap(skipped -> own.clash(skipped).stream())
                    .findFirst()
                    .map(aspect -> new Conflict(
                            index,
                            0,
                            "",
                            aspect,
                            "it depends on an earlier edit of the same person that was left out"));
        }

        private static Conflict changed(int index, Edit edit) {
            return new Conflict(
                    index,
                    0,
                    "",
                    new Aspect(Aspect.Kind.NEXT, ""),
                    "\"" + EditWords.of(edit)
                            + "\" would mean something else on the new timeline; look and decide again");
        }

        private static Conflict conflict(int index, EditResult.Refused refused) {
            return new Conflict(index, 0, "", new Aspect(Aspect.Kind.EXISTENCE, refused.shotId()), refused.message());
        }
    }
}
