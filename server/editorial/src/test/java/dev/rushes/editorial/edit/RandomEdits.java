// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Edits by chance, often sensible, sometimes impossible; the same seed gives the same edits. */
final class RandomEdits {
    private final Random random;
    private final String prefix;
    private final Map<String, Shot> seen = new HashMap<>();
    private int number;

    RandomEdits(long seed, String prefix) {
        this.random = new Random(seed);
        this.prefix = prefix;
    }

    Random random() {
        return random;
    }

    Edit next(Timeline timeline) {
        timeline.shots().forEach(shot -> seen.put(shot.id(), shot));
        List<Shot> shots = timeline.shots();
        int index = random.nextInt(shots.size());
        String id = shots.get(index).id();
        String next = index + 1 < shots.size() ? shots.get(index + 1).id() : id;
        return switch (random.nextInt(18)) {
            case 0, 1 -> new Edit.Move(id, place(shots));
            case 2 -> new Edit.Trim(id, edge(), frames());
            case 3 -> new Edit.Slip(id, frames() * 3);
            case 4 -> new Edit.Slide(id, frames());
            case 5 -> new Edit.Roll(id, next, frames());
            case 6, 7 -> new Edit.Ripple(id, edge(), frames());
            case 8 -> new Edit.Insert(piece(5 + random.nextInt(40)), place(shots));
            case 9 ->
                new Edit.Overwrite(
                        piece(3 + random.nextInt(60)),
                        id,
                        random.nextInt((int) shots.get(index).record().count() + 1),
                        fresh());
            case 10 -> new Edit.Replace(id, piece(shots.get(index).record().count()));
            case 11, 12 -> new Edit.Delete(id, "too_shaky");
            case 13 -> restore(timeline, id);
            case 14 ->
                shots.get(index).isLocked() || random.nextInt(3) > 0
                        ? new Edit.UnlockShot(locked(shots, id))
                        : new Edit.LockShot(id, scope(), "");
            case 15 -> transition(id, next);
            case 16 ->
                switch (random.nextInt(3)) {
                    case 0 -> new Edit.SetSongOffset(Cuts.song(random.nextInt(4), 12));
                    case 1 ->
                        new Edit.CorrectTempo(
                                new TempoGrid(120_000 + random.nextInt(9), 0, 4), Cuts.song(random.nextInt(4), 13));
                    default -> repair(shots, index);
                };
            default -> proposal(timeline, index);
        };
    }

    /** Beats nobody tapped, and the cut point behind a shot moved with them. */
    private Edit repair(List<Shot> shots, int index) {
        List<Edit.RepairBeats.MovedShot> moved = new ArrayList<>();
        long frames = frames();
        if (index + 1 < shots.size()) {
            FrameRange left = shots.get(index).source();
            FrameRange right = shots.get(index + 1).source();
            if (left.count() + frames > 0 && right.count() - frames > 0) {
                moved.add(moved(shots.get(index), left.start(), left.end() + frames));
                moved.add(moved(shots.get(index + 1), right.start() + frames, right.end()));
            }
        }
        return new Edit.RepairBeats(
                new GridCorrection.Nudged(random.nextInt(9) / 100.0), Cuts.song(random.nextInt(4), 14), moved, 0);
    }

    private static Edit.RepairBeats.MovedShot moved(Shot shot, long start, long end) {
        return new Edit.RepairBeats.MovedShot(shot.id(), FrameRange.between(start, end));
    }

    private @Nullable String place(List<Shot> shots) {
        int index = random.nextInt(shots.size() + 1);
        return index == 0 ? null : shots.get(index - 1).id();
    }

    private static String locked(List<Shot> shots, String other) {
        return shots.stream().filter(Shot::isLocked).map(Shot::id).findFirst().orElse(other);
    }

    private Edge edge() {
        return random.nextBoolean() ? Edge.START : Edge.END;
    }

    private Lock.Scope scope() {
        return random.nextBoolean() ? Lock.Scope.RANGE : Lock.Scope.PLACE_AND_RANGE;
    }

    private long frames() {
        return random.nextInt(-12, 13);
    }

    private String fresh() {
        return prefix + ++number;
    }

    private NewShot piece(long count) {
        return Cuts.piece(fresh(), "c" + random.nextInt(30), random.nextInt(280), count);
    }

    private Edit restore(Timeline timeline, String orElse) {
        List<DeletedShot> deleted = timeline.deletedShots();
        if (deleted.isEmpty()) {
            return new Edit.Delete(orElse, "");
        }
        Shot shot = seen.get(deleted.get(random.nextInt(deleted.size())).shotId());
        return shot == null ? new Edit.Delete(orElse, "") : new Edit.Restore(shot, place(timeline.shots()));
    }

    private Edit transition(String from, String to) {
        int handle = random.nextInt(5);
        return handle == 0
                ? new Edit.SetTransition(from, to, TransitionKind.HARD_CUT, 0, 0)
                : new Edit.SetTransition(from, to, TransitionKind.QUICK_DISSOLVE, handle, handle);
    }

    private Edit proposal(Timeline timeline, int first) {
        int last = Math.min(timeline.shots().size() - 1, first + random.nextInt(3));
        List<Shot> shots = new ArrayList<>();
        long left = 0;
        for (Shot old : timeline.shots().subList(first, last + 1)) {
            if (old.isLocked()) {
                addFill(shots, left);
                shots.add(old);
                left = 0;
            } else {
                left += old.record().count();
            }
        }
        addFill(shots, left);
        List<Transition> transitions = new ArrayList<>();
        for (int i = 1; i < shots.size(); i++) {
            transitions.add(
                    new Transition(shots.get(i - 1).id(), shots.get(i).id(), TransitionKind.HARD_CUT, -1, 0, 0));
        }
        return new Edit.AcceptProposal(
                new Edit.Proposal(
                        fresh(), timeline.shots().get(first).record(), random.nextBoolean() ? "make_tighter" : ""),
                timeline.shots().get(first).id(),
                timeline.shots().get(last).id(),
                shots,
                transitions,
                random.nextInt(4) == 0);
    }

    private void addFill(List<Shot> shots, long frames) {
        if (frames > 1 && random.nextBoolean()) {
            long cut = 1 + random.nextLong(frames - 1);
            shots.add(Cuts.shot(fresh(), "c90", 20, cut));
            shots.add(Cuts.shot(fresh(), "c91", 20, frames - cut));
        } else if (frames > 0) {
            shots.add(Cuts.shot(fresh(), "c92", 20, frames));
        }
    }
}
