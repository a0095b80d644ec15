// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A {@link SequenceModel} together with what its numbers stand for.
 *
 * @param model numbers
 * @param takes by take of the model
 * @param places by arc of the model
 * @param starts best first source frame by arc, then by take; -1 where the take cannot stand
 */
@SuppressWarnings("ArrayRecordComponent") // built once, read only
record PlannedModel(SequenceModel model, List<Take> takes, List<ShotScorer.Place> places, long[][] starts) {

    /**
     * How long shots may be, in steps of the grid.
     *
     * @param usual allowed anywhere
     * @param closing allowed besides in front of a locked shot and at the end, so that what is left can be tiled
     */
    record Lengths(List<Integer> usual, List<Integer> closing) {

        static final Lengths BASE = new Lengths(List.of(1, 2, 3, 4, 6, 8), List.of(5, 7));
        static final Lengths SLOW = new Lengths(List.of(1, 2, 3, 4, 6, 8, 12, 16), List.of(5, 7));
        static final Lengths LONG =
                new Lengths(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 24, 32), List.of(13, 15));

        boolean allow(int steps, boolean closes) {
            return usual.contains(steps) || (closes && closing.contains(steps));
        }
    }

    static PlannedModel build(
            CutGrid grid, ShotScorer scorer, StyleTerms style, List<Take> free, List<Take> locked, Rules rules) {
        List<Take> takes = new ArrayList<>(free);
        takes.addAll(locked);
        takes.sort(Comparator.comparingInt(Take::bucket));
        SequenceModel.Graph graph = graph(grid, locked, rules);
        int arcs = graph.from().length;
        double[][] value = new double[arcs][takes.size()];
        long[][] starts = new long[arcs][takes.size()];
        List<ShotScorer.Place> places = new ArrayList<>();
        for (int arc = 0; arc < arcs; arc++) {
            ShotScorer.Place place = scorer.place(graph.from()[arc], graph.to()[arc]);
            places.add(place);
            Arrays.fill(value[arc], SequenceModel.IMPOSSIBLE);
            Arrays.fill(starts[arc], -1);
            for (int i = 0; i < takes.size(); i++) {
                Take take = takes.get(i);
                Shot shot = take.locked();
                ClipFeatures features = take.features();
                if (shot != null) {
                    if (shot.record().equals(place.record())) {
                        double kept = shot.explanation().score();
                        value[arc][i] = Double.isFinite(kept) ? kept : 0;
                        starts[arc][i] = shot.source().start();
                    }
                } else if (!graph.locked()[arc] && features != null) {
                    starts[arc][i] = scorer.bestStart(take, place);
                    if (starts[arc][i] >= 0) {
                        value[arc][i] = scorer.score(take, features, place, starts[arc][i]);
                    }
                }
            }
        }
        SequenceModel.Takes kinds = new SequenceModel.Takes(
                takes.stream().mapToInt(Take::bucket).toArray(),
                takes.stream().mapToInt(Take::cluster).toArray(),
                lockedFlags(takes));
        SequenceModel model = new SequenceModel(graph, kinds, value, style.neighbours(), rules.maxStreak());
        return new PlannedModel(model, takes, places, starts);
    }

    /**
     * Rules of a model.
     *
     * @param lengths how long shots may be
     * @param maxStreak longest wanted run of one angle
     * @param leastFrames no free shot is shorter
     * @param mostFrames no free shot is longer
     */
    record Rules(Lengths lengths, int maxStreak, long leastFrames, long mostFrames) {

        Rules withLengths(Lengths newLengths) {
            return new Rules(newLengths, maxStreak, leastFrames, mostFrames);
        }

        private boolean allow(int steps, boolean closes, long frames) {
            return lengths.allow(steps, closes) && frames >= leastFrames && frames <= mostFrames;
        }
    }

    private static boolean[] lockedFlags(List<Take> takes) {
        boolean[] flags = new boolean[takes.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = takes.get(i).locked() != null;
        }
        return flags;
    }

    private static SequenceModel.Graph graph(CutGrid grid, List<Take> locked, Rules rules) {
        int points = grid.size();
        int[] lockEnd = new int[points];
        Arrays.fill(lockEnd, -1);
        for (Take take : locked) {
            Shot shot = take.locked();
            if (shot != null) {
                FrameRange record = shot.record();
                lockEnd[grid.indexOf(record.start())] = grid.indexOf(record.end());
            }
        }
        List<int[]> arcs = new ArrayList<>();
        for (int from = 0; from < points - 1; from++) {
            if (lockEnd[from] >= 0) {
                arcs.add(new int[] {from, lockEnd[from], 1});
                continue;
            }
            int limit = from + 1;
            while (limit < points - 1 && lockEnd[limit] < 0) {
                limit++;
            }
            for (int to = from + 1; to <= limit; to++) {
                long frames = grid.point(to).frame() - grid.point(from).frame();
                if (rules.allow(to - from, to == limit, frames)) {
                    arcs.add(new int[] {from, to, 0});
                }
            }
        }
        int[] fromPoints = new int[arcs.size()];
        int[] toPoints = new int[arcs.size()];
        boolean[] flags = new boolean[arcs.size()];
        for (int i = 0; i < flags.length; i++) {
            fromPoints[i] = arcs.get(i)[0];
            toPoints[i] = arcs.get(i)[1];
            flags[i] = arcs.get(i)[2] == 1;
        }
        return new SequenceModel.Graph(points, fromPoints, toPoints, flags);
    }
}
