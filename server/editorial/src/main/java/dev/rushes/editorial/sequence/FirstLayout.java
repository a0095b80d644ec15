// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import org.jspecify.annotations.Nullable;

/**
 * Lays takes end to end without regard to score: proof that the footage can fill the timeline, and a start for the searches
 * when nearly every take is needed. It is never the answer by itself.
 */
final class FirstLayout {

    private final SequenceModel model;

    FirstLayout(SequenceModel model) {
        this.model = model;
    }

    /** Returns a path that uses each take at most once, or null if this simple way finds none. */
    @Nullable
    TakePath lay() {
        TakePath path = new TakePath(model);
        boolean[] isUsed = new boolean[model.takes()];
        int point = 0;
        while (point < model.points - 1) {
            int arc = next(point, gapEnd(point), isUsed, path);
            if (arc < 0) {
                return null;
            }
            isUsed[path.take[path.length]] = true;
            path.arc[path.length++] = arc;
            point = model.arcTo[arc];
        }
        path.refresh();
        return path;
    }

    /** Returns the next point at which a locked shot begins, or the last point. */
    private int gapEnd(int point) {
        int end = point;
        while (end < model.points - 1 && !model.lockedLeaves[end]) {
            end++;
        }
        return end == point ? point + 1 : end;
    }

    /** Takes the shortest take that closes the gap, or else the one that reaches furthest. */
    private int next(int point, int end, boolean[] isUsed, TakePath path) {
        int best = -1;
        long bestKey = Long.MIN_VALUE;
        for (int take = 0; take < isUsed.length; take++) {
            if (isUsed[take]) {
                continue;
            }
            int arc = furthest(point, end, take);
            if (arc < 0) {
                continue;
            }
            boolean closes = model.arcTo[arc] == end;
            long key = closes ? Integer.MAX_VALUE - furthestBeyond(point, take) : model.arcTo[arc];
            if (key > bestKey) {
                bestKey = key;
                best = arc;
                path.take[path.length] = take;
            }
        }
        return best;
    }

    private int furthest(int point, int end, int take) {
        int best = -1;
        for (int arc = model.firstArc[point]; arc < model.firstArc[point + 1]; arc++) {
            if (model.arcTo[arc] <= end
                    && model.value[arc][take] != SequenceModel.IMPOSSIBLE
                    && (best < 0 || model.arcTo[arc] > model.arcTo[best])) {
                best = arc;
            }
        }
        return best;
    }

    private int furthestBeyond(int point, int take) {
        int arc = furthest(point, model.points - 1, take);
        return arc < 0 ? point : model.arcTo[arc];
    }
}
