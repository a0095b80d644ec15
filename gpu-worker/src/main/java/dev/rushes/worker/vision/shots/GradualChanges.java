// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.editorial.footage.CutKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds dissolves and fades. In a dissolve from a to b every picture is {@code a + alpha (b - a)} with alpha rising evenly;
 * block means make this cheap to test for every length. A fade goes down to black and up again to another picture.
 */
final class GradualChanges {

    private static final int SHORTEST = 5;
    private static final int LONGEST = 26;
    private static final double LEAST_CHANGE = 9;
    /** Histogram distance over all steps; measured 0.3..1.0 when light changes and over 1.5 in dissolves. */
    private static final double LEAST_STEPS = 1.2;

    private static final double LINEARITY = 0.13;
    private static final double RESIDUAL = 0.24;
    private static final double BLACK_MEAN = 24;
    private static final double LEAST_CONTRAST = 0.35;
    private static final double BLACK_DEVIATION = 10;
    /** A second and a half at 30 a second; a longer gap is a shot of its own, and leaves the frames held. */
    private static final int LONGEST_BLACK = 45;

    private static final int FADE_REACH = 8;
    /** Two changes with fewer frames between them are one. */
    private static final int APART = 2;

    /** Frames by which the middle of a whip pan is wider than a cut. */
    private static final int WHIP_REACH = 3;
    /** How far back frames may be asked about. */
    static final int ASKED_BACK = 62;

    private static final Comparator<Run> STRONGEST_FIRST =
            Comparator.comparingDouble(run -> -run.strength * Math.sqrt(run.to - run.from));

    /** Tells whether two recent frames show different scenes, however the camera moved between them. */
    @FunctionalInterface
    interface Scenes {
        boolean differ(int from, int to);
    }

    private final Scenes scenes;
    private final List<Boundary> cuts;
    private final float[][] means = new float[LONGEST + 1][];
    private final double[] contrast = new double[LONGEST + 1];
    private final boolean[] black = new boolean[LONGEST + 1];
    private final double[] stepsUpTo = new double[LONGEST + 1];
    private double steps;
    /** What may be dissolves and touches each other; whether scenes differ is not known yet. */
    private final List<Run> open = new ArrayList<>();

    private final List<Run> dissolves = new ArrayList<>();
    /** The last frame of what was asked about before all that it touches was known. */
    private int askedTo = -LONGEST;

    private final List<Run> fades = new ArrayList<>();
    private int blackFrom = -1;
    private int lastBlackFrom = -1;
    private int lastBlackTo = -FADE_REACH;
    /** Whether it was black shortly before the last time too: a strobe, no fade. */
    private boolean flickers;

    private record Run(int from, int to, double strength) {
        boolean touches(int otherFrom, int otherTo) {
            return from <= otherTo + APART && to >= otherFrom - APART;
        }
    }

    /**
     * Begins with no frames.
     *
     * @param scenes asked about frames up to {@link #ASKED_BACK} before the last one
     * @param cuts of frames accepted so far, those of the last {@link #LONGEST} may be missing; grows meanwhile
     */
    GradualChanges(Scenes scenes, List<Boundary> cuts) {
        this.scenes = scenes;
        this.cuts = cuts;
    }

    /**
     * Takes the next frame; frames are numbered from 0 without gaps.
     *
     * @param step histogram distance to the frame before
     */
    void accept(int frame, BoundaryFrame picture, double step) {
        steps += step;
        stepsUpTo[frame % means.length] = steps;
        means[frame % means.length] = picture.blockMeans();
        contrast[frame % means.length] = picture.deviation;
        black[frame % means.length] = isBlack(picture);
        fade(frame, picture);
        settleWhatIsOver(frame);
        for (int length = SHORTEST; length <= Math.min(LONGEST, frame); length++) {
            double strength = dissolve(frame - length, frame);
            if (strength > 0) {
                open.add(new Run(frame - length, frame, strength));
            }
        }
    }

    /** Asks about open runs once none can come that touches them, or before their frames are gone. */
    private void settleWhatIsOver(int frame) {
        if (!open.isEmpty() && frame - LONGEST > open.getLast().to + APART) {
            settle(blackFrom >= 0 || frame <= lastBlackTo + FADE_REACH);
        } else if (open.stream().anyMatch(run -> frame - run.from >= ASKED_BACK)) {
            askedTo = open.getLast().to;
            settle(true);
        }
    }

    /**
     * Moves open runs whose scenes differ to {@link #dissolves}. Where nothing else can be in their way the strongest is asked about first,
     * and those it touches are not asked about: {@link #merge} would leave them out.
     *
     * @param fadeMayCome whether a fade that touches them may not be known yet
     */
    private void settle(boolean fadeMayCome) {
        if (open.isEmpty()) {
            return;
        }
        int from = open.stream().mapToInt(Run::from).min().orElseThrow();
        Run all = new Run(from, open.getLast().to, 0);
        boolean alone = !fadeMayCome
                && from > askedTo + APART
                && fades.stream().noneMatch(fade -> all.touches(fade.from, fade.to))
                && cuts.stream().noneMatch(cut -> all.touches(cut.frame() - WHIP_REACH, cut.frame() + WHIP_REACH));
        if (alone) {
            open.sort(STRONGEST_FIRST);
        }
        List<Run> found = new ArrayList<>();
        for (Run run : open) {
            boolean isLeftOut = alone && found.stream().anyMatch(other -> run.touches(other.from, other.to));
            if (!isLeftOut && scenes.differ(run.from, run.to)) {
                found.add(run);
            }
        }
        dissolves.addAll(found);
        open.clear();
    }

    /** Returns how much changes evenly from one frame to another; 0 if it does not. */
    private double dissolve(int from, int to) {
        double before = contrast[from % means.length];
        double after = contrast[to % means.length];
        boolean intoDark = black[from % means.length] || black[to % means.length];
        if (intoDark || Math.min(before, after) < LEAST_CONTRAST * Math.max(before, after)) {
            return 0; // half of a fade: the same picture with hardly any light
        }
        if (stepsUpTo[to % means.length] - stepsUpTo[from % means.length] < LEAST_STEPS) {
            return 0; // light or something in the picture changes, the picture does not
        }
        float[] a = means[from % means.length];
        float[] b = means[to % means.length];
        int length = to - from;
        int middle = length / 2;
        float[] x = means[(from + middle) % means.length];
        double square = 0;
        double along = 0;
        for (int i = 0; i < a.length; i++) {
            double d = b[i] - a[i];
            square += d * d;
            along += (x[i] - a[i]) * d;
        }
        double change = Math.sqrt(square / a.length);
        if (change < LEAST_CHANGE || Math.abs(along / square - (double) middle / length) > LINEARITY) {
            return 0; // no change, or at once: then its middle is one of its ends
        }
        double last = 0;
        for (int k = 1; k < length; k++) {
            double alpha = share(a, b, means[(from + k) % means.length], square, RESIDUAL * change);
            if (!(Math.abs(alpha - (double) k / length) <= LINEARITY && alpha >= last - 0.02)) {
                return 0;
            }
            last = alpha;
        }
        return change;
    }

    /** Returns how much of the way from {@code a} to {@code b} a picture has gone; NaN if it lies further than {@code most} beside the way. */
    private static double share(float[] a, float[] b, float[] picture, double square, double most) {
        double along = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            double d = picture[i] - a[i];
            along += d * (b[i] - a[i]);
            all += d * d;
        }
        double alpha = along / square;
        return Math.sqrt(Math.max(0, all - alpha * along) / a.length) > most ? Double.NaN : alpha;
    }

    private static boolean isBlack(BoundaryFrame picture) {
        return picture.mean < BLACK_MEAN && picture.deviation < BLACK_DEVIATION;
    }

    private void fade(int frame, BoundaryFrame picture) {
        if (isBlack(picture)) {
            blackFrom = blackFrom < 0 ? frame : blackFrom;
        } else if (blackFrom >= 0) {
            flickers = blackFrom - lastBlackTo < FADE_REACH;
            lastBlackFrom = blackFrom;
            lastBlackTo = frame;
            blackFrom = -1;
        }
        boolean between = lastBlackFrom > FADE_REACH && lastBlackTo - lastBlackFrom <= LONGEST_BLACK;
        if (between && frame == lastBlackTo + FADE_REACH) {
            int before = lastBlackFrom - FADE_REACH;
            if (!flickers && scenes.differ(before, frame)) {
                fades.add(new Run(before, frame, 100));
            }
        }
    }

    /** Returns cuts, dissolves and fades together; where they overlap a fade wins over a cut and a cut over a dissolve. */
    List<Boundary> merge(List<Boundary> cutsOfAnyKind) {
        settle(false);
        List<Boundary> result = new ArrayList<>();
        for (Run fade : fades) {
            result.add(boundary(fade, 0.8));
        }
        for (Boundary cut : cutsOfAnyKind) {
            if (result.stream()
                    .noneMatch(other -> cut.frame() > other.from()
                            && cut.frame() < other.to()
                            && other.kind() == CutKind.DISSOLVE)) {
                result.add(cut);
            }
        }
        dissolves.sort(STRONGEST_FIRST);
        for (Run run : dissolves) {
            if (result.stream().noneMatch(other -> run.touches(other.from(), other.to()))) {
                result.add(boundary(run, Math.min(1, 0.4 + run.strength / 60)));
            }
        }
        Boundary[] sorted = result.toArray(new Boundary[0]);
        Arrays.sort(sorted, Comparator.comparingInt(Boundary::frame));
        return List.of(sorted);
    }

    private static Boundary boundary(Run run, double confidence) {
        return new Boundary((run.from + run.to + 1) / 2, run.from, run.to, CutKind.DISSOLVE, confidence);
    }
}
