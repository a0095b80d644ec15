// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import java.util.Arrays;

/** A path through a {@link SequenceModel}: arcs and the takes on them, with running sums for trial changes. Not thread-safe. */
final class TakePath {

    private final SequenceModel model;
    int length;
    final int[] arc;
    final int[] take;
    private final int[] streak;
    private final double[] sum;

    TakePath(SequenceModel model) {
        this.model = model;
        this.arc = new int[model.points];
        this.take = new int[model.points];
        this.streak = new int[model.points];
        this.sum = new double[model.points];
    }

    TakePath copy() {
        TakePath copy = new TakePath(model);
        copy.length = length;
        System.arraycopy(arc, 0, copy.arc, 0, length);
        System.arraycopy(take, 0, copy.take, 0, length);
        copy.refresh();
        return copy;
    }

    /** Recomputes the running sums after a change and returns the objective. */
    double refresh() {
        double total = 0;
        int run = 0;
        for (int i = 0; i < length; i++) {
            total += model.value[arc[i]][take[i]];
            if (i > 0) {
                total += model.worth(take[i - 1], run, take[i]);
                run = model.streakAfter(take[i - 1], run, take[i]);
            } else {
                run = 1;
            }
            streak[i] = run;
            sum[i] = total;
        }
        return total;
    }

    /** Returns the objective as of the last {@link #refresh}. */
    double objective() {
        return length == 0 ? 0 : sum[length - 1];
    }

    /** Returns the run of one angle that a shot ends, as of the last {@link #refresh}. */
    int streak(int index) {
        return streak[index];
    }

    /** Returns the objective after changes to the shots {@code from..to} made since the last {@link #refresh}. */
    double objectiveAfter(int from, int to) {
        double total = from == 0 ? 0 : sum[from - 1];
        int run = from == 0 ? 0 : streak[from - 1];
        for (int i = from; i < length; i++) {
            total += model.value[arc[i]][take[i]];
            if (total == SequenceModel.IMPOSSIBLE) {
                return total;
            }
            if (i > 0) {
                total += model.worth(take[i - 1], run, take[i]);
                run = model.streakAfter(take[i - 1], run, take[i]);
            } else {
                run = 1;
            }
            if (i > to && run == streak[i]) {
                return total + (sum[length - 1] - sum[i]);
            }
        }
        return total;
    }

    /** Counts how often each take is used. */
    int[] uses() {
        int[] uses = new int[model.takes()];
        for (int i = 0; i < length; i++) {
            uses[take[i]]++;
        }
        return uses;
    }

    /** Tells whether no take stands twice. */
    boolean usesEachOnce() {
        return Arrays.stream(uses()).noneMatch(count -> count > 1);
    }
}
