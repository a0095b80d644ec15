// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a generation's cut in the place of a whole timeline. */
final class GeneratedCut {

    private GeneratedCut() {}

    static Timeline first(Edit.Generated generated, LoggedEdit entry) {
        Timeline cut = generated.cut();
        return assemble(cut, cut, entry.stamp().at(), entry);
    }

    static EditResult apply(Timeline before, Edit.Generated generated, LoggedEdit entry) {
        for (Shot locked : before.shots()) {
            if (locked.isLocked() && !holds(generated.cut(), locked)) {
                return new EditResult.Refused(
                        Refusal.SHOT_LOCKED,
                        locked.id(),
                        "the new cut changes shot " + locked.id() + " (\"" + locked.fileName()
                                + "\"), which is locked; unlock it, or generate again");
            }
        }
        return new EditResult.Applied(
                assemble(before, generated.cut(), before.identity().createdAt(), entry), Touches.EVERYTHING);
    }

    /** A shot locked in range only may stand elsewhere. */
    private static boolean holds(Timeline cut, Shot locked) {
        Optional<Shot> found = cut.shots().stream()
                .filter(shot -> shot.id().equals(locked.id()))
                .findFirst();
        boolean mayMove =
                locked.lock() != null && locked.lock().scope() == dev.rushes.editorial.timeline.Lock.Scope.RANGE;
        return found.isPresent()
                && found.get().clipId().equals(locked.clipId())
                && found.get().source().equals(locked.source())
                && (mayMove || found.get().record().equals(locked.record()));
    }

    private static Timeline assemble(Timeline before, Timeline cut, Instant createdAt, LoggedEdit entry) {
        Map<String, Shot> kept = new HashMap<>();
        before.shots().stream().filter(Shot::isLocked).forEach(shot -> kept.put(shot.id(), shot));
        Map<String, String> names = names(cut, kept, entry.revision());
        List<Shot> shots = new ArrayList<>();
        for (Shot shot : cut.shots()) {
            Shot locked = kept.get(shot.id());
            if (locked != null && before != cut) {
                shots.add(locked.startingAt(shot.record().start()));
                continue;
            }
            Shot named = shot.withId(names.getOrDefault(shot.id(), shot.id()));
            shots.add(
                    named.history().isEmpty()
                            ? named.with(new HistoryEntry(
                                    "ai_generated", entry.stamp().at(), entry.revision(), null, null))
                            : named);
        }
        List<Transition> transitions = cut.transitions().stream()
                .map(transition -> new Transition(
                        names.getOrDefault(transition.fromShotId(), transition.fromShotId()),
                        names.getOrDefault(transition.toShotId(), transition.toShotId()),
                        transition.kind(),
                        transition.beatIndex(),
                        transition.outHandle(),
                        transition.inHandle()))
                .toList();
        Timeline.Identity identity = cut.identity();
        return new Timeline(
                new Timeline.Identity(
                        identity.jobId(),
                        identity.projectId(),
                        identity.creatorId(),
                        entry.revision(),
                        identity.seed(),
                        createdAt,
                        entry.stamp().at()),
                cut.frameRate(),
                cut.song(),
                shots,
                transitions,
                before.deletedShots(),
                before.userEdits(),
                cut.reasoning(),
                cut.finalStatus());
    }

    /** A later cut numbers its shots from one again: new shots get the revision into their names, so that no name comes back. */
    private static Map<String, String> names(Timeline cut, Map<String, Shot> kept, long revision) {
        Map<String, String> names = new HashMap<>();
        if (revision > 1) {
            cut.shots().stream()
                    .filter(shot -> !kept.containsKey(shot.id()))
                    .forEach(shot -> names.put(shot.id(), "r" + revision + "_" + shot.id()));
        }
        return names;
    }
}
