// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;

/** Covers a run of frames with a piece from the library. */
final class OverwriteEdit {

    private OverwriteEdit() {}

    static void apply(Cut cut, Edit.Overwrite edit) {
        Shot piece = PlaceEdits.fromLibrary(edit.shot(), "added by hand");
        cut.requireAbsent(piece.id());
        cut.requireMedia(piece);
        int first = cut.index(edit.atShotId());
        long offset = edit.offset();
        if (offset < 0 || offset >= cut.shot(first).source().count()) {
            throw new Stop(
                    Refusal.SHOT_NOT_FOUND,
                    edit.atShotId(),
                    "offset " + offset + " into " + cut.name(first) + " (expected: 0 to "
                            + (cut.shot(first).source().count() - 1) + ")");
        }
        int last = lastCovered(cut, first, offset, piece.source().count());
        long kept = keptBehind(cut, first, last, offset + piece.source().count());
        if (offset > 0 && kept > 0 && first == last) {
            split(cut, first, offset, kept, edit.tailShotId());
        } else {
            shorten(cut, first, last, offset, kept);
        }
        int place = cover(cut, first, last, offset > 0, kept > 0);
        cut.relink(cut.idBefore(place));
        cut.relink(piece.id());
        cut.shots().add(place, piece);
        cut.addHistory(place, "user_added", null, place);
        cut.autoLock(place, "user_added", "Added at position " + (place + 1), Lock.Scope.PLACE_AND_RANGE);
        cut.note("clip_added", piece.id(), null, null, place);
    }

    /** Returns the last shot under the piece; refuses locked ones and a piece that reaches beyond the end. */
    private static int lastCovered(Cut cut, int first, long offset, long count) {
        long left = offset + count;
        for (int i = first; i < cut.shots().size(); i++) {
            Shot shot = cut.shot(i);
            cut.requireUnlocked(i, "the covered");
            cut.touches().read(Kind.IN, shot.id()).read(Kind.OUT, shot.id());
            left -= shot.source().count();
            if (left <= 0) {
                return i;
            }
            cut.touches().read(Kind.NEXT, shot.id());
        }
        throw new Stop(
                Refusal.NO_NEIGHBOUR,
                cut.shot(first).id(),
                "the piece of " + count + " frames reaches " + left + " frames beyond the end of the cut; make it"
                        + " shorter, or insert it");
    }

    /** Returns how many frames of the last covered shot stay behind the piece. */
    private static long keptBehind(Cut cut, int first, int last, long covered) {
        long frames = 0;
        for (int i = first; i <= last; i++) {
            frames += cut.shot(i).source().count();
        }
        return frames - covered;
    }

    private static void split(Cut cut, int index, long offset, long kept, String tailId) {
        Shot whole = cut.shot(index);
        cut.requireAbsent(tailId);
        Shot tail = new Shot(
                tailId,
                whole.clipId(),
                whole.fileName(),
                whole.source(),
                whole.record(),
                null,
                whole.metadata(),
                whole.explanation(),
                whole.history());
        cut.relink(whole.id());
        cut.relink(tailId);
        cut.shots().add(index + 1, tail);
        cut.setSource(index, whole.source().start(), whole.source().start() + offset);
        cut.setSource(index + 1, whole.source().end() - kept, whole.source().end());
        cut.addHistory(index, "user_trimmed", null, null);
    }

    private static void shorten(Cut cut, int first, int last, long offset, long kept) {
        if (offset > 0) {
            Shot shot = cut.shot(first);
            cut.setSource(first, shot.source().start(), shot.source().start() + offset);
            cut.addHistory(first, "user_trimmed", null, null);
        }
        if (kept > 0) {
            Shot shot = cut.shot(last);
            cut.setSource(last, shot.source().end() - kept, shot.source().end());
            cut.addHistory(last, "user_trimmed", null, null);
        }
    }

    /** Takes the wholly covered shots away and returns the place they leave. */
    private static int cover(Cut cut, int first, int last, boolean keepsFirst, boolean keepsLast) {
        int from = keepsFirst ? first + 1 : first;
        int to = keepsLast ? last : last + 1;
        for (int i = to - 1; i >= from; i--) {
            Shot gone = cut.shots().remove(i);
            cut.touches()
                    .write(Kind.EXISTENCE, gone.id())
                    .write(Kind.IN, gone.id())
                    .write(Kind.OUT, gone.id())
                    .write(Kind.CLIP, gone.id());
            cut.relink(gone.id());
        }
        return from;
    }
}
