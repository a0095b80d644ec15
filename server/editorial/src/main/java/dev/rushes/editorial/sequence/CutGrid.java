// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The frames at which shots may begin and end: beats of the excerpt, both ends of the timeline, both ends of every locked
 * range, and even points where the song has no beat.
 *
 * <pre>
 *   beats      | | | | | | | | |
 *   locked         [     ]
 *   points     | | |     | | | |      no point inside a locked range
 * </pre>
 */
final class CutGrid {

    /** Points closer than this are one point; a shot of less cannot be seen (taste). */
    private static final double LEAST_SECONDS = 0.2;

    /**
     * A frame where a cut may be.
     *
     * @param frame on the timeline
     * @param beatIndex beat of the excerpt, or -1
     * @param barPosition 1 on a downbeat, 0 if not known
     * @param isSectionStart whether a section of the song begins here
     */
    record Point(long frame, int beatIndex, int barPosition, boolean isSectionStart) {}

    private final List<Point> points;
    private final FrameRate rate;
    private final double beatFrames;

    private CutGrid(List<Point> points, FrameRate rate, double beatFrames) {
        this.points = List.copyOf(points);
        this.rate = rate;
        this.beatFrames = beatFrames;
    }

    static CutGrid over(Excerpt excerpt, FrameRate rate, List<FrameRange> locked, double meanShotSeconds) {
        double fps = rate.framesPerSecond();
        double period = excerpt.isGridTrusted() ? beatPeriod(excerpt) * fps : Math.max(0.25, meanShotSeconds / 2) * fps;
        TreeMap<Long, Point> points = new TreeMap<>();
        long least = Math.max(1, Math.round(LEAST_SECONDS * fps));
        for (int i = 0; i < excerpt.beats().size(); i++) {
            Beat beat = excerpt.beats().get(i);
            long frame = SongTime.toFrame(beat.seconds(), rate);
            if (frame < 0 || frame >= excerpt.frameCount()) {
                continue;
            }
            if (frame == 0) {
                points.put(
                        0L, new Point(0, i, beat.barPosition(), startsSection(excerpt, beat.seconds(), period / fps)));
            } else if (excerpt.isGridTrusted() && (points.isEmpty() || frame - points.lastKey() >= least)) {
                points.put(
                        frame,
                        new Point(frame, i, beat.barPosition(), startsSection(excerpt, beat.seconds(), period / fps)));
            }
        }
        TreeMap<Long, Point> fixed = new TreeMap<>();
        fix(fixed, points, 0);
        fix(fixed, points, excerpt.frameCount());
        for (FrameRange range : locked) {
            fix(fixed, points, range.start());
            fix(fixed, points, range.end());
        }
        points.keySet().removeIf(frame -> isCrowded(frame, fixed, least));
        points.putAll(fixed);
        fillGaps(points, period);
        for (FrameRange range : locked) {
            points.subMap(range.start(), false, range.end(), false).clear();
        }
        return new CutGrid(new ArrayList<>(points.values()), rate, period);
    }

    private static double beatPeriod(Excerpt excerpt) {
        List<Beat> beats = excerpt.beats();
        if (beats.size() < 2) {
            return excerpt.music().bpm() > 0 ? 60 / excerpt.music().bpm() : 0.5;
        }
        double[] gaps = new double[beats.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = beats.get(i + 1).seconds() - beats.get(i).seconds();
        }
        Arrays.sort(gaps);
        return Math.max(0.2, gaps[gaps.length / 2]);
    }

    private static boolean startsSection(Excerpt excerpt, double seconds, double period) {
        return excerpt.sectionStarts().stream().anyMatch(at -> Math.abs(at - seconds) <= period / 2);
    }

    private static void fix(TreeMap<Long, Point> fixed, TreeMap<Long, Point> points, long frame) {
        Point beat = points.get(frame);
        fixed.put(frame, beat == null ? new Point(frame, -1, 0, false) : beat);
    }

    private static boolean isCrowded(long frame, TreeMap<Long, Point> fixed, long least) {
        Long before = fixed.floorKey(frame);
        Long after = fixed.ceilingKey(frame);
        return (before != null && frame - before < least) || (after != null && after - frame < least);
    }

    /** Puts even points where the next point is much more than a beat away. */
    private static void fillGaps(TreeMap<Long, Point> points, double period) {
        List<Point> known = new ArrayList<>(points.values());
        for (int i = 0; i + 1 < known.size(); i++) {
            long from = known.get(i).frame();
            long gap = known.get(i + 1).frame() - from;
            if (gap > 1.75 * period) {
                long pieces = Math.max(2, Math.round(gap / period));
                for (long piece = 1; piece < pieces; piece++) {
                    long frame = from + Math.round((double) gap * piece / pieces);
                    points.putIfAbsent(frame, new Point(frame, -1, 0, false));
                }
            }
        }
    }

    int size() {
        return points.size();
    }

    Point point(int index) {
        return points.get(index);
    }

    /** Returns the index of the point at a frame, or -1. */
    int indexOf(long frame) {
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).frame() == frame) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the length of a beat, or of a step of the even grid, in frames. */
    double beatFrames() {
        return beatFrames;
    }

    FrameRate rate() {
        return rate;
    }
}
