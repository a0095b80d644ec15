// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What differs between two timelines of one job, by shot identity, in words. Shot numbers in words count from one. */
public final class TimelineDiff {
    private final Timeline from;
    private final Timeline to;
    private final Map<String, Integer> fromPlaces;
    private final Map<String, Integer> toPlaces;
    private final List<Difference> differences = new ArrayList<>();

    /** Kinds of differences. */
    public enum Kind {
        ADDED,
        REMOVED,
        MOVED,
        REPLACED,
        TRIMMED,
        LOCKED,
        UNLOCKED,
        TRANSITION,
        SONG,
        LENGTH
    }

    /**
     * One difference.
     *
     * @param shotId the shot; empty for the song and the length
     * @param words one sentence without a full stop
     */
    public record Difference(Kind kind, String shotId, String words) {}

    private TimelineDiff(Timeline from, Timeline to) {
        this.from = from;
        this.to = to;
        this.fromPlaces = places(from);
        this.toPlaces = places(to);
    }

    /** Returns the differences: removed shots, then the others in the order of {@code to}, then song and length. */
    public static List<Difference> between(Timeline from, Timeline to) {
        TimelineDiff diff = new TimelineDiff(from, to);
        diff.removed();
        Set<String> movers = diff.movers();
        for (Shot shot : to.shots()) {
            diff.compare(shot, movers.contains(shot.id()));
        }
        diff.transitions();
        diff.whole();
        return List.copyOf(diff.differences);
    }

    private static Map<String, Integer> places(Timeline timeline) {
        Map<String, Integer> places = new HashMap<>();
        for (Shot shot : timeline.shots()) {
            places.put(shot.id(), places.size());
        }
        return places;
    }

    private void removed() {
        for (Shot shot : from.shots()) {
            if (!toPlaces.containsKey(shot.id())) {
                add(Kind.REMOVED, shot, "was taken out; it stood at position " + position(fromPlaces, shot));
            }
        }
    }

    /** Returns the fewest shots whose moving explains the new order: all that are not on a longest common subsequence. */
    private Set<String> movers() {
        List<String> kept = to.shots().stream()
                .map(Shot::id)
                .filter(fromPlaces::containsKey)
                .toList();
        int[] length = new int[kept.size()];
        int[] previous = new int[kept.size()];
        int best = -1;
        for (int i = 0; i < kept.size(); i++) {
            length[i] = 1;
            previous[i] = -1;
            for (int j = 0; j < i; j++) {
                if (place(kept.get(j)) < place(kept.get(i)) && length[j] + 1 > length[i]) {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }
            if (best < 0 || length[i] > length[best]) {
                best = i;
            }
        }
        Set<String> movers = new HashSet<>(kept);
        for (int i = best; i >= 0; i = previous[i]) {
            movers.remove(kept.get(i));
        }
        return movers;
    }

    private int place(String shotId) {
        return Objects.requireNonNull(fromPlaces.get(shotId));
    }

    private void compare(Shot shot, boolean hasMoved) {
        Integer place = fromPlaces.get(shot.id());
        if (place == null) {
            add(Kind.ADDED, shot, "was added at position " + position(toPlaces, shot));
            return;
        }
        Shot old = from.shots().get(place);
        if (hasMoved) {
            add(Kind.MOVED, shot, "moved from position " + (place + 1) + " to " + position(toPlaces, shot));
        }
        if (!old.clipId().equals(shot.clipId())) {
            add(Kind.REPLACED, shot, "took the place of \"" + old.fileName() + "\"");
        } else if (!old.source().equals(shot.source())) {
            add(Kind.TRIMMED, shot, trimmed(old, shot));
        }
        compareLocks(old, shot);
    }

    private static String trimmed(Shot old, Shot shot) {
        long start = shot.source().start() - old.source().start();
        long end = shot.source().end() - old.source().end();
        if (start == end) {
            return "shows the clip " + later(start);
        }
        String starts = start == 0 ? "" : "starts " + later(start);
        String ends = end == 0 ? "" : "ends " + later(end);
        return starts + (starts.isEmpty() || ends.isEmpty() ? "" : " and ") + ends + " in its clip";
    }

    private static String later(long frames) {
        return Math.abs(frames) + (Math.abs(frames) == 1 ? " frame " : " frames ") + (frames > 0 ? "later" : "earlier");
    }

    private void compareLocks(Shot old, Shot shot) {
        Lock lock = shot.lock();
        if (lock != null && !lock.equals(old.lock())) {
            add(Kind.LOCKED, shot, "was locked by " + lock.lockedBy() + " (" + lock.reason() + ")");
        } else if (lock == null && old.isLocked()) {
            add(Kind.UNLOCKED, shot, "was unlocked");
        }
    }

    private void transitions() {
        Map<String, Transition> before = new HashMap<>();
        from.transitions().forEach(transition -> before.put(transition.fromShotId(), transition));
        for (Transition transition : to.transitions()) {
            Transition old = before.get(transition.fromShotId());
            if (old != null && old.toShotId().equals(transition.toShotId()) && old.kind() != transition.kind()) {
                Shot shot = to.shots().get(Objects.requireNonNull(toPlaces.get(transition.fromShotId())));
                add(
                        Kind.TRANSITION,
                        shot,
                        "now leads into the next shot by a " + EditWords.word(transition.kind()) + " instead of a "
                                + EditWords.word(old.kind()));
            }
        }
    }

    private void whole() {
        if (from.song().startSeconds() != to.song().startSeconds()) {
            differences.add(new Difference(
                    Kind.SONG,
                    "",
                    String.format(
                            Locale.ROOT,
                            "the song begins at %.2f s instead of %.2f s",
                            to.song().startSeconds(),
                            from.song().startSeconds())));
        }
        if (from.song().bpm() != to.song().bpm()) {
            differences.add(new Difference(
                    Kind.SONG,
                    "",
                    String.format(
                            Locale.ROOT,
                            "the tempo is %.1f BPM instead of %.1f",
                            to.song().bpm(),
                            from.song().bpm())));
        }
        if (from.frameCount() != to.frameCount()) {
            differences.add(new Difference(
                    Kind.LENGTH,
                    "",
                    String.format(
                            Locale.ROOT,
                            "the cut is %.2f s long instead of %.2f s",
                            to.frameRate().seconds(to.frameCount()),
                            from.frameRate().seconds(from.frameCount()))));
        }
    }

    private static int position(Map<String, Integer> places, Shot shot) {
        return Objects.requireNonNull(places.get(shot.id())) + 1;
    }

    private void add(Kind kind, Shot shot, String words) {
        Map<String, Integer> places = toPlaces.containsKey(shot.id()) ? toPlaces : fromPlaces;
        differences.add(new Difference(
                kind, shot.id(), "shot " + position(places, shot) + " (\"" + shot.fileName() + "\") " + words));
    }
}
