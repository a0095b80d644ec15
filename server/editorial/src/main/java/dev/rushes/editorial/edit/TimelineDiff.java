// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two timelines of one job, by shot identity, in words. Shot numbers in words count from one. */
public final class TimelineDiff {
    /** What is less nobody hears, and grids fitted anew differ by as much. */
    private static final long HEARD_MICROS = 2000;

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
            String changed = changed(before.get(transition.fromShotId()), transition);
            if (!changed.isEmpty()) {
                add(
                        Kind.TRANSITION,
                        to.shots().get(Objects.requireNonNull(toPlaces.get(transition.fromShotId()))),
                        changed);
            }
        }
    }

    /** Says how a shot leads into its next one otherwise than it did, whichever shot that was; a shot that led nowhere ended hard. */
    private static String changed(@Nullable Transition old, Transition now) {
        TransitionKind kind = old == null ? TransitionKind.HARD_CUT : old.kind();
        if (kind != now.kind()) {
            return "now leads into the next shot by a " + EditWords.word(now.kind()) + " instead of a "
                    + EditWords.word(kind);
        }
        if (old == null || old.outHandle() == now.outHandle() && old.inHandle() == now.inHandle()) {
            return "";
        }
        String name = "leads into the next shot by a " + EditWords.word(kind) + " of ";
        long length = now.outHandle() + now.inHandle();
        long before = old.outHandle() + old.inHandle();
        return length == before
                ? name + length + " frames that begins " + later(old.inHandle() - now.inHandle())
                : name + length + " frames instead of " + before;
    }

    private void whole() {
        if (from.song().startSeconds() != to.song().startSeconds()) {
            differences.add(new Difference(
                    Kind.SONG,
                    "",
                    apart(
                            "the song begins at %s s instead of %s s",
                            2, to.song().startSeconds(), from.song().startSeconds())));
        }
        if (from.song().bpm() != to.song().bpm()) {
            differences.add(new Difference(
                    Kind.SONG,
                    "",
                    apart(
                            "the tempo is %s BPM instead of %s",
                            1, to.song().bpm(), from.song().bpm())));
        } else {
            beats().ifPresent(words -> differences.add(new Difference(Kind.SONG, "", words)));
        }
        if (from.frameCount() != to.frameCount()) {
            differences.add(new Difference(
                    Kind.LENGTH,
                    "",
                    apart(
                            "the cut is %s s long instead of %s s",
                            2,
                            to.frameRate().seconds(to.frameCount()),
                            from.frameRate().seconds(from.frameCount()))));
        }
    }

    /** Puts two figures into words with as many digits as tell them apart, six at most. */
    private static String apart(String words, int digits, double now, double before) {
        String shown = String.format(Locale.ROOT, "%." + digits + "f", now);
        String old = String.format(Locale.ROOT, "%." + digits + "f", before);
        return shown.equals(old) && digits < 6
                ? apart(words, digits + 1, now, before)
                : String.format(words, shown, old);
    }

    /** Says how the beats moved at the same tempo, heard by the song and not by the cut: each against the nearest before. */
    private Optional<String> beats() {
        List<Double> before = inSong(from.song());
        List<Double> moves = new ArrayList<>();
        for (double beat : inSong(to.song())) {
            if (!before.isEmpty() && beat >= before.getFirst() && beat <= before.getLast()) {
                moves.add(before.stream()
                        .map(other -> beat - other)
                        .min(Comparator.comparing(Math::abs))
                        .orElseThrow());
            }
        }
        double least = moves.stream().mapToDouble(move -> move).min().orElse(0);
        double most = moves.stream().mapToDouble(move -> move).max().orElse(0);
        if (isUnheard(Math.max(Math.abs(least), Math.abs(most)))) {
            return repairs(from) == repairs(to)
                    ? Optional.empty()
                    : Optional.of("bars were said to begin on other beats; the beats are the same");
        }
        double mean = (least + most) / 2;
        return Optional.of(
                isUnheard(most - least)
                        ? String.format(
                                Locale.ROOT,
                                "the beats of the song are %.3f s %s",
                                Math.abs(mean),
                                mean > 0 ? "later" : "earlier")
                        : "the beats of the song are elsewhere");
    }

    private static boolean isUnheard(double seconds) {
        return seconds * 1e6 < HEARD_MICROS;
    }

    private static List<Double> inSong(SongExcerpt song) {
        return song.beats().stream().map(beat -> song.startSeconds() + beat).toList();
    }

    private static long repairs(Timeline timeline) {
        return timeline.userEdits().stream()
                .filter(edit -> edit.action().equals(BeatEdit.ACTION))
                .count();
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
