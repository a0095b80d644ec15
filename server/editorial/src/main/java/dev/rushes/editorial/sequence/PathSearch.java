// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import java.util.Arrays;

/**
 * The best path when a take may stand more than once but each use costs its price: a longest path over points and states.
 *
 * <p>A state is (shot type, angle, run of that angle). Because neighbours that look alike cost extra, each state keeps its two
 * best paths whose last takes are of different clusters; and of the takes of a bucket only the three best of different clusters
 * can matter on an arc, since the in-value differs for one cluster only. Both prunings lose nothing. One search costs
 * O(arcs x takes). Buffers are reused; not thread-safe.
 */
final class PathSearch {

    private static final double NONE = SequenceModel.IMPOSSIBLE;
    private static final int NO_CLUSTER = Integer.MIN_VALUE;

    private final SequenceModel model;
    private final int streaks;
    private final int states;

    // Two entries for each state of each point: value, cluster of the last take, last take and arc, entry before.
    private final double[] outValue;
    private final int[] outCluster;
    private final int[] outTake;
    private final int[] outArc;
    private final int[] outBefore;

    // What a take of a bucket finds when it begins at the current point, by (bucket, run); two entries likewise.
    private final double[] inValue;
    private final int[] inCluster;
    private final int[] inEntry;

    private int bestEntry;
    private int secondEntry;
    private final double[] topValue = new double[3];
    private final int[] topTake = new int[3];

    /**
     * Where a search begins and ends.
     *
     * @param from first point
     * @param to last point
     * @param before take in front of the first point, -1 if none
     * @param beforeStreak run of one angle that it ends
     * @param after take behind the last point, -1 if none
     */
    record Span(int from, int to, int before, int beforeStreak, int after) {}

    PathSearch(SequenceModel model) {
        this.model = model;
        this.streaks = model.maxStreak;
        this.states = SequenceModel.BUCKETS * streaks;
        int entries = model.points * states * 2;
        this.outValue = new double[entries];
        this.outCluster = new int[entries];
        this.outTake = new int[entries];
        this.outArc = new int[entries];
        this.outBefore = new int[entries];
        this.inValue = new double[states * 2];
        this.inCluster = new int[states * 2];
        this.inEntry = new int[states * 2];
    }

    Span whole() {
        return new Span(0, model.points - 1, -1, 0, -1);
    }

    /**
     * Finds the best path.
     *
     * @param price of each use of each take; infinite for takes that must not be used
     * @param path receives the arcs and takes of the span
     * @return the value after prices, {@code IMPOSSIBLE} if there is no path
     */
    double search(double[] price, Span span, TakePath path) {
        Arrays.fill(outValue, span.from() * states * 2, (span.to() + 1) * states * 2, NONE);
        for (int point = span.from(); point < span.to(); point++) {
            if (point == span.from() ? enterFirst(span) : enter(point)) {
                leave(point, span.to(), price);
            }
        }
        int best = -1;
        double bestValue = NONE;
        for (int entry = span.to() * states * 2; entry < (span.to() + 1) * states * 2; entry++) {
            if (outValue[entry] == NONE) {
                continue;
            }
            double value = outValue[entry];
            if (span.after() >= 0) {
                int run = (entry / 2) % streaks + 1;
                value += model.worth(outTake[entry], run, span.after());
            }
            if (value > bestValue) {
                bestValue = value;
                best = entry;
            }
        }
        trace(best, path);
        return bestValue;
    }

    private void trace(int last, TakePath path) {
        int count = 0;
        for (int entry = last; entry >= 0; entry = outBefore[entry]) {
            count++;
        }
        path.length = count;
        for (int entry = last; entry >= 0; entry = outBefore[entry]) {
            count--;
            path.arc[count] = outArc[entry];
            path.take[count] = outTake[entry];
        }
    }

    private boolean enterFirst(Span span) {
        Arrays.fill(inValue, NONE);
        for (int bucket = 0; bucket < SequenceModel.BUCKETS; bucket++) {
            if (span.before() < 0) {
                offerIn(bucket, 0, 0, NO_CLUSTER, -1);
                continue;
            }
            boolean isFree = model.takeLocked[span.before()] && model.lockedLeaves[span.from()];
            boolean isSameAngle = (model.bucket[span.before()] & 3) == (bucket & 3);
            double worth = isFree ? 0 : model.neighbours[model.bucket[span.before()]][bucket];
            int run = 1;
            if (isSameAngle) {
                run = Math.min(span.beforeStreak() + 1, streaks);
                worth -= !isFree && span.beforeStreak() >= streaks ? SequenceModel.STREAK : 0;
            }
            offerIn(bucket, run - 1, worth, isFree ? NO_CLUSTER : model.cluster[span.before()], -1);
        }
        return true;
    }

    private boolean enter(int point) {
        Arrays.fill(inValue, NONE);
        boolean isFree = model.lockedArrives[point] && model.lockedLeaves[point];
        boolean isReached = false;
        for (int bucket = 0; bucket < SequenceModel.BUCKETS; bucket++) {
            int first = (point * states + bucket * streaks) * 2;
            // A change of angle forgets the run, so there only the two best over all runs count.
            bestEntry = -1;
            secondEntry = -1;
            for (int run = 0; run < streaks; run++) {
                int entry = first + run * 2;
                if (outValue[entry] != NONE) {
                    isReached = true;
                    considerEntry(entry);
                    considerEntry(entry + 1);
                    offerSameAngle(bucket, run, entry, isFree);
                }
            }
            if (bestEntry >= 0) {
                offerOtherAngles(bucket, isFree);
            }
        }
        return isReached;
    }

    private void considerEntry(int entry) {
        double value = outValue[entry];
        if (value == NONE) {
            return;
        }
        if (bestEntry < 0 || value > outValue[bestEntry]) {
            if (bestEntry >= 0 && outCluster[bestEntry] != outCluster[entry]) {
                secondEntry = bestEntry;
            }
            bestEntry = entry;
        } else if (outCluster[entry] != outCluster[bestEntry] && (secondEntry < 0 || value > outValue[secondEntry])) {
            secondEntry = entry;
        }
    }

    private void offerSameAngle(int bucket, int run, int entry, boolean isFree) {
        int nextRun = Math.min(run + 1, streaks - 1);
        double streak = !isFree && run + 1 >= streaks ? SequenceModel.STREAK : 0;
        for (int target = bucket & 3; target < SequenceModel.BUCKETS; target += 4) {
            if (model.firstTake[target] != model.firstTake[target + 1]) {
                double worth = isFree ? 0 : model.neighbours[bucket][target] - streak;
                offerEntry(target, nextRun, worth, entry, isFree);
                offerEntry(target, nextRun, worth, entry + 1, isFree);
            }
        }
    }

    private void offerOtherAngles(int bucket, boolean isFree) {
        for (int target = 0; target < SequenceModel.BUCKETS; target++) {
            if ((target & 3) != (bucket & 3) && model.firstTake[target] != model.firstTake[target + 1]) {
                double worth = isFree ? 0 : model.neighbours[bucket][target];
                offerEntry(target, 0, worth, bestEntry, isFree);
                if (secondEntry >= 0) {
                    offerEntry(target, 0, worth, secondEntry, isFree);
                }
            }
        }
    }

    private void offerEntry(int target, int run, double worth, int entry, boolean isFree) {
        if (outValue[entry] != NONE) {
            offerIn(target, run, outValue[entry] + worth, isFree ? NO_CLUSTER : outCluster[entry], entry);
        }
    }

    private void offerIn(int bucket, int run, double value, int cluster, int entry) {
        int first = (bucket * streaks + run) * 2;
        if (value <= inValue[first + 1]) {
            return;
        }
        if (value > inValue[first]) {
            if (cluster != inCluster[first] || inValue[first] == NONE) {
                inValue[first + 1] = inValue[first];
                inCluster[first + 1] = inCluster[first];
                inEntry[first + 1] = inEntry[first];
            }
            inValue[first] = value;
            inCluster[first] = cluster;
            inEntry[first] = entry;
        } else if (cluster != inCluster[first]) {
            inValue[first + 1] = value;
            inCluster[first + 1] = cluster;
            inEntry[first + 1] = entry;
        }
    }

    private void leave(int point, int lastPoint, double[] price) {
        for (int arc = model.firstArc[point]; arc < model.firstArc[point + 1]; arc++) {
            if (model.arcTo[arc] > lastPoint) {
                continue;
            }
            for (int bucket = 0; bucket < SequenceModel.BUCKETS; bucket++) {
                if (model.firstTake[bucket] == model.firstTake[bucket + 1]) {
                    continue;
                }
                int found = bestTakes(model.value[arc], price, model.firstTake[bucket], model.firstTake[bucket + 1]);
                for (int run = 0; run < streaks && found > 0; run++) {
                    int in = (bucket * streaks + run) * 2;
                    int second = (model.arcTo[arc] * states + bucket * streaks + run) * 2 + 1;
                    for (int i = 0; i < found && inValue[in] + topValue[i] > outValue[second]; i++) {
                        offerOut(arc, bucket * streaks + run, in, i);
                    }
                }
            }
        }
    }

    /** Finds the three best takes of different clusters and returns how many there are. */
    private int bestTakes(double[] value, double[] price, int from, int to) {
        topValue[0] = NONE;
        topValue[1] = NONE;
        topValue[2] = NONE;
        for (int take = from; take < to; take++) {
            double net = value[take] - price[take];
            if (net > topValue[2]) {
                insertTop(net, take);
            }
        }
        return topValue[0] == NONE ? 0 : topValue[1] == NONE ? 1 : topValue[2] == NONE ? 2 : 3;
    }

    private void insertTop(double net, int take) {
        int cluster = model.cluster[take];
        int slot = 2;
        for (int i = 0; i < 3; i++) {
            if (topValue[i] != NONE && model.cluster[topTake[i]] == cluster) {
                if (topValue[i] >= net) {
                    return;
                }
                slot = i;
                break;
            }
        }
        while (slot > 0 && net > topValue[slot - 1]) {
            topValue[slot] = topValue[slot - 1];
            topTake[slot] = topTake[slot - 1];
            slot--;
        }
        topValue[slot] = net;
        topTake[slot] = take;
    }

    private void offerOut(int arc, int state, int in, int top) {
        int take = topTake[top];
        int cluster = model.cluster[take];
        double arriving = inValue[in];
        int before = inEntry[in];
        if (inCluster[in] == cluster) {
            arriving -= SequenceModel.LOOK_ALIKE;
            if (inValue[in + 1] > arriving) {
                arriving = inValue[in + 1];
                before = inEntry[in + 1];
            }
        }
        double value = arriving + topValue[top];
        int first = (model.arcTo[arc] * states + state) * 2;
        int slot;
        if (value > outValue[first]) {
            if (outValue[first] != NONE && outCluster[first] != cluster) {
                copyOut(first, first + 1);
            }
            slot = first;
        } else if (value > outValue[first + 1] && outCluster[first] != cluster) {
            slot = first + 1;
        } else {
            return;
        }
        outValue[slot] = value;
        outCluster[slot] = cluster;
        outTake[slot] = take;
        outArc[slot] = arc;
        outBefore[slot] = before;
    }

    private void copyOut(int from, int to) {
        outValue[to] = outValue[from];
        outCluster[to] = outCluster[from];
        outTake[to] = outTake[from];
        outArc[to] = outArc[from];
        outBefore[to] = outBefore[from];
    }
}
