// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.SongExcerpts;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Moves the cut points of an existing cut onto corrected beats and changes nothing else: same shots, same order, same
 * length. A moved cut point is a roll, so both shots keep showing what they showed at every other frame:
 *
 * <pre>
 *   beats     |     |     |     |            |   |   |   |   |   |
 *   before   AAAAAAAbbbbbbccccccc   after   AAAAAAAAbbbbbbbcccccc
 * </pre>
 *
 * Cut points that were off the old beats stay, as do both ends of a shot locked in its place; a shot locked in its range
 * moves whole or not at all. What footage cannot cover stays. All cut points are chosen together by
 * dynamic programming: on beats, near where they were, and as far from each other as they were.
 */
public final class TimelineResnap {

    /** A cut point is on a beat within this many frames: rounding to frames moves it by half a frame. */
    private static final long ON_BEAT_FRAMES = 1;

    /**
     * Being off the beat costs as much as moving this far in step with its neighbors, or .4 s alone (taste: a viewer sees 80 ms late, not
     * 300 ms longer).
     */
    private static final double OFF_BEAT_SECONDS = .6;

    /**
     * Being longer or shorter costs this share of the difference, so that cut points half a beat off move the same way. With a half they
     * stay off the beat more often, with nothing three of ten shots change their length.
     */
    private static final double OTHER_LENGTH = .25;

    /** No shot gets shorter than this, or than it was. */
    private static final double LEAST_SECONDS = .25;

    private static final String ACTION = "beats_corrected";

    private final Timeline timeline;
    private final FrameRate rate;
    private final ToLongFunction<String> clipFrames;
    private final long[] oldBeats;
    private final long[] newBeats;

    private TimelineResnap(Timeline timeline, SongExcerpt music, ToLongFunction<String> clipFrames) {
        this.timeline = timeline;
        this.rate = timeline.frameRate();
        this.clipFrames = clipFrames;
        this.oldBeats = frames(timeline.song().beats());
        this.newBeats = frames(music.beats());
    }

    /**
     * The cut on corrected beats.
     *
     * @param timeline under the same identity
     * @param movedCuts cut points that moved
     * @param offBeatCuts cut points that were on a beat and could not be put on one again
     */
    public record Resnapped(Timeline timeline, int movedCuts, int offBeatCuts) {}

    /**
     * Returns the cut on the corrected beats of its song.
     *
     * @param song the whole song after {@link dev.rushes.editorial.music.GridRepair}
     * @param clipFrames frames a clip has on the timeline's rate, by media id
     * @param at written into the history of shots whose range changed
     */
    public static Resnapped apply(Timeline timeline, SongAnalysis song, ToLongFunction<String> clipFrames, Instant at) {
        SongExcerpt music = SongExcerpts.of(
                song,
                timeline.song(),
                timeline.song().startSeconds(),
                timeline.frameRate().seconds(timeline.frameCount()));
        return new TimelineResnap(timeline, music, clipFrames).apply(music, at);
    }

    private Resnapped apply(SongExcerpt music, Instant at) {
        long[] cuts = choose();
        List<Shot> shots = new ArrayList<>();
        int moved = 0;
        int off = 0;
        for (int i = 0; i < timeline.shots().size(); i++) {
            Shot shot = timeline.shots().get(i);
            shots.add(placed(shot, cuts[i], cuts[i + 1], at));
            long before = shot.record().start();
            moved += i > 0 && cuts[i] != before ? 1 : 0;
            off += i > 0 && isOn(oldBeats, before) && !isOn(newBeats, cuts[i]) ? 1 : 0;
        }
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < timeline.transitions().size(); i++) {
            Transition old = timeline.transitions().get(i);
            transitions.add(new Transition(
                    old.fromShotId(),
                    old.toShotId(),
                    old.kind(),
                    beatAt(cuts[i + 1]),
                    old.outHandle(),
                    old.inHandle()));
        }
        Timeline snapped = new Timeline(
                timeline.identity(),
                rate,
                music,
                shots,
                transitions,
                timeline.deletedShots(),
                timeline.userEdits(),
                timeline.reasoning(),
                timeline.finalStatus());
        return new Resnapped(snapped, moved, off);
    }

    /** Start of every shot and the end of the last. */
    private long[] choose() {
        int count = timeline.shots().size();
        List<long[]> options = new ArrayList<>();
        options.add(new long[] {0});
        for (int cut = 1; cut < count; cut++) {
            options.add(options(timeline.shots().get(cut).record().start()));
        }
        options.add(new long[] {timeline.frameCount()});
        double[][] cost = new double[count + 1][];
        int[][] from = new int[count + 1][];
        cost[0] = new double[] {0};
        for (int cut = 1; cut <= count; cut++) {
            long[] here = options.get(cut);
            cost[cut] = new double[here.length];
            from[cut] = new int[here.length];
            Arrays.fill(cost[cut], Double.POSITIVE_INFINITY);
            for (int k = 0; k < here.length; k++) {
                double own = cut == count
                        ? 0
                        : cost(timeline.shots().get(cut).record().start(), here[k]);
                for (int j = 0; j < options.get(cut - 1).length; j++) {
                    Shot shot = timeline.shots().get(cut - 1);
                    long start = options.get(cut - 1)[j];
                    double sum = cost[cut - 1][j] + own + lengthCost(shot, here[k] - start);
                    if (sum < cost[cut][k] && fits(shot, cut - 1, start, here[k])) {
                        cost[cut][k] = sum;
                        from[cut][k] = j;
                    }
                }
            }
        }
        long[] chosen = new long[count + 1];
        int k = 0;
        for (int cut = count; cut >= 0; cut--) {
            chosen[cut] = options.get(cut)[k];
            k = cut == 0 ? 0 : from[cut][k];
        }
        return chosen;
    }

    /** Where a cut point may stand: where it is, or on the beat before or after. */
    private long[] options(long frame) {
        if (!isOn(oldBeats, frame) || newBeats.length == 0) {
            return new long[] {frame};
        }
        int after = Arrays.binarySearch(newBeats, frame);
        after = after >= 0 ? after : -after - 1;
        long next = newBeats[Math.min(after, newBeats.length - 1)];
        long previous = newBeats[Math.max(0, after - 1)];
        return Arrays.stream(new long[] {frame, previous, next})
                .filter(option -> option > 0 && option < timeline.frameCount())
                .distinct()
                .toArray();
    }

    private double cost(long before, long after) {
        boolean isLost = isOn(oldBeats, before) && !isOn(newBeats, after);
        return rate.seconds(Math.abs(after - before)) + (isLost ? OFF_BEAT_SECONDS : 0);
    }

    private double lengthCost(Shot shot, long length) {
        return OTHER_LENGTH * rate.seconds(Math.abs(length - shot.record().count()));
    }

    private boolean fits(Shot shot, int index, long start, long end) {
        if (shot.record().start() == start && shot.record().end() == end) {
            return true;
        }
        Lock lock = shot.lock();
        if (lock != null && lock.scope() == Lock.Scope.PLACE_AND_RANGE) {
            return false;
        }
        if (lock != null) {
            return end - start == shot.record().count();
        }
        long least = Math.min(shot.record().count(), SongTime.toFrame(LEAST_SECONDS, rate));
        return end - start >= least && room(shot, index, end - start) >= 0;
    }

    /** Frames of the clip left over after the shot and the handles of its transitions. */
    private long room(Shot shot, int index, long length) {
        return clipFrames.applyAsLong(shot.clipId()) - length - inHandle(index) - outHandle(index);
    }

    private long inHandle(int index) {
        return index == 0 ? 0 : timeline.transitions().get(index - 1).inHandle();
    }

    private long outHandle(int index) {
        return index >= timeline.transitions().size()
                ? 0
                : timeline.transitions().get(index).outHandle();
    }

    private Shot placed(Shot shot, long start, long end, Instant at) {
        FrameRange record = FrameRange.between(start, end);
        if (record.equals(shot.record())) {
            return shot;
        }
        FrameRange source = shot.source();
        if (shot.lock() == null) {
            int index = timeline.shots().indexOf(shot);
            long rolled = source.start() + start - shot.record().start();
            long latest = clipFrames.applyAsLong(shot.clipId()) - outHandle(index) - record.count();
            source = new FrameRange(Math.max(inHandle(index), Math.min(rolled, latest)), record.count());
        }
        List<HistoryEntry> history = new ArrayList<>(shot.history());
        history.add(new HistoryEntry(ACTION, at, null, null, null));
        return new Shot(
                shot.id(),
                shot.clipId(),
                shot.fileName(),
                source,
                record,
                shot.lock(),
                shot.metadata(),
                shot.explanation(),
                history);
    }

    private int beatAt(long frame) {
        for (int i = 0; i < newBeats.length; i++) {
            if (Math.abs(newBeats[i] - frame) <= ON_BEAT_FRAMES) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOn(long[] beats, long frame) {
        return Arrays.stream(beats).anyMatch(beat -> Math.abs(beat - frame) <= ON_BEAT_FRAMES);
    }

    private long[] frames(List<Double> beats) {
        return beats.stream()
                .mapToLong(seconds -> SongTime.toFrame(seconds, rate))
                .toArray();
    }
}
