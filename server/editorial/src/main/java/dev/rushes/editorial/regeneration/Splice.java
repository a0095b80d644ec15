// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new cut put into a standing one: shots that come out as they stood keep their identity and history, new ones get names that were never
 * used, and a transition changes only between shots of which one is new.
 *
 * @param timeline the whole, under the standing identity
 * @param section which shots were asked about
 * @param changed transitions that did not stand before
 * @param newShots how many shots are new
 */
record Splice(Timeline timeline, Regenerator.Section section, List<Transition> changed, int newShots) {

    static Splice of(RegenerationRequest request, Regenerator.Section section, Timeline cut) {
        Timeline standing = request.timeline();
        Names names = new Names(request);
        Map<String, String> renamed = new HashMap<>();
        List<Shot> shots = new ArrayList<>();
        Set<String> fresh = new HashSet<>();
        Set<String> fixed = new HashSet<>();
        section.fixed().forEach(shot -> fixed.add(shot.id()));
        for (Shot shot : cut.shots()) {
            Shot kept = fixed.contains(shot.id()) ? shot : sameAmong(section.free(), shot);
            if (kept == null) {
                kept = named(shot, names.next());
                fresh.add(kept.id());
            }
            renamed.put(shot.id(), kept.id());
            shots.add(kept);
        }
        List<Transition> changed = new ArrayList<>();
        List<Transition> transitions = transitions(standing, cut, new Renaming(renamed, fresh), changed);
        Timeline whole = new Timeline(
                standing.identity(),
                standing.frameRate(),
                standing.song(),
                shots,
                transitions,
                standing.deletedShots(),
                standing.userEdits(),
                cut.reasoning(),
                standing.finalStatus());
        return new Splice(whole, section, List.copyOf(changed), fresh.size());
    }

    RegenerationOutcome.Proposal proposal(Receipt receipt) {
        List<Shot> proposed = timeline.shots().stream()
                .filter(shot -> section.range().contains(shot.record().start()))
                .toList();
        return new RegenerationOutcome.Proposal(
                timeline,
                new SectionProposal(
                        section.shots().getFirst().id(),
                        section.shots().getLast().id(),
                        proposed,
                        changed,
                        receipt));
    }

    private record Renaming(Map<String, String> names, Set<String> fresh) {}

    private static List<Transition> transitions(
            Timeline standing, Timeline cut, Renaming renaming, List<Transition> changed) {
        Map<String, Transition> stood = new HashMap<>();
        standing.transitions().forEach(transition -> stood.put(pair(transition), transition));
        List<Transition> transitions = new ArrayList<>();
        for (Transition made : cut.transitions()) {
            String from = renaming.names().getOrDefault(made.fromShotId(), made.fromShotId());
            String to = renaming.names().getOrDefault(made.toShotId(), made.toShotId());
            Transition old = stood.get(from + "\n" + to);
            if (old != null) {
                transitions.add(old);
                continue;
            }
            // A soft transition into a standing shot would show frames of it that nobody asked about.
            boolean bothNew =
                    renaming.fresh().contains(from) && renaming.fresh().contains(to);
            Transition fresh = bothNew
                    ? new Transition(from, to, made.kind(), made.beatIndex(), made.outHandle(), made.inHandle())
                    : new Transition(from, to, TransitionKind.HARD_CUT, made.beatIndex(), 0, 0);
            transitions.add(fresh);
            changed.add(fresh);
        }
        return transitions;
    }

    private static String pair(Transition transition) {
        return transition.fromShotId() + "\n" + transition.toShotId();
    }

    private static @Nullable Shot sameAmong(List<Shot> free, Shot shot) {
        for (Shot old : free) {
            if (old.clipId().equals(shot.clipId())
                    && old.source().equals(shot.source())
                    && old.record().equals(shot.record())) {
                return old;
            }
        }
        return null;
    }

    private static Shot named(Shot shot, String id) {
        return new Shot(
                id,
                shot.clipId(),
                shot.fileName(),
                shot.source(),
                shot.record(),
                null,
                shot.metadata(),
                shot.explanation(),
                List.of());
    }

    /** Names made of revision and seed, so that no later cut of this timeline uses one again. */
    private static final class Names {
        private final Set<String> taken = new HashSet<>();
        private final String stem;
        private int number;

        Names(RegenerationRequest request) {
            Timeline timeline = request.timeline();
            timeline.shots().forEach(shot -> taken.add(shot.id()));
            timeline.deletedShots().forEach(shot -> taken.add(shot.shotId()));
            long mixed = request.seed() * 0x9E3779B97F4A7C15L;
            this.stem = "p" + timeline.identity().revision() + "_" + Long.toHexString(mixed >>> 40) + "_";
        }

        String next() {
            do {
                number++;
            } while (taken.contains(stem + number));
            return stem + number;
        }
    }
}
