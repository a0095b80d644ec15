// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import com.google.common.util.concurrent.Striped;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditApplication;
import dev.rushes.editorial.edit.EditLog;
import dev.rushes.editorial.edit.EditResult;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.Material;
import dev.rushes.editorial.edit.Merge;
import dev.rushes.editorial.edit.Rebase;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.fault.StaleEdits;
import dev.rushes.server.id.Ids;
import dev.rushes.server.watch.ChangeHub;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Edits timelines. An edit is acknowledged after it is durable in the log; the log's primary key decides between two editors, so
 * any number of servers may run. Within one server edits of a job wait for each other, which saves lost races. Thread-safe.
 */
public final class Edits {
    /** Tries to append before the caller hears that others are faster. */
    private static final int TRIES = 5;

    private final Journal journal;
    private final Library library;
    private final ChangeHub hub;
    private final Ids ids;
    private final InstantSource clock;
    private final Striped<Lock> locks = Striped.lock(256);

    public Edits(Journal journal, Library library, ChangeHub hub, Ids ids, InstantSource clock) {
        this.journal = journal;
        this.library = library;
        this.hub = hub;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Who asks for edits of which timeline.
     *
     * @param seen what the caller saw
     * @param request null when the caller gave no request id
     * @param autoLock whether shots a person shapes are locked
     * @param rebases whether the edits may be made on a newer revision when they commute with the edits since
     */
    public record Order(
            String jobId,
            Seen seen,
            TimelineStore.@Nullable Request request,
            String author,
            boolean autoLock,
            boolean rebases) {

        long revision() {
            return seen.revision();
        }
    }

    /**
     * What a caller had seen of a timeline when it edited.
     *
     * @param revision the newest revision seen; 0 for any where the operation allows it
     * @param known newer revisions that the caller had made itself, without having seen what lies between
     */
    public record Seen(long revision, Set<Long> known) {
        public Seen {
            known = Set.copyOf(known);
        }

        public static Seen at(long revision) {
            return new Seen(revision, Set.of());
        }
    }

    /** Returns what {@code work} returns; this server makes no edit of the job meanwhile. */
    public <T> T still(String jobId, Supplier<T> work) {
        return alone(jobId, work);
    }

    /** What was logged, and the timeline after it. */
    public record Outcome(Timeline timeline, List<LoggedEdit> edits) {
        public Outcome {
            edits = List.copyOf(edits);
        }
    }

    /** What came of a merge. */
    public record Merged(Timeline timeline, List<LoggedEdit> edits, List<Conflict> conflicts) {
        public Merged {
            edits = List.copyOf(edits);
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Makes all edits as one step, or none: {@link Fault.Stale} when the timeline moved on, {@link Fault.Refused} when one cannot be. */
    public Outcome apply(Order order, List<EditAsk> asks) {
        return alone(order.jobId(), () -> {
            Optional<Timeline> seen = journal.remembered(order.jobId())
                    .filter(known -> known.identity().revision() == order.revision());
            if (seen.isPresent()) {
                Outcome draft = draft(seen.get(), order, asks);
                if (append(order, seen.get(), draft, false)) {
                    return draft;
                }
            }
            for (int i = 0; i < TRIES; i++) {
                Optional<Outcome> known = replayed(order);
                if (known.isPresent()) {
                    return known.get();
                }
                Timeline head = newest(order.jobId());
                Outcome outcome = head.identity().revision() == order.revision()
                        ? draft(head, order, asks)
                        : rebased(order, asks, head);
                if (append(order, head, outcome, false)) {
                    return outcome;
                }
            }
            throw busy(order.jobId());
        });
    }

    private Outcome rebased(Order order, List<EditAsk> asks, Timeline head) {
        Ground ground = ground(order, head);
        List<Edit> edits = resolve(ground, order, asks);
        Rebase.Result result =
                Rebase.of(ground.timeline(), head, ground.theirs(), edits, stamp(order), library.material(head));
        return switch (result) {
            case Rebase.Clean clean when order.rebases() -> new Outcome(clean.timeline(), clean.edits());
            case Rebase.Clean clean -> throw stale(order, head, ground.since(), edits, List.of());
            case Rebase.Conflicted conflicted ->
                throw stale(order, head, ground.since(), edits, conflicted.conflicts());
        };
    }

    /** Takes a step back: the author's last one in force for step 0. */
    public Outcome undo(Order order, long step) {
        return turn(order, step, true);
    }

    /** Makes a step again: the author's last one taken back for step 0. */
    public Outcome redo(Order order, long step) {
        return turn(order, step, false);
    }

    private Outcome turn(Order order, long step, boolean back) {
        return alone(order.jobId(), () -> {
            for (int i = 0; i < TRIES; i++) {
                Optional<Outcome> known = replayed(order);
                if (known.isPresent()) {
                    return known.get();
                }
                Timeline head = newest(order.jobId());
                long newest = head.identity().revision();
                if (order.revision() != 0 && order.revision() != newest) {
                    base(order, head);
                    throw stale(
                            order,
                            head,
                            journal.store().edits(order.jobId(), order.revision(), newest),
                            List.of(),
                            List.of());
                }
                EditLog log = journal.log(order.jobId(), newest, end -> isEnough(end, order.author(), step, back));
                long chosen = step == 0 ? chosen(log, order.author(), back) : own(log, order.author(), step);
                Edit edit = back ? new Edit.Undo(chosen) : new Edit.Redo(chosen);
                LoggedEdit entry = new LoggedEdit(newest + 1, newest + 1, stamp(order), edit);
                if (log.append(entry, library.material(log.timeline())) instanceof EditResult.Refused refused) {
                    throw refusal(refused, 0);
                }
                Outcome outcome = new Outcome(log.timeline(), List.of(entry));
                if (append(order, head, outcome, true)) {
                    return outcome;
                }
            }
            throw busy(order.jobId());
        });
    }

    private static boolean isEnough(EditLog end, String author, long step, boolean back) {
        if (step != 0) {
            return end.reaches(step);
        }
        return back ? end.undoable(author).isPresent() : end.knowsRedoable(author);
    }

    private static long chosen(EditLog log, String author, boolean back) {
        OptionalLong step = back ? log.undoable(author) : log.redoable(author);
        return step.orElseThrow(() -> refusal(
                new EditResult.Refused(
                        back
                                ? dev.rushes.editorial.edit.Refusal.NOTHING_TO_UNDO
                                : dev.rushes.editorial.edit.Refusal.NOTHING_TO_REDO,
                        "",
                        author + " has nothing to " + (back ? "take back" : "make again") + " on this timeline"),
                0));
    }

    private static long own(EditLog log, String author, long step) {
        boolean isOwn = log.entries().stream()
                .anyMatch(
                        entry -> entry.step() == step && entry.stamp().author().equals(author));
        if (!isOwn) {
            throw new Fault.Invalid(
                    "step", step + " (expected: the first revision of a step that " + author + " made)");
        }
        return step;
    }

    /**
     * Brings edits made on an older revision onto the newest one.
     *
     * @param skips whether edits that meet somebody else's are left out, rather than keeping all from being made
     */
    public Merged merge(Order order, List<EditAsk> asks, boolean skips) {
        return alone(order.jobId(), () -> {
            for (int i = 0; i < TRIES; i++) {
                Optional<Merged> known = recorded(order);
                if (known.isPresent()) {
                    return known.get();
                }
                Timeline head = newest(order.jobId());
                Ground ground = ground(order, head);
                Merge merge = Merge.of(
                        ground.timeline(),
                        head,
                        ground.theirs(),
                        resolve(ground, order, asks),
                        stamp(order),
                        library.material(head));
                boolean isMade = !merge.applied().isEmpty() && (skips || merge.isClean());
                Merged merged = isMade
                        ? new Merged(merge.timeline(), merge.applied(), merge.conflicts())
                        : new Merged(head, List.of(), merge.conflicts());
                if (append(order, head, merged)) {
                    return merged;
                }
            }
            throw busy(order.jobId());
        });
    }

    /** Appends what a merge made; what it left out is kept with its request, so that a repeated request gets the same answer. */
    private boolean append(Order order, Timeline head, Merged merged) {
        TimelineStore.Request request = order.request();
        Outcome outcome = new Outcome(merged.timeline(), merged.edits());
        if (request == null || merged.conflicts().isEmpty()) {
            return outcome.edits().isEmpty() || append(order, head, outcome, false);
        }
        TimelineStore.Left left =
                new TimelineStore.Left(merged.timeline().identity().revision(), merged.conflicts());
        return append(
                order,
                head,
                outcome,
                snapshot -> journal.store().appendMerge(order.jobId(), request, outcome.edits(), left, snapshot),
                false);
    }

    /**
     * What edits were made on, and what they have to hold against.
     *
     * @param base the timeline the caller saw
     * @param own what the caller had made on top of it, oldest first
     * @param timeline {@code base} with {@code own}
     * @param since all edits since {@code base}, oldest first
     * @param theirs those of them that the caller did not know
     */
    private record Ground(
            Timeline base, List<Drafted> own, Timeline timeline, List<LoggedEdit> since, List<EditLog.Change> theirs) {}

    /** An edit and the timeline after it. */
    private record Drafted(Edit edit, Timeline after) {}

    private Ground ground(Order order, Timeline head) {
        Timeline base = base(order, head);
        List<Drafted> own = new ArrayList<>();
        List<EditLog.Change> theirs = new ArrayList<>();
        List<LoggedEdit> since = new ArrayList<>();
        Timeline timeline = base;
        for (EditLog.Change change : journal.since(base, head.identity().revision())) {
            LoggedEdit entry = change.entry();
            since.add(entry);
            if (!order.seen().known().contains(entry.revision()) || entry.isUndoOrRedo()) {
                theirs.add(change);
                continue;
            }
            long next = timeline.identity().revision() + 1;
            LoggedEdit drafted = new LoggedEdit(next, next, entry.stamp(), entry.edit());
            if (EditApplication.apply(timeline, drafted, Material.ACCEPTED) instanceof EditResult.Applied applied) {
                timeline = applied.timeline();
                own.add(new Drafted(entry.edit(), timeline));
            }
        }
        return new Ground(base, own, timeline, since, theirs);
    }

    private Timeline base(Order order, Timeline head) {
        if (order.revision() < 1 || order.revision() > head.identity().revision()) {
            throw new Fault.Invalid(
                    "revision",
                    order.revision() + " (expected: 1 to " + head.identity().revision() + ", the newest)");
        }
        return journal.at(order.jobId(), order.revision());
    }

    private Outcome draft(Timeline head, Order order, List<EditAsk> asks) {
        EditDesk desk = new EditDesk(journal, library, ids, head);
        LoggedEdit.Stamp stamp = stamp(order);
        long first = head.identity().revision() + 1;
        List<LoggedEdit> entries = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            Edit edit = asks.get(i).on(desk);
            LoggedEdit entry = new LoggedEdit(first + i, first, stamp, edit);
            switch (EditApplication.apply(desk.timeline(), entry, library.material(desk.timeline()))) {
                case EditResult.Applied applied -> desk.drafted(edit, applied.timeline());
                case EditResult.Refused refused -> throw refusal(refused, i);
            }
            entries.add(entry);
        }
        return new Outcome(desk.timeline(), entries);
    }

    /** Resolves edits one after the other; one that is refused on its own base is left to the merge to name. */
    private List<Edit> resolve(Ground ground, Order order, List<EditAsk> asks) {
        EditDesk desk = new EditDesk(journal, library, ids, ground.base());
        ground.own().forEach(made -> desk.drafted(made.edit(), made.after()));
        List<Edit> edits = new ArrayList<>();
        for (EditAsk ask : asks) {
            Edit edit = ask.on(desk);
            edits.add(edit);
            long next = desk.timeline().identity().revision() + 1;
            if (EditApplication.apply(
                            desk.timeline(),
                            new LoggedEdit(next, next, stamp(order), edit),
                            library.material(desk.timeline()))
                    instanceof EditResult.Applied applied) {
                desk.drafted(edit, applied.timeline());
            }
        }
        return edits;
    }

    private boolean append(Order order, Timeline head, Outcome outcome, boolean needsSnapshot) {
        return append(
                order,
                head,
                outcome,
                snapshot -> journal.store().append(order.jobId(), order.request(), outcome.edits(), snapshot),
                needsSnapshot);
    }

    private boolean append(
            Order order, Timeline head, Outcome outcome, Predicate<@Nullable Timeline> rows, boolean needsSnapshot) {
        if (outcome.edits().isEmpty()) {
            return rows.test(null);
        }
        Timeline after = outcome.timeline();
        library.requireFresh(head, after);
        long revision = after.identity().revision();
        long before = revision - outcome.edits().size();
        boolean isDue = needsSnapshot || Journal.isSnapshotDue(order.jobId(), before, revision);
        if (!rows.test(isDue ? after : null)) {
            return false;
        }
        journal.remember(after);
        hub.changed(Timelines.topic(order.jobId()));
        return true;
    }

    /** Returns the answer given to the same request before. */
    private Optional<Outcome> replayed(Order order) {
        return recorded(order).map(known -> new Outcome(known.timeline(), known.edits()));
    }

    private Optional<Merged> recorded(Order order) {
        TimelineStore.Request request = order.request();
        if (request == null) {
            return Optional.empty();
        }
        return journal.store().recorded(order.jobId(), request.id()).map(recorded -> {
            if (!recorded.request().digest().equals(request.digest())) {
                throw new Fault.Conflict(
                        Reason.REQUEST_ID_REUSED,
                        "request_id " + request.id()
                                + " was used for a different request; use a new one for each request");
            }
            TimelineStore.Left left = recorded.left();
            long revision = left == null ? recorded.edits().getLast().revision() : left.revision();
            return new Merged(
                    journal.at(order.jobId(), revision), recorded.edits(), left == null ? List.of() : left.conflicts());
        });
    }

    private static Fault stale(
            Order order, Timeline head, List<LoggedEdit> since, List<Edit> edits, List<Conflict> conflicts) {
        long revision = head.identity().revision();
        return new Fault.Stale(
                "the timeline is at revision " + revision + ", not at " + order.revision()
                        + "; look at the edits since and send yours again",
                new StaleEdits(revision, since, edits, conflicts));
    }

    private static Fault refusal(EditResult.Refused refused, int index) {
        return new Fault.Refused(
                Reason.EDIT_REFUSED,
                refused.message(),
                Map.of(
                        "refusal",
                        refused.reason().name(),
                        "shotId",
                        refused.shotId(),
                        "editIndex",
                        Integer.toString(index)));
    }

    private static Fault busy(String jobId) {
        return new Fault.Conflict(
                Reason.REVISION_STALE,
                "the timeline of job " + jobId + " changes faster than it can be read; try again");
    }

    private Timeline newest(String jobId) {
        return journal.newest(jobId)
                .orElseThrow(() -> new Fault.Refused(
                        Reason.WRONG_STATE, "job " + jobId + " has no timeline yet; start a generation first"));
    }

    private LoggedEdit.Stamp stamp(Order order) {
        return new LoggedEdit.Stamp(order.author(), clock.instant(), order.autoLock());
    }

    private <T> T alone(String jobId, Supplier<T> work) {
        Lock lock = locks.get(jobId);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
