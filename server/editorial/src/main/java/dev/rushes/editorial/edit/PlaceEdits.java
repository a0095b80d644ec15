// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits that change which shots stand on the timeline and in which order. */
final class PlaceEdits {

    private PlaceEdits() {}

    static void move(Cut cut, Edit.Move edit) {
        int from = cut.index(edit.shotId());
        cut.requireUnlocked(from, "the moved");
        String after = edit.afterShotId();
        int to = cut.placeAfter(after);
        if (edit.shotId().equals(after) || to == from) {
            throw new Stop(
                    Refusal.NOTHING_CHANGES,
                    edit.shotId(),
                    cut.name(from) + " stands there already; name another shot to put it behind");
        }
        cut.touches().span(Touches.Span.SHIFTS);
        cut.relink(cut.idBefore(from));
        cut.relink(edit.shotId());
        cut.relink(cut.idBefore(to));
        Shot shot = cut.shots().remove(from);
        int place = to > from ? to - 1 : to;
        cut.shots().add(place, shot);
        cut.addHistory(place, "user_reordered", from, place);
        cut.autoLock(place, "user_reordered", "Moved to position " + (place + 1), Lock.Scope.PLACE_AND_RANGE);
        cut.note("clip_reordered", edit.shotId(), null, from, place);
    }

    static void insert(Cut cut, Edit.Insert edit) {
        Shot shot = fromLibrary(edit.shot(), "added by hand");
        cut.requireAbsent(shot.id());
        cut.requireMedia(shot);
        int place = place(cut, shot, edit.afterShotId());
        cut.addHistory(place, "user_added", null, place);
        cut.autoLock(place, "user_added", "Added at position " + (place + 1), Lock.Scope.PLACE_AND_RANGE);
        cut.note("clip_added", shot.id(), null, null, place);
    }

    static void restore(Cut cut, Edit.Restore edit) {
        Shot shot = edit.shot().withLock(null);
        cut.requireAbsent(shot.id());
        List<DeletedShot> deleted = new ArrayList<>(cut.before().deletedShots());
        if (!deleted.removeIf(gone -> gone.shotId().equals(shot.id()))) {
            throw new Stop(
                    Refusal.SHOT_NOT_FOUND,
                    shot.id(),
                    "shot " + shot.id() + " is not among the deleted ones; read the timeline again");
        }
        cut.setDeleted(deleted);
        int place = place(cut, shot, edit.afterShotId());
        cut.addHistory(place, "user_restored", null, place);
        cut.autoLock(place, "user_restored", "Restored at position " + (place + 1), Lock.Scope.PLACE_AND_RANGE);
        cut.note("clip_restored", shot.id(), null, null, place);
    }

    private static int place(Cut cut, Shot shot, @Nullable String after) {
        int place = cut.placeAfter(after);
        cut.touches().span(Touches.Span.SHIFTS);
        cut.relink(cut.idBefore(place));
        cut.relink(shot.id());
        cut.shots().add(place, shot);
        return place;
    }

    static void delete(Cut cut, Edit.Delete edit) {
        int index = cut.index(edit.shotId());
        cut.requireUnlocked(index, "the deleted");
        if (cut.shots().size() == 1) {
            throw new Stop(
                    Refusal.LAST_SHOT,
                    edit.shotId(),
                    cut.name(index) + " is the only shot left; replace it, or generate a new cut");
        }
        Shot shot = cut.shots().remove(index);
        cut.touches()
                .span(Touches.Span.SHIFTS)
                .write(Kind.EXISTENCE, shot.id())
                .write(Kind.IN, shot.id())
                .write(Kind.OUT, shot.id())
                .write(Kind.CLIP, shot.id());
        cut.relink(cut.idBefore(index));
        cut.relink(shot.id());
        List<DeletedShot> deleted = new ArrayList<>(cut.before().deletedShots());
        deleted.add(new DeletedShot(
                shot.id(), cut.stamp().at(), shot.explanation(), edit.reason(), shot.metadata(), shot.clipId()));
        cut.setDeleted(deleted);
        cut.note("clip_deleted", shot.id(), edit.reason().isEmpty() ? null : edit.reason(), null, null);
    }

    /** Returns a shot made of a piece a person chose; nobody has scored it. */
    static Shot fromLibrary(NewShot piece, String why) {
        return new Shot(
                piece.shotId(),
                piece.clipId(),
                piece.fileName(),
                piece.source(),
                new FrameRange(0, piece.source().count()),
                null,
                piece.metadata(),
                new Explanation(1, why, List.of(), List.of()),
                List.of());
    }
}
