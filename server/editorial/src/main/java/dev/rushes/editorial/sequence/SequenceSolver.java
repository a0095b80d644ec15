// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds a path of a {@link SequenceModel} that uses each take at most once, with a proof of how good it is.
 *
 * <p>Lagrangian relaxation of use-once (Held and Karp 1971; Polyak's step): every take has a price; the best path under prices,
 * found exactly by {@link PathSearch}, plus the sum of the prices bounds every admissible path from above. Prices move along the
 * violated uses. Paths met on the way are repaired and improved ({@link LocalSearch}); then stretches of the best path are
 * re-solved by the same search with the takes outside banned (large neighbourhood search). Work is limited by counts, never by
 * time, so equal models and seeds give equal paths.
 */
final class SequenceSolver {

    private static final int ASCENT_STEPS = 250;

    /** Price steps of a quick answer (measured: past these the answer gains less than a percent while the time doubles). */
    private static final int QUICK_STEPS = 25;

    private static final int REPAIR_EVERY = 4;

    /** The ascent stops when the bound has not moved by a ten-thousandth in so many steps. */
    private static final int PATIENCE = 40;

    private static final double RELATIVE_GAP = 1e-3;

    /** Price steps of one window search. */
    private static final int WINDOW_STEPS = 6;

    /** Arc values that all window searches together may touch (chosen so that windows take no longer than the ascent). */
    private static final double WINDOW_WORK = 1.2e7;

    private final SequenceModel model;
    private final PathSearch search;
    private final LocalSearch local;
    private final Random random;
    private final double[] price;
    private final double[] bestPrice;
    private double bound = Double.POSITIVE_INFINITY;
    private @Nullable TakePath best;

    /**
     * An answer.
     *
     * @param path uses each take at most once
     * @param bound no admissible path is worth more
     */
    record Solution(TakePath path, double bound) {}

    SequenceSolver(SequenceModel model, long seed) {
        this.model = model;
        this.search = new PathSearch(model);
        this.local = new LocalSearch(model);
        this.random = new Random(seed);
        this.price = new double[model.takes()];
        this.bestPrice = new double[model.takes()];
    }

    /** Returns the best path found, or null if none was found. */
    @Nullable
    Solution solve(Effort effort) {
        TakePath layout = new FirstLayout(model).lay();
        if (layout != null) {
            offer(layout, 4, 0);
        }
        ascend(effort == Effort.QUICK ? QUICK_STEPS : ASCENT_STEPS);
        TakePath start = best;
        if (start == null) {
            return null;
        }
        if (effort == Effort.FULL && !isClosed()) {
            searchWindows();
        }
        TakePath path = Objects.requireNonNull(best, "best");
        local.improve(path, 100);
        path.refresh();
        return new Solution(path, Math.max(bound, path.objective()));
    }

    private boolean isClosed() {
        TakePath path = best;
        return path != null
                && bound != Double.POSITIVE_INFINITY
                && bound - path.objective() <= RELATIVE_GAP * Math.max(1, Math.abs(bound));
    }

    /**
     * Repairs a path, improves it if it comes near the best one, and keeps it if it is better.
     *
     * @param sweeps most passes of local search
     * @param reach how far below the best one an improvement is still tried
     */
    private void offer(TakePath path, int sweeps, double reach) {
        if (path.length == 0 || !local.repair(path)) {
            return;
        }
        double value = path.refresh();
        TakePath known = best;
        if (value == SequenceModel.IMPOSSIBLE || (known != null && value < known.objective() - reach)) {
            return;
        }
        value = local.improve(path, sweeps);
        if (known == null || value > known.objective() + 1e-12) {
            best = path.copy();
        }
    }

    private void ascend(int steps) {
        double[] direction = new double[price.length];
        double theta = 1;
        int idle = 0;
        double earlier = bound;
        TakePath path = new TakePath(model);
        for (int step = 0; step < steps && !isClosed(); step++) {
            requireWanted();
            double value = search.search(price, search.whole(), path);
            if (value == SequenceModel.IMPOSSIBLE) {
                return;
            }
            for (double p : price) {
                value += p;
            }
            idle++;
            if (value < bound - 1e-9) {
                bound = value;
                System.arraycopy(price, 0, bestPrice, 0, price.length);
                idle = 0;
            }
            if (idle >= 12) {
                theta *= 0.6;
                idle = 0;
            }
            if (step % PATIENCE == PATIENCE - 1) {
                if (earlier - bound < 1e-4 * Math.max(1, Math.abs(bound))) {
                    return;
                }
                earlier = bound;
            }
            int[] uses = path.uses();
            if (step % REPAIR_EVERY == 0 || path.usesEachOnce()) {
                offer(path, 3, 3);
            }
            if (!move(direction, uses, theta, value)) {
                return;
            }
        }
    }

    /** Moves the prices and tells whether any use was violated. */
    private boolean move(double[] direction, int[] uses, double theta, double value) {
        double square = 0;
        for (int take = 0; take < price.length; take++) {
            double violation = model.takeLocked[take] || (price[take] <= 0 && uses[take] == 0) ? 0 : uses[take] - 1.0;
            direction[take] = violation + 0.3 * direction[take];
            square += direction[take] * direction[take];
        }
        if (square < 1e-12) {
            return false;
        }
        TakePath known = best;
        double reach = known == null ? value - 0.1 * Math.abs(value) - 1 : known.objective();
        double target = Math.max(reach, bound - 0.1 * Math.abs(bound) - 0.1);
        double step = theta * Math.max(1e-6, value - target) / square;
        for (int take = 0; take < price.length; take++) {
            price[take] = Math.max(0, price[take] + step * direction[take]);
        }
        return true;
    }

    private void searchWindows() {
        double work = Math.max(1.0, (double) model.arcs() * model.takes());
        int rounds = (int) Math.clamp(WINDOW_WORK / work, 24, 250);
        double[] windowPrice = new double[price.length];
        TakePath piece = new TakePath(model);
        int idle = 0;
        for (int round = 0; round < rounds && idle < 60 && !isClosed(); round++) {
            requireWanted();
            TakePath before = best;
            searchWindow(windowPrice, piece);
            idle = before == best ? idle + 1 : 0;
        }
    }

    /** Ends the search when its thread was interrupted: nobody waits for the answer. Asked every few milliseconds; never changes an answer. */
    private static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the search for a cut was interrupted");
        }
    }

    /** Re-solves a random stretch of the best path; takes that stand outside it are banned. */
    private void searchWindow(double[] windowPrice, TakePath piece) {
        TakePath known = Objects.requireNonNull(best, "best");
        int width = Math.min(known.length, 4 + random.nextInt(8));
        int first = random.nextInt(known.length - width + 1);
        int last = first + width - 1;
        System.arraycopy(bestPrice, 0, windowPrice, 0, windowPrice.length);
        for (int i = 0; i < known.length; i++) {
            if (i < first || i > last) {
                windowPrice[known.take[i]] = Double.POSITIVE_INFINITY;
            }
        }
        PathSearch.Span span = new PathSearch.Span(
                model.arcFrom[known.arc[first]],
                model.arcTo[known.arc[last]],
                first == 0 ? -1 : known.take[first - 1],
                first == 0 ? 0 : known.streak(first - 1),
                last == known.length - 1 ? -1 : known.take[last + 1]);
        double step = 0.5;
        for (int i = 0; i < WINDOW_STEPS; i++) {
            if (search.search(windowPrice, span, piece) == SequenceModel.IMPOSSIBLE) {
                return;
            }
            boolean isAdmissible = piece.usesEachOnce();
            if (isAdmissible || i == 0 || i == WINDOW_STEPS - 1) {
                offer(spliced(known, piece, first, last), 1, 0.2);
            }
            int[] uses = piece.uses();
            boolean isSettled = isAdmissible;
            for (int take = 0; take < uses.length; take++) {
                double p = windowPrice[take];
                if (uses[take] > 1) {
                    windowPrice[take] = p + step * (uses[take] - 1);
                } else if (uses[take] == 0 && p > 0 && p != Double.POSITIVE_INFINITY) {
                    windowPrice[take] = Math.max(0, p - step);
                    isSettled = false;
                }
            }
            if (isSettled) {
                return;
            }
            step *= 0.7;
        }
    }

    private TakePath spliced(TakePath known, TakePath piece, int first, int last) {
        TakePath path = new TakePath(model);
        for (int i = 0; i < first; i++) {
            path.arc[path.length] = known.arc[i];
            path.take[path.length++] = known.take[i];
        }
        for (int i = 0; i < piece.length; i++) {
            path.arc[path.length] = piece.arc[i];
            path.take[path.length++] = piece.take[i];
        }
        for (int i = last + 1; i < known.length; i++) {
            path.arc[path.length] = known.arc[i];
            path.take[path.length++] = known.take[i];
        }
        return path;
    }
}
