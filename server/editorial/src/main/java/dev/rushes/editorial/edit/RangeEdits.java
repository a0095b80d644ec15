// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;

/** Edits that change which frames a shot shows and where its edges stand. */
final class RangeEdits {
    private static final String TRIMMED = "user_trimmed";

    private RangeEdits() {}

    static void trim(Cut cut, Edit.Trim edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the trimmed");
        requireChange(edit.frames(), edit.shotId());
        int left = edit.edge() == Edge.END ? index : index - 1;
        requireNeighbour(cut, index, left >= 0 && left + 1 < cut.shots().size());
        cut.requireUnlocked(left == index ? index + 1 : left, "the neighbour");
        moveCutPoint(cut, left, edit.frames());
        shaped(cut, index);
    }

    static void roll(Cut cut, Edit.Roll edit) {
        int left = cut.index(edit.leftShotId());
        int right = cut.index(edit.rightShotId());
        requireNeighbours(cut, left, right);
        cut.requireUnlocked(left, "the outgoing");
        cut.requireUnlocked(right, "the incoming");
        requireChange(edit.frames(), edit.leftShotId());
        moveCutPoint(cut, left, edit.frames());
        remember(cut, right);
        shaped(cut, left);
    }

    static void slide(Cut cut, Edit.Slide edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the moved");
        requireChange(edit.frames(), edit.shotId());
        requireNeighbour(cut, index, index > 0 && index + 1 < cut.shots().size());
        cut.requireUnlocked(index - 1, "the neighbour");
        cut.requireUnlocked(index + 1, "the neighbour");
        cut.touches().read(Kind.NEXT, cut.idBefore(index)).read(Kind.NEXT, edit.shotId());
        cut.touches().read(Kind.IN, edit.shotId()).read(Kind.OUT, edit.shotId());
        Shot before = cut.shot(index - 1);
        Shot after = cut.shot(index + 1);
        cut.setSource(index - 1, before.source().start(), before.source().end() + edit.frames());
        cut.setSource(
                index + 1,
                after.source().start() + edit.frames(),
                after.source().end());
        shaped(cut, index);
    }

    static void slip(Cut cut, Edit.Slip edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the slipped");
        requireChange(edit.frames(), edit.shotId());
        Shot shot = cut.shot(index);
        cut.setSource(
                index, shot.source().start() + edit.frames(), shot.source().end() + edit.frames());
        shaped(cut, index);
    }

    static void ripple(Cut cut, Edit.Ripple edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the trimmed");
        requireChange(edit.frames(), edit.shotId());
        cut.touches().span(Touches.Span.SHIFTS);
        Shot shot = cut.shot(index);
        boolean isStart = edit.edge() == Edge.START;
        cut.setSource(
                index,
                shot.source().start() + (isStart ? edit.frames() : 0),
                shot.source().end() + (isStart ? 0 : edit.frames()));
        shaped(cut, index);
    }

    static void replace(Cut cut, Edit.Replace edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the replaced");
        Shot old = cut.shot(index);
        NewShot piece = edit.piece();
        if (piece.source().count() != old.source().count()) {
            throw new Stop(
                    Refusal.LENGTH_DIFFERS,
                    old.id(),
                    "the new picture has " + piece.source().count() + " frames and " + cut.name(index) + " has "
                            + old.source().count() + " (expected: equal)");
        }
        if (piece.clipId().equals(old.clipId()) && piece.source().equals(old.source())) {
            throw new Stop(Refusal.NOTHING_CHANGES, old.id(), cut.name(index) + " shows these frames already");
        }
        Shot fresh = PlaceEdits.fromLibrary(piece, "chosen by hand").withId(old.id());
        cut.requireMedia(fresh);
        cut.touches().write(Kind.CLIP, old.id()).write(Kind.IN, old.id()).write(Kind.OUT, old.id());
        cut.shots()
                .set(
                        index,
                        new Shot(
                                old.id(),
                                fresh.clipId(),
                                fresh.fileName(),
                                fresh.source(),
                                old.record(),
                                null,
                                fresh.metadata(),
                                fresh.explanation(),
                                old.history()));
        cut.addHistory(index, "user_replaced", null, null);
        cut.autoLock(index, "user_replaced", "Picture chosen by hand", Lock.Scope.PLACE_AND_RANGE);
        cut.note("clip_replaced", old.id(), null, null, null);
    }

    static void requireNeighbours(Cut cut, int left, int right) {
        cut.touches().read(Kind.NEXT, cut.shot(left).id());
        if (right != left + 1) {
            throw new Stop(
                    Refusal.NOT_NEIGHBOURS,
                    cut.shot(left).id(),
                    cut.name(right) + " does not follow " + cut.name(left) + "; name two shots side by side");
        }
    }

    private static void requireNeighbour(Cut cut, int index, boolean isThere) {
        if (!isThere) {
            throw new Stop(
                    Refusal.NO_NEIGHBOUR,
                    cut.shot(index).id(),
                    cut.name(index) + " has no neighbour on that side to give or take frames; use ripple to change the"
                            + " length of the cut");
        }
    }

    private static void requireChange(long frames, String shotId) {
        if (frames == 0) {
            throw new Stop(Refusal.NOTHING_CHANGES, shotId, "frames: 0 (expected: not 0)");
        }
    }

    /** Moves the cut point behind the shot at {@code left}. */
    private static void moveCutPoint(Cut cut, int left, long frames) {
        Shot before = cut.shot(left);
        Shot after = cut.shot(left + 1);
        cut.touches().read(Kind.NEXT, before.id());
        cut.setSource(left, before.source().start(), before.source().end() + frames);
        cut.setSource(left + 1, after.source().start() + frames, after.source().end());
    }

    private static void shaped(Cut cut, int index) {
        remember(cut, index);
        cut.note("clip_trimmed", cut.shot(index).id(), null, null, null);
    }

    private static void remember(Cut cut, int index) {
        cut.addHistory(index, TRIMMED, null, null);
        cut.autoLock(index, TRIMMED, "Edges set by hand", Lock.Scope.RANGE);
    }
}
