// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts an accepted proposal in the place of a section. */
final class ProposalEdit {

    private ProposalEdit() {}

    static void accept(Cut cut, Edit.AcceptProposal edit) {
        int first = cut.index(edit.firstShotId());
        int last = cut.index(edit.lastShotId());
        if (last < first || edit.shots().isEmpty()) {
            throw new Stop(
                    Refusal.NOT_NEIGHBOURS,
                    edit.firstShotId(),
                    "a section from " + cut.name(first) + " to " + cut.name(last) + " with "
                            + edit.shots().size() + " new shots (expected: first to last, at least one new shot)");
        }
        cut.touches().span(Touches.Span.HOLDS).read(Kind.SONG, "");
        List<Shot> old = List.copyOf(cut.shots().subList(first, last + 1));
        requireLength(old, edit.shots());
        requireIdentities(cut, old, edit.shots());
        requireLocks(cut, first, last, edit.shots());
        edit.shots().forEach(shot -> cut.requireMedia(shot, old));
        for (Shot gone : old) {
            touchAll(cut, gone.id());
        }
        cut.relink(cut.idBefore(first));
        edit.shots().forEach(shot -> touchAll(cut, shot.id()));
        cut.shots().subList(first, last + 1).clear();
        cut.shots().addAll(first, edit.shots());
        for (int i = first; i < first + edit.shots().size(); i++) {
            settle(cut, i, edit);
        }
        edit.transitions().forEach(cut::setTransition);
        EditApplication.noteProposal(cut, edit.proposal());
    }

    private static void settle(Cut cut, int index, Edit.AcceptProposal edit) {
        if (cut.shot(index).isLocked()) {
            return;
        }
        if (cut.shot(index).history().isEmpty()) {
            cut.addHistory(index, "ai_generated", null, null);
        }
        if (edit.locksShots()) {
            cut.autoLock(index, "suggestion_accepted", edit.proposal().instruction(), Lock.Scope.PLACE_AND_RANGE);
        }
    }

    private static void touchAll(Cut cut, String shotId) {
        cut.relink(shotId);
        for (Kind kind : List.of(Kind.EXISTENCE, Kind.CLIP, Kind.IN, Kind.OUT, Kind.LOCK)) {
            cut.touches().write(kind, shotId);
        }
    }

    private static void requireLength(List<Shot> old, List<Shot> fresh) {
        long stood = frames(old);
        long proposed = frames(fresh);
        if (stood != proposed) {
            throw new Stop(
                    Refusal.LENGTH_DIFFERS,
                    old.getFirst().id(),
                    "the proposal has " + proposed + " frames and the section " + stood + " (expected: equal)");
        }
    }

    private static long frames(List<Shot> shots) {
        return shots.stream().mapToLong(shot -> shot.source().count()).sum();
    }

    private static void requireIdentities(Cut cut, List<Shot> old, List<Shot> fresh) {
        Set<String> taken = new HashSet<>();
        cut.shots().forEach(shot -> taken.add(shot.id()));
        old.forEach(shot -> taken.remove(shot.id()));
        for (Shot shot : fresh) {
            if (!taken.add(shot.id())) {
                throw new Stop(
                        Refusal.SHOT_EXISTS,
                        shot.id(),
                        "the proposal has a shot \"" + shot.id() + "\" that stands on the timeline already");
            }
        }
    }

    /** A locked shot of the section must stand in the proposal as it is, at the same place. */
    private static void requireLocks(Cut cut, int first, int last, List<Shot> fresh) {
        long start = 0;
        for (int i = first; i <= last; i++) {
            Shot shot = cut.shot(i);
            if (shot.isLocked() && !holds(fresh, shot, start)) {
                throw new Stop(
                        Refusal.SHOT_LOCKED,
                        shot.id(),
                        "the proposal changes " + cut.name(i) + ", which is locked; unlock it, or ask again");
            }
            start += shot.source().count();
        }
        for (Shot shot : fresh) {
            if (shot.isLocked() && !cut.before().shots().contains(shot.startingAt(recordStart(cut, shot)))) {
                throw new Stop(
                        Refusal.SHOT_LOCKED,
                        shot.id(),
                        "the proposal brings a lock of its own on shot \"" + shot.id() + "\" (expected: none)");
            }
        }
    }

    private static long recordStart(Cut cut, Shot shot) {
        return cut.before().shots().stream()
                .filter(stands -> stands.id().equals(shot.id()))
                .mapToLong(stands -> stands.record().start())
                .findFirst()
                .orElse(-1);
    }

    private static boolean holds(List<Shot> fresh, Shot locked, long start) {
        long at = 0;
        for (Shot shot : fresh) {
            if (shot.id().equals(locked.id())) {
                Lock lock = locked.lock();
                boolean mayMove = lock != null && lock.scope() == Lock.Scope.RANGE;
                return (at == start || mayMove) && shot.startingAt(0).equals(locked.startingAt(0));
            }
            at += shot.source().count();
        }
        return false;
    }
}
