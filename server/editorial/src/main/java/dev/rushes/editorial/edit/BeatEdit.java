// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;

/** Puts repaired beats under the picture and moves the cut points that follow them. */
final class BeatEdit {
    static final String ACTION = "beats_repaired";

    private BeatEdit() {}

    static void repair(Cut cut, Edit.RepairBeats edit) {
        if (edit.correction() instanceof GridCorrection.DownbeatSet) {
            // Bars are no part of the excerpt; the next cut is made on them.
            cut.setSong(edit.song());
            cut.note(ACTION, null, null, null, null);
        } else {
            EditApplication.setSong(cut, edit.song(), ACTION);
        }
        if (edit.moved().isEmpty()) {
            return;
        }
        cut.touches().span(Touches.Span.HOLDS);
        for (Edit.RepairBeats.MovedShot moved : edit.moved()) {
            int index = cut.index(moved.shotId());
            cut.requireUnlocked(index, "the moved");
            // Made for both ends, also where one stays.
            cut.touches()
                    .write(Kind.IN, moved.shotId())
                    .write(Kind.OUT, moved.shotId())
                    .read(Kind.NEXT, moved.shotId());
            FrameRange source = moved.source();
            cut.setSource(index, source.start(), source.end());
            cut.addHistory(index, ACTION, null, null);
        }
        requirePlaces(cut);
    }

    private static void requireNoPlace(Cut cut, int index) {
        Lock lock = cut.shot(index).lock();
        if (lock != null && lock.scope() == Lock.Scope.PLACE_AND_RANGE) {
            throw new Stop(
                    Refusal.SHOT_LOCKED,
                    cut.shot(index).id(),
                    cut.name(index) + " is locked in its place by " + lock.lockedBy()
                            + " and would move; repair the beats again");
        }
    }

    /** The cut keeps its length, and what is locked in its place keeps that. */
    private static void requirePlaces(Cut cut) {
        long at = 0;
        for (int i = 0; i < cut.shots().size(); i++) {
            Shot shot = cut.shot(i);
            if (at != shot.record().start()) {
                cut.touches().read(Kind.LOCK, shot.id()).read(Kind.NEXT, shot.id());
                requireNoPlace(cut, i);
            }
            at += shot.source().count();
        }
        if (at != cut.before().frameCount()) {
            throw new Stop(
                    Refusal.LENGTH_DIFFERS,
                    "",
                    "the cut would have " + at + " frames and has "
                            + cut.before().frameCount() + "; repair the beats again");
        }
    }
}
