// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

/**
 * The optimisation problem as numbers: a graph of cut points, takes that may stand on its arcs, and what neighbours are worth.
 *
 * <p>Maximise the values of the chosen (arc, take) pairs plus the worth of neighbours, over paths from the first to the last
 * point on which every take stands at most once. A take belongs to a bucket (shot type and angle, {@code type * 4 + angle}),
 * which decides what it is worth next to another, and to a cluster of takes that look alike.
 *
 * <p>A locked shot is a take that alone may stand on one arc; no arc crosses it. Two locked neighbours are worth nothing to each
 * other, because no choice of ours put them there.
 */
final class SequenceModel {

    /** Shot types times angles. */
    static final int BUCKETS = 16;

    /** Value of a take that cannot stand on an arc. */
    static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

    /** Cost of two neighbours that look alike (taste: more than any other single term). */
    static final double LOOK_ALIKE = 2.5;

    /** Cost of each shot beyond the longest wanted run of one angle (taste). */
    static final double STREAK = 2.0;

    final int points;
    final int[] arcFrom;
    final int[] arcTo;
    final boolean[] arcLocked;

    /** Index of the first arc that leaves each point, with one more entry at the end; arcs are sorted by start. */
    final int[] firstArc;

    /** By arc, then by take. */
    final double[][] value;

    /** Takes are sorted by bucket. */
    final int[] bucket;

    /** First take of each bucket, with one more entry at the end. */
    final int[] firstTake;

    final int[] cluster;
    final boolean[] takeLocked;

    /** Worth of neighbouring buckets, earlier first. */
    final double[][] neighbours;

    final int maxStreak;

    /** Whether only a locked shot can end at, or begin at, a point. */
    final boolean[] lockedArrives;

    final boolean[] lockedLeaves;

    /**
     * @param graph cut points and arcs
     * @param takes buckets, clusters and locks of the takes, sorted by bucket
     * @param value by arc, then by take
     * @param neighbours worth of neighbouring buckets
     * @param maxStreak longest wanted run of one angle
     */
    SequenceModel(Graph graph, Takes takes, double[][] value, double[][] neighbours, int maxStreak) {
        this.points = graph.points();
        this.arcFrom = graph.from();
        this.arcTo = graph.to();
        this.arcLocked = graph.locked();
        this.value = value;
        this.bucket = takes.bucket();
        this.cluster = takes.cluster();
        this.takeLocked = takes.locked();
        this.neighbours = neighbours;
        this.maxStreak = Math.clamp(maxStreak, 1, 4);
        this.firstArc = new int[points + 1];
        this.lockedArrives = new boolean[points];
        this.lockedLeaves = new boolean[points];
        for (int arc = 0; arc < arcFrom.length; arc++) {
            firstArc[arcFrom[arc] + 1]++;
            if (arcLocked[arc]) {
                lockedLeaves[arcFrom[arc]] = true;
                lockedArrives[arcTo[arc]] = true;
            }
        }
        for (int point = 0; point < points; point++) {
            firstArc[point + 1] += firstArc[point];
        }
        this.firstTake = new int[BUCKETS + 1];
        for (int take : bucket) {
            firstTake[take + 1]++;
        }
        for (int b = 0; b < BUCKETS; b++) {
            firstTake[b + 1] += firstTake[b];
        }
    }

    /**
     * Cut points and the arcs between them.
     *
     * @param points number of points
     * @param from start of each arc, ascending
     * @param to end of each arc
     * @param locked whether the arc is a locked shot
     */
    @SuppressWarnings("ArrayRecordComponent") // built once, read only
    record Graph(int points, int[] from, int[] to, boolean[] locked) {}

    /**
     * What the takes are.
     *
     * @param bucket shot type and angle, ascending
     * @param cluster takes with the same number look alike
     * @param locked whether it is a locked shot
     */
    @SuppressWarnings("ArrayRecordComponent") // built once, read only
    record Takes(int[] bucket, int[] cluster, boolean[] locked) {}

    int arcs() {
        return arcFrom.length;
    }

    int takes() {
        return bucket.length;
    }

    /** Returns the arc between two points, or -1. */
    int arcBetween(int from, int to) {
        for (int arc = firstArc[from]; arc < firstArc[from + 1]; arc++) {
            if (arcTo[arc] == to) {
                return arc;
            }
        }
        return -1;
    }

    /** Returns the length of the run of one angle that a take ends, capped at {@code maxStreak}. */
    int streakAfter(int previousTake, int previousStreak, int take) {
        boolean isSameAngle = (bucket[previousTake] & 3) == (bucket[take] & 3);
        return isSameAngle ? Math.min(previousStreak + 1, maxStreak) : 1;
    }

    /**
     * Returns the worth of two neighbours.
     *
     * @param previousStreak run of one angle that the earlier take ends
     */
    double worth(int previousTake, int previousStreak, int take) {
        if (takeLocked[previousTake] && takeLocked[take]) {
            return 0;
        }
        double worth = neighbours[bucket[previousTake]][bucket[take]];
        if ((bucket[previousTake] & 3) == (bucket[take] & 3) && previousStreak >= maxStreak) {
            worth -= STREAK;
        }
        return cluster[previousTake] == cluster[take] ? worth - LOOK_ALIKE : worth;
    }
}
