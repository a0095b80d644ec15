// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

/**
 * Makes a path use every take once and then better, by small exact changes:
 *
 * <pre>
 *   replace   A | B | C   ->   A | X | C      X not used so far
 *   swap      A | B | C   ->   C | B | A
 *   shift     A  |B | C   ->   A|  B | C
 * </pre>
 */
final class LocalSearch {

    private static final double LEAST_GAIN = 1e-9;

    private final SequenceModel model;

    LocalSearch(SequenceModel model) {
        this.model = model;
    }

    /**
     * Replaces every second use of a take by the best take not used so far.
     *
     * @return whether each take now stands once
     */
    boolean repair(TakePath path) {
        int[] uses = path.uses();
        path.refresh();
        for (int i = 0; i < path.length; i++) {
            if (uses[path.take[i]] <= 1) {
                continue;
            }
            int worst = leastLoss(path, path.take[i], uses);
            if (worst < 0) {
                return false;
            }
            int replacement = bestUnused(path, worst, uses);
            uses[path.take[worst]]--;
            path.take[worst] = replacement;
            uses[replacement]++;
            path.refresh();
            i--;
        }
        return true;
    }

    /** Returns the occurrence of a take whose replacement costs least, or -1 if none can be replaced. */
    private int leastLoss(TakePath path, int take, int[] uses) {
        int best = -1;
        double bestValue = SequenceModel.IMPOSSIBLE;
        for (int i = 0; i < path.length; i++) {
            if (path.take[i] != take) {
                continue;
            }
            int replacement = bestUnused(path, i, uses);
            if (replacement >= 0) {
                path.take[i] = replacement;
                double value = path.objectiveAfter(i, i);
                path.take[i] = take;
                if (value > bestValue) {
                    bestValue = value;
                    best = i;
                }
            }
        }
        return best;
    }

    private int bestUnused(TakePath path, int index, int[] uses) {
        int kept = path.take[index];
        int best = -1;
        double bestValue = SequenceModel.IMPOSSIBLE;
        double[] values = model.value[path.arc[index]];
        for (int take = 0; take < uses.length; take++) {
            if (uses[take] == 0 && values[take] != SequenceModel.IMPOSSIBLE) {
                path.take[index] = take;
                double value = path.objectiveAfter(index, index);
                if (value > bestValue) {
                    bestValue = value;
                    best = take;
                }
            }
        }
        path.take[index] = kept;
        return best;
    }

    /**
     * Improves a path until no small change helps.
     *
     * @param path uses each take once
     * @param sweeps most passes over all changes
     * @return the objective
     */
    double improve(TakePath path, int sweeps) {
        path.refresh();
        int[] uses = path.uses();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            boolean isBetter = replaceAll(path, uses);
            isBetter |= swapAll(path);
            isBetter |= shiftAll(path);
            if (!isBetter) {
                break;
            }
        }
        return path.objective();
    }

    private boolean replaceAll(TakePath path, int[] uses) {
        boolean isBetter = false;
        for (int i = 0; i < path.length; i++) {
            if (model.arcLocked[path.arc[i]]) {
                continue;
            }
            int best = bestUnused(path, i, uses);
            if (best < 0) {
                continue;
            }
            int kept = path.take[i];
            path.take[i] = best;
            if (path.objectiveAfter(i, i) > path.objective() + LEAST_GAIN) {
                uses[kept]--;
                uses[best]++;
                path.refresh();
                isBetter = true;
            } else {
                path.take[i] = kept;
            }
        }
        return isBetter;
    }

    private boolean swapAll(TakePath path) {
        boolean isBetter = false;
        for (int i = 0; i < path.length; i++) {
            for (int j = i + 1; j < path.length; j++) {
                if (model.value[path.arc[i]][path.take[j]] == SequenceModel.IMPOSSIBLE
                        || model.value[path.arc[j]][path.take[i]] == SequenceModel.IMPOSSIBLE) {
                    continue;
                }
                swap(path, i, j);
                if (path.objectiveAfter(i, j) > path.objective() + LEAST_GAIN) {
                    path.refresh();
                    isBetter = true;
                } else {
                    swap(path, i, j);
                }
            }
        }
        return isBetter;
    }

    static void swap(TakePath path, int i, int j) {
        int take = path.take[i];
        path.take[i] = path.take[j];
        path.take[j] = take;
    }

    private boolean shiftAll(TakePath path) {
        boolean isBetter = false;
        for (int i = 0; i + 1 < path.length; i++) {
            int from = model.arcFrom[path.arc[i]];
            int to = model.arcTo[path.arc[i + 1]];
            for (int left = model.firstArc[from]; left < model.firstArc[from + 1]; left++) {
                int right = model.arcTo[left] < to ? model.arcBetween(model.arcTo[left], to) : -1;
                if (right < 0
                        || left == path.arc[i]
                        || model.value[left][path.take[i]] == SequenceModel.IMPOSSIBLE
                        || model.value[right][path.take[i + 1]] == SequenceModel.IMPOSSIBLE) {
                    continue;
                }
                int keptLeft = path.arc[i];
                int keptRight = path.arc[i + 1];
                path.arc[i] = left;
                path.arc[i + 1] = right;
                if (path.objectiveAfter(i, i + 1) > path.objective() + LEAST_GAIN) {
                    path.refresh();
                    isBetter = true;
                } else {
                    path.arc[i] = keptLeft;
                    path.arc[i + 1] = keptRight;
                }
            }
        }
        return isBetter;
    }
}
