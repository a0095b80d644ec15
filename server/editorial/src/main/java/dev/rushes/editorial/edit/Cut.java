// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.edit.Aspect.Kind;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.UserEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A timeline taken apart while one edit is applied: an ordered list of shots whose record positions follow from their lengths. It
 * notes what the edit touches and stops at what is not allowed. Used by one thread for one edit.
 */
final class Cut {
    private final Timeline before;
    private final LoggedEdit entry;
    private final Material material;
    private final List<Shot> shots;
    private final Map<String, Transition> leaving = new HashMap<>();
    private final Touches.Builder touches = new Touches.Builder();
    private @Nullable List<DeletedShot> deleted;
    private @Nullable UserEdit userEdit;
    private SongExcerpt song;

    Cut(Timeline before, LoggedEdit entry, Material material) {
        this.before = before;
        this.entry = entry;
        this.material = material;
        this.shots = new ArrayList<>(before.shots());
        this.song = before.song();
        before.transitions().forEach(transition -> leaving.put(transition.fromShotId(), transition));
    }

    Timeline before() {
        return before;
    }

    Touches.Builder touches() {
        return touches;
    }

    List<Shot> shots() {
        return shots;
    }

    LoggedEdit.Stamp stamp() {
        return entry.stamp();
    }

    Shot shot(int index) {
        return shots.get(index);
    }

    /** Returns the place of a shot, zero-based. */
    int index(String shotId) {
        touches.read(Kind.EXISTENCE, shotId);
        for (int i = 0; i < shots.size(); i++) {
            if (shots.get(i).id().equals(shotId)) {
                return i;
            }
        }
        throw new Stop(
                Refusal.SHOT_NOT_FOUND,
                shotId,
                "shot " + shotId + " does not stand on the timeline; read the timeline again");
    }

    /** Returns the place behind a shot, 0 for null. */
    int placeAfter(@Nullable String shotId) {
        return shotId == null ? 0 : index(shotId) + 1;
    }

    /** Returns the identity of the shot before a place, or "" for the start. */
    String idBefore(int index) {
        return index == 0 ? "" : shots.get(index - 1).id();
    }

    void requireAbsent(String shotId) {
        touches.write(Kind.EXISTENCE, shotId);
        if (shotId.isEmpty() || shots.stream().anyMatch(shot -> shot.id().equals(shotId))) {
            throw new Stop(
                    Refusal.SHOT_EXISTS,
                    shotId,
                    "shot \"" + shotId + "\" stands on the timeline already; give the new shot another identity");
        }
    }

    /** Refuses to change a locked shot; {@code role} says how it is affected. */
    void requireUnlocked(int index, String role) {
        Shot shot = shots.get(index);
        touches.read(Kind.EXISTENCE, shot.id()).read(Kind.LOCK, shot.id());
        Lock lock = shot.lock();
        if (lock != null) {
            throw new Stop(
                    Refusal.SHOT_LOCKED,
                    shot.id(),
                    role + " " + name(index) + " is locked by " + lock.lockedBy() + " (" + lock.reason()
                            + "); unlock it first");
        }
    }

    /** Gives a shot another source range, if the clip reaches and a frame is left. */
    void setSource(int index, long start, long end) {
        Shot shot = shots.get(index);
        FrameRange old = shot.source();
        if (end <= start) {
            throw new Stop(
                    Refusal.TOO_SHORT,
                    shot.id(),
                    name(index) + " has " + old.count() + " frames and would have " + (end - start)
                            + " (expected: at least 1)");
        }
        if (start != old.start()) {
            touches.write(Kind.IN, shot.id());
        }
        if (end != old.end()) {
            touches.write(Kind.OUT, shot.id());
        }
        requireMedia(shot, start < old.start() ? start : old.start(), end > old.end() ? end : old.end(), old);
        shots.set(index, shot.withSource(FrameRange.between(start, end)));
    }

    /** Refuses frames the clip does not have; frames in {@code known} are shown already and so are there. */
    private void requireMedia(Shot shot, long start, long end, FrameRange known) {
        OptionalLong length = material.clipFrames(shot.clipId());
        if (start < Math.min(0, known.start())) {
            throw noMedia(shot, "begins " + -start + " frames before the clip does");
        }
        if (end > known.end() && length.isEmpty()) {
            throw noMedia(shot, "needs frames of a clip whose length is not known");
        }
        if (end > known.end() && end > length.getAsLong()) {
            throw noMedia(shot, "ends at frame " + end + " of a clip of " + length.getAsLong() + " frames");
        }
    }

    private static Stop noMedia(Shot shot, String what) {
        return new Stop(
                Refusal.NO_MEDIA,
                shot.id(),
                "\"" + shot.fileName() + "\" " + what + "; move the edge less far, or choose another clip");
    }

    /** Checks that a piece from the library is media that exists. */
    void requireMedia(Shot shot) {
        requireMedia(shot, List.of());
    }

    /** Checks that a shot of a proposal is media that exists; what a shot of that name shows of the same clip now is there. */
    void requireMedia(Shot shot, List<Shot> standing) {
        if (shot.source().isEmpty()) {
            throw new Stop(Refusal.TOO_SHORT, shot.id(), "the new shot has no frame (expected: at least 1)");
        }
        FrameRange known = standing.stream()
                .filter(stands ->
                        stands.id().equals(shot.id()) && stands.clipId().equals(shot.clipId()))
                .map(Shot::source)
                .findFirst()
                .orElse(new FrameRange(0, 0));
        requireMedia(shot, shot.source().start(), shot.source().end(), known);
    }

    /** Notes that another shot now follows {@code shotId}, and that the transition between the former pair is gone. */
    void relink(String shotId) {
        touches.write(Kind.NEXT, shotId).write(Kind.TRANSITION, shotId);
    }

    void setTransition(Transition transition) {
        leaving.put(transition.fromShotId(), transition);
    }

    @Nullable
    Transition transitionFrom(String shotId) {
        return leaving.get(shotId);
    }

    void setSong(SongExcerpt newSong) {
        touches.write(Kind.SONG, "");
        song = newSong;
    }

    void addHistory(int index, String action, @Nullable Integer from, @Nullable Integer to) {
        shots.set(
                index,
                shots.get(index).with(new HistoryEntry(action, entry.stamp().at(), entry.revision(), from, to)));
    }

    /** Locks a shot because a person shaped it, unless the policy of this edit says no. */
    void autoLock(int index, String reason, String note, Lock.Scope scope) {
        if (entry.stamp().locks()) {
            lock(index, reason, note, scope);
        }
    }

    void lock(int index, String reason, String note, Lock.Scope scope) {
        Shot shot = shots.get(index);
        touches.write(Kind.LOCK, shot.id());
        shots.set(
                index,
                shot.withLock(new Lock(entry.stamp().author(), entry.stamp().at(), reason, note, scope)));
    }

    void setDeleted(List<DeletedShot> newDeleted) {
        deleted = newDeleted;
    }

    /** Notes what the person did, for the documented list. */
    void note(
            String action,
            @Nullable String shotId,
            @Nullable String reason,
            @Nullable Integer from,
            @Nullable Integer to) {
        userEdit = new UserEdit(entry.stamp().at(), action, shotId, reason, from, to, null, null);
    }

    void note(UserEdit edit) {
        userEdit = edit;
    }

    /** Returns a shot as a person names it, its number counted from one. */
    String name(int index) {
        return "shot " + (index + 1) + " (\"" + shots.get(index).fileName() + "\")";
    }

    EditResult.Applied build() {
        long at = 0;
        for (int i = 0; i < shots.size(); i++) {
            shots.set(i, shots.get(i).startingAt(at));
            at = shots.get(i).record().end();
        }
        requireSong(at);
        List<Transition> transitions = new ArrayList<>();
        BeatFrames beats = new BeatFrames(song, before.frameRate());
        for (int i = 1; i < shots.size(); i++) {
            transitions.add(transition(shots.get(i - 1), shots.get(i), beats));
        }
        Timeline.Identity old = before.identity();
        Timeline after = new Timeline(
                new Timeline.Identity(
                        old.jobId(),
                        old.projectId(),
                        old.creatorId(),
                        entry.revision(),
                        old.seed(),
                        old.createdAt(),
                        entry.stamp().at()),
                before.frameRate(),
                song,
                shots,
                transitions,
                deleted == null ? before.deletedShots() : deleted,
                userEdits(),
                before.reasoning(),
                before.finalStatus());
        return new EditResult.Applied(after, touches.build());
    }

    private List<UserEdit> userEdits() {
        if (userEdit == null) {
            return before.userEdits();
        }
        List<UserEdit> longer = new ArrayList<>(before.userEdits().size() + 1);
        longer.addAll(before.userEdits());
        longer.add(userEdit);
        return longer;
    }

    private void requireSong(long frames) {
        OptionalLong songFrames = material.songFrames();
        if (frames <= before.frameCount() || songFrames.isEmpty()) {
            return;
        }
        long left = songFrames.getAsLong() - SongTime.toFrame(song.startSeconds(), before.frameRate());
        if (frames > left) {
            throw new Stop(
                    Refusal.SONG_ENDS,
                    "",
                    "the cut would be " + frames + " frames long and the song ends after " + left
                            + "; take something out, overwrite instead of inserting, or begin earlier in the song");
        }
    }

    private Transition transition(Shot from, Shot to, BeatFrames beats) {
        int beat = beats.at(to.record().start());
        Transition kept = leaving.get(from.id());
        if (kept == null || !kept.toShotId().equals(to.id())) {
            return new Transition(
                    from.id(), to.id(), dev.rushes.editorial.timeline.TransitionKind.HARD_CUT, beat, 0, 0);
        }
        if (kept.outHandle() > 0 || kept.inHandle() > 0) {
            requireHandles(from, to, kept);
        }
        return new Transition(from.id(), to.id(), kept.kind(), beat, kept.outHandle(), kept.inHandle());
    }

    /** A dissolve shows frames beyond both shots: they must exist, and neither side may be longer than the shot it lies on. */
    private void requireHandles(Shot from, Shot to, Transition transition) {
        long end = from.source().end() + transition.outHandle();
        OptionalLong length = material.clipFrames(from.clipId());
        boolean isShort = transition.inHandle() > from.record().count()
                || transition.outHandle() > to.record().count();
        boolean isMissing =
                to.source().start() - transition.inHandle() < 0 || length.isEmpty() || end > length.getAsLong();
        if ((isShort || isMissing) && !stoodBefore(from, to, transition)) {
            throw new Stop(
                    isShort ? Refusal.TOO_SHORT : Refusal.NO_MEDIA,
                    from.id(),
                    "the " + transition.kind().word() + " from \"" + from.fileName() + "\" to \"" + to.fileName()
                            + "\" needs " + transition.outHandle() + " frames after the one and "
                            + transition.inHandle()
                            + " before the other; make it a hard cut first, or move the edge less far");
        }
    }

    private boolean stoodBefore(Shot from, Shot to, Transition transition) {
        return before.transitions().contains(transition)
                && before.shots().stream()
                                .filter(shot -> shot.id().equals(from.id())
                                                && shot.source().equals(from.source())
                                        || shot.id().equals(to.id())
                                                && shot.source().equals(to.source()))
                                .count()
                        == 2;
    }
}
