// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The log of one timeline, whole or from a snapshot on, and the timeline it folds to. Taking a step back means folding the log without it, which is
 * allowed only when every later edit in force still does exactly what it did: it is applied, and it touches the same things. Used
 * by one thread.
 */
public final class EditLog {
    /** Revision before the first entry; 0 for a whole log. */
    private final long before;

    private final List<LoggedEdit> entries = new ArrayList<>();
    private final Set<Long> undone = new HashSet<>();
    /** What every fold begins with: a snapshot, or the first entry. */
    private final Fold base;

    private Fold fold;

    private EditLog(LoggedEdit first) {
        if (!(first.edit() instanceof Edit.Generated) || first.revision() != 1) {
            throw new IllegalArgumentException(
                    "first edit of a log: revision " + first.revision() + " (expected: a generated cut as revision 1)");
        }
        before = 0;
        entries.add(first);
        base = Fold.first(first);
        fold = base.copy();
    }

    private EditLog(Timeline snapshot) {
        before = snapshot.identity().revision();
        base = new Fold(snapshot, List.of());
        fold = base.copy();
    }

    /**
     * Folds a log.
     *
     * @param entries every edit from revision 1 on, without a gap
     * @throws IllegalStateException when the log holds an edit that is refused: it was not written by this program
     */
    public static EditLog replay(List<LoggedEdit> entries) {
        EditLog log = new EditLog(entries.getFirst());
        for (LoggedEdit entry : entries.subList(1, entries.size())) {
            if (log.append(entry, Material.ACCEPTED) instanceof EditResult.Refused refused) {
                throw new IllegalStateException(
                        "revision " + entry.revision() + " of the log cannot be replayed: " + refused.message());
            }
        }
        return log;
    }

    /**
     * Folds the end of a log on a snapshot: it answers, refuses and folds as the whole log would.
     *
     * @param snapshot the timeline at some revision, which is the last of its step
     * @param entries every edit after that revision, without a gap
     * @return empty when an undo or a redo among them reaches back behind the snapshot, which then does not say enough
     * @throws IllegalStateException when the log holds an edit that is refused
     */
    public static Optional<EditLog> resume(Timeline snapshot, List<LoggedEdit> entries) {
        EditLog log = new EditLog(snapshot);
        for (LoggedEdit entry : entries) {
            long reach = switch (entry.edit()) {
                case Edit.Undo undo -> undo.step();
                case Edit.Redo redo -> redo.step();
                default -> entry.step();
            };
            if (reach <= log.before) {
                return Optional.empty();
            }
            if (log.append(entry, Material.ACCEPTED) instanceof EditResult.Refused refused) {
                throw new IllegalStateException(
                        "revision " + entry.revision() + " of the log cannot be replayed: " + refused.message());
            }
        }
        return Optional.of(log);
    }

    public Timeline timeline() {
        return fold.timeline();
    }

    public long revision() {
        return before + entries.size();
    }

    /** Tells whether this begins before {@code step}, so that it knows all about it. */
    public boolean reaches(long step) {
        return step > before;
    }

    public List<LoggedEdit> entries() {
        return List.copyOf(entries);
    }

    /** Tells whether a step was taken back and not made again. */
    public boolean isUndone(long step) {
        return undone.contains(step);
    }

    /** Returns the steps taken back. */
    public Set<Long> undoneSteps() {
        return Set.copyOf(undone);
    }

    /** Applies an edit of any kind; the log grows by it when it is applied, and stays as it is when it is refused. */
    public EditResult append(LoggedEdit entry, Material material) {
        if (entry.revision() != revision() + 1) {
            throw new IllegalArgumentException(
                    "revision: " + entry.revision() + " (expected: " + (revision() + 1) + ", revisions have no gap)");
        }
        EditResult result = switch (entry.edit()) {
            case Edit.Undo undo -> takeBack(undo.step(), entry);
            case Edit.Redo redo -> makeAgain(redo.step(), entry);
            default -> plain(entry, material);
        };
        if (result instanceof EditResult.Applied) {
            entries.add(entry);
        }
        return result;
    }

    private EditResult plain(LoggedEdit entry, Material material) {
        EditResult result = EditApplication.apply(fold.timeline(), entry, material);
        if (result instanceof EditResult.Applied applied) {
            fold = fold.and(entry, applied);
        }
        return result;
    }

    /** Returns the step that an author's undo takes back: the last one in force. */
    public OptionalLong undoable(String author) {
        return UndoStack.of(entries, author).undoable();
    }

    /** Returns the step that an author's redo makes again: the last one taken back, unless an edit came after. */
    public OptionalLong redoable(String author) {
        return UndoStack.of(entries, author).redoable();
    }

    /** Tells whether {@link #redoable} answers as the whole log would: there is one, or an edit of the author came after all others. */
    public boolean knowsRedoable(String author) {
        return before == 0
                || redoable(author).isPresent()
                || entries.stream()
                        .anyMatch(entry -> !entry.isUndoOrRedo()
                                && !(entry.edit() instanceof Edit.RejectProposal)
                                && entry.stamp().author().equals(author));
    }

    /**
     * Returns what the edits after a revision touch, oldest first; an undo or redo touches what its step touched.
     *
     * @param revision a revision of this log
     */
    public List<Change> since(long revision) {
        List<Change> changes = new ArrayList<>();
        if (revision < before) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= " + before + ")");
        }
        for (LoggedEdit entry : entries.subList((int) Math.min(revision - before, entries.size()), entries.size())) {
            changes.add(new Change(entry, touches(entry)));
        }
        return changes;
    }

    private List<Touches> touches(LoggedEdit entry) {
        long step = switch (entry.edit()) {
            case Edit.Undo undo -> undo.step();
            case Edit.Redo redo -> redo.step();
            default -> -1;
        };
        if (step < 0) {
            return fold.touches(entry.revision())
                    .or(() -> original(entry))
                    .map(List::of)
                    .orElse(List.of());
        }
        return stepEntries(step).stream()
                .flatMap(part -> fold.touches(part.revision()).or(() -> original(part)).stream())
                .toList();
    }

    /** Returns what an edit touched when it was made, for one that was taken back since. */
    private Optional<Touches> original(LoggedEdit entry) {
        List<LoggedEdit> past = entries.subList(0, (int) (entry.revision() - before));
        EditLog then =
                before == 0 ? replay(past) : resume(base.timeline(), past).orElseThrow();
        return then.fold.touches(entry.revision());
    }

    /** An edit of the log with what it touches. */
    public record Change(LoggedEdit entry, List<Touches> touches) {
        public Change {
            touches = List.copyOf(touches);
        }
    }

    private List<LoggedEdit> stepEntries(long step) {
        return entries.stream()
                .filter(entry -> entry.step() == step && !entry.isUndoOrRedo())
                .toList();
    }

    private EditResult takeBack(long step, LoggedEdit entry) {
        List<LoggedEdit> parts = stepEntries(step);
        if (parts.isEmpty() || step == 1) {
            return refused(
                    Refusal.NOTHING_TO_UNDO, "revision " + step + " is not the first edit of a step to take back");
        }
        if (undone.contains(step)) {
            return refused(Refusal.NOTHING_TO_UNDO, "the step of revision " + step + " was taken back already");
        }
        return refold(parts, false, entry);
    }

    private EditResult makeAgain(long step, LoggedEdit entry) {
        List<LoggedEdit> parts = stepEntries(step);
        if (parts.isEmpty() || !undone.contains(step)) {
            return refused(Refusal.NOTHING_TO_REDO, "the step of revision " + step + " was not taken back");
        }
        return refold(parts, true, entry);
    }

    /** Folds the log with or without a step; the step must not clash with anything later that is in force. */
    private EditResult refold(List<LoggedEdit> parts, boolean again, LoggedEdit entry) {
        long step = parts.getFirst().step();
        Set<Long> without = new HashSet<>(undone);
        if (again) {
            without.remove(step);
        } else {
            without.add(step);
        }
        long changed = parts.getFirst().revision();
        Fold.Outcome outcome = fold.before(changed)
                .map(start -> start.with(entriesFrom(changed), without))
                .orElseGet(() -> base.with(entries.subList(before == 0 ? 1 : 0, entries.size()), without));
        if (outcome.stoppedAt() != null) {
            return blocked(outcome.stoppedAt(), again);
        }
        Fold next = outcome.fold();
        Fold with = again ? next : fold;
        for (LoggedEdit part : parts) {
            Touches own = with.touches(part.revision()).orElse(Touches.NOTHING);
            for (Fold.Step later : with.steps()) {
                if (later.entry().revision() > part.revision()
                        && later.entry().step() != step
                        && !later.touches().commutesWith(own)) {
                    return blocked(later.entry(), again);
                }
            }
        }
        for (Fold.Step later : next.from(changed)) {
            Optional<Touches> earlier = fold.touches(later.entry().revision());
            if (earlier.isPresent() && !earlier.get().equals(later.touches())) {
                return blocked(later.entry(), again);
            }
        }
        undone.clear();
        undone.addAll(without);
        fold = next.named(entry);
        return new EditResult.Applied(fold.timeline(), Touches.NOTHING);
    }

    private List<LoggedEdit> entriesFrom(long revision) {
        return entries.subList((int) (revision - 1 - before), entries.size());
    }

    private static EditResult blocked(LoggedEdit other, boolean again) {
        String what = again ? "made again" : "taken back";
        return refused(
                Refusal.CONFLICT,
                "the step cannot be " + what + ": later, in revision " + other.revision() + ", "
                        + other.stamp().author() + " " + EditWords.of(other.edit()) + ", which depends on it; undo that"
                        + " first, or make a new edit");
    }

    private static EditResult.Refused refused(Refusal reason, String message) {
        return new EditResult.Refused(reason, "", message);
    }
}
