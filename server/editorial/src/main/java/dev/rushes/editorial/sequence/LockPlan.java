// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the locked shots stand. A shot locked in place stays. A shot locked in range only stays too where it can, and else goes
 * to the nearest beat at which it fits.
 *
 * @param shots in record order, not overlapping
 * @param problem why the locks cannot all be kept, in words, or null
 */
record LockPlan(List<Shot> shots, @Nullable String problem) {

    static LockPlan of(List<Shot> locked, Excerpt excerpt, FrameRate rate) {
        List<Shot> placed = new ArrayList<>();
        List<Shot> movable = new ArrayList<>();
        for (Shot shot : locked) {
            Lock lock = shot.lock();
            boolean fits = fits(shot.record(), excerpt.frameCount(), placed);
            if (fits && (lock == null || lock.scope() == Lock.Scope.PLACE_AND_RANGE)) {
                placed.add(shot);
            } else if (lock != null && lock.scope() == Lock.Scope.RANGE) {
                movable.add(shot);
            } else {
                return new LockPlan(List.of(), refusal(shot, excerpt.frameCount(), rate));
            }
        }
        for (Shot shot : movable) {
            Shot moved = move(shot, excerpt, rate, placed);
            if (moved == null) {
                return new LockPlan(
                        List.of(),
                        String.format(
                                Locale.ROOT,
                                "The locked shot %s (%s, %.1f s) has no free place beside the other locks: unlock it or another"
                                        + " one.",
                                shot.id(),
                                shot.fileName(),
                                rate.seconds(shot.record().count())));
            }
            placed.add(moved);
        }
        placed.sort(Comparator.comparingLong(shot -> shot.record().start()));
        return new LockPlan(List.copyOf(placed), null);
    }

    private static String refusal(Shot shot, long frameCount, FrameRate rate) {
        return String.format(
                Locale.ROOT,
                "The locked shot %s (%s) stands at %.2f-%.2f s, which is outside the %.2f s of the cut or on another locked"
                        + " shot: unlock it, or ask for another length.",
                shot.id(),
                shot.fileName(),
                rate.seconds(shot.record().start()),
                rate.seconds(shot.record().end()),
                rate.seconds(frameCount));
    }

    private static @Nullable Shot move(Shot shot, Excerpt excerpt, FrameRate rate, List<Shot> placed) {
        long wanted = shot.record().start();
        List<Long> starts = new ArrayList<>();
        starts.add(0L);
        starts.add(excerpt.frameCount() - shot.record().count());
        for (Shot other : placed) {
            starts.add(other.record().end());
            starts.add(other.record().start() - shot.record().count());
        }
        excerpt.beats().forEach(beat -> starts.add(SongTime.toFrame(beat.seconds(), rate)));
        starts.sort(Comparator.comparingLong((Long start) -> Math.abs(start - wanted))
                .thenComparingLong(start -> start));
        starts.addFirst(wanted);
        for (long start : starts) {
            FrameRange record = new FrameRange(start, shot.record().count());
            if (fits(record, excerpt.frameCount(), placed)) {
                return new Shot(
                        shot.id(),
                        shot.clipId(),
                        shot.fileName(),
                        shot.source(),
                        record,
                        shot.lock(),
                        shot.metadata(),
                        shot.explanation(),
                        shot.history());
            }
        }
        return null;
    }

    private static boolean fits(FrameRange record, long frameCount, List<Shot> placed) {
        return record.start() >= 0
                && record.end() <= frameCount
                && record.count() > 0
                && placed.stream().noneMatch(other -> other.record().overlaps(record));
    }
}
