// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.editorial.footage.CutKind;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shot boundaries by motion-compensated difference. Cheap scores (mean difference, histograms) nominate frames; only
 * those pay for block matching. Flashes are dropped because the shot goes on after them; dissolves are runs in which
 * the picture moves on a straight line from one picture to another; fades are gradual valleys of light.
 *
 * <p>Keeps the last 64 half-size pictures and a row of numbers for every frame.
 */
public final class MotionCompensatedDetector implements ShotBoundaryDetector {

    private static final int RING = GradualChanges.ASKED_BACK + 2;
    /** A frame is judged when this many later frames are known. */
    private static final int LOOK_AHEAD = 12;

    private static final double CUT = 0.60;
    private static final double CUT_WITH_HISTOGRAM = 0.30;
    private static final double HISTOGRAM = 0.25;
    private static final double PROMINENCE = 1.25;
    private static final double JUMP_CUT = 0.22;
    /** Mean difference that is a lot where nothing moves and contrast is low. */
    private static final double LEAST_JUMP = 1.5;

    private static final double SAME_SHOT = 0.35;
    /** Distance above which the ends of a slow change are two pictures. */
    private static final double UNLIKE = 0.66;

    /** Standard deviation of a picture of one colour, of which compression and grain leave 0.3 to 1.1. */
    private static final double BLANK = 1.5;

    private static final double SAME_HISTOGRAM = 0.22;

    /** Likeness of two frames in other light. */
    private static final double SAME_SCENE = 0.62;

    /** A frame that shows less than this share of what its neighbours show is washed out by light. */
    private static final double CLEAR_SHARE = 0.5;

    /** Each is near enough to the next for the blocks to find their place: 4 % of half a picture are 3 of the 8 pixels they may move. */
    private static final double[] ENLARGEMENTS = {1.08, 1.17, 1.26, 1.36, 1.47, 1.59};

    private static final double SAME_ENLARGED = 0.25;
    /** Mean difference between a black frame and the next that is no longer a step of a fade. */
    private static final double LIGHT_STEP = 12;

    private final BoundaryFrame[] ring = new BoundaryFrame[RING];
    /** Comparisons of the held frames with those before them; null before the first question. */
    private final @Nullable BlockMatch[] matches = new BlockMatch[RING];

    private double[] difference = new double[256];
    private double[] histogram = new double[256];
    private double[] sharpness = new double[256];
    private int count;
    private int judged = 1;
    private final List<Boundary> cuts = new ArrayList<>();
    private final GradualChanges gradual = new GradualChanges(this::isOtherScene, cuts);

    @Override
    public void accept(Picture picture) {
        if (count == difference.length) {
            difference = Arrays.copyOf(difference, 2 * count);
            histogram = Arrays.copyOf(histogram, 2 * count);
            sharpness = Arrays.copyOf(sharpness, 2 * count);
        }
        BoundaryFrame frame = ring[count % RING];
        if (frame == null) {
            frame = new BoundaryFrame(picture);
            ring[count % RING] = frame;
        }
        frame.fill(picture);
        // Of this frame, and of the one after the frame whose place it took.
        matches[count % RING] = null;
        matches[(count + 1) % RING] = null;
        sharpness[count] = frame.sharpness;
        if (count > 0) {
            BoundaryFrame before = at(count - 1);
            difference[count] = frame.difference(before);
            histogram[count] = frame.histogramDistance(before);
        }
        count++;
        gradual.accept(count - 1, frame, histogram[count - 1]);
        while (judged + LOOK_AHEAD < count) {
            judge(judged++);
        }
    }

    @Override
    public List<Boundary> finish() {
        while (judged < count) {
            judge(judged++);
        }
        return gradual.merge(withKinds(cuts));
    }

    private BoundaryFrame at(int frame) {
        return ring[frame % RING];
    }

    private boolean isHeld(int frame) {
        return frame >= 0 && frame < count && frame > count - 1 - RING;
    }

    /** Returns the comparison of a held frame with the one before it, which is held too. */
    private BlockMatch match(int frame) {
        BlockMatch match = matches[frame % RING];
        if (match == null) {
            match = new BlockMatch(at(frame - 1), at(frame));
            matches[frame % RING] = match;
        }
        return match;
    }

    /** Tells whether the distance of a frame to the one before it is a limit or more; the limit is above 0. */
    private boolean isAtLeast(double limit, int frame) {
        return isHeld(frame - 1) && isHeld(frame) && match(frame).isAtLeast(limit);
    }

    private boolean isCandidate(int t) {
        if (t < 1 || t >= count) {
            return false;
        }
        double usual = median(difference, t, 8);
        return difference[t] > Math.max(3, 1.6 * usual)
                || difference[t] > Math.max(LEAST_JUMP, 5 * usual)
                || histogram[t] > Math.max(0.12, 1.6 * median(histogram, t, 8));
    }

    private static boolean isDim(BoundaryFrame frame) {
        return frame.mean < 26 && frame.deviation < 12;
    }

    private void judge(int t) {
        if (!isCandidate(t)) {
            return;
        }
        if ((isDim(at(t - 1)) || isDim(at(t))) && difference[t] < LIGHT_STEP) {
            return; // a step of a fade: normalised, the first glimmer looks like another picture
        }
        if (isAtLeast(histogram[t] > HISTOGRAM ? CUT_WITH_HISTOGRAM : CUT, t)) {
            double m = match(t).distance();
            if (isPeak(t, m) && !isFlash(t, m) && !isPunchIn(t, m) && !isRelit(t)) {
                cuts.add(new Boundary(t, t - 1, t, CutKind.HARD_CUT, Math.min(1, 0.5 + m / 2)));
            }
        } else if (difference[t] > 2.5 * median(difference, t, 8) && isAtLeast(Math.nextUp(JUMP_CUT), t)) {
            double m = match(t).distance();
            if (isJump(t, m) && !isFlash(t, m) && !isPunchIn(t, m) && !isRelit(t)) {
                cuts.add(new Boundary(t, t - 1, t, CutKind.HARD_CUT, Math.min(0.7, 0.3 + m)));
            }
        }
    }

    /** The largest of five, and well above the third largest of its neighbours: fast motion has no lone peak. */
    private boolean isPeak(int t, double m) {
        int large = 0;
        for (int i : around(t)) {
            if (!isCandidate(i) && difference[Math.clamp(i, 0, count - 1)] <= 0.7 * difference[t]) {
                continue;
            }
            if (Math.abs(i - t) <= 2 && isAtLeast(i < t ? m : Math.nextUp(m), i)) {
                return false;
            }
            large += isAtLeast(Math.nextUp(m / PROMINENCE), i) ? 1 : 0;
            if (large == 3) {
                return false;
            }
        }
        return true;
    }

    /** Above all its neighbours, and far above most of them. */
    private boolean isJump(int t, double m) {
        int large = 0;
        for (int i : around(t)) {
            if (isAtLeast(m / 1.6, i)) {
                return false;
            }
            large += isAtLeast(m / 3, i) ? 1 : 0;
        }
        return large < 5;
    }

    /** Returns the five frames before and the five after one, the nearest first. */
    private static int[] around(int t) {
        return new int[] {t - 1, t + 1, t - 2, t + 2, t - 3, t + 3, t - 4, t + 4, t - 5, t + 5};
    }

    /** Tells whether frame {@code t} is the one before it, only enlarged or made smaller: an effect inside a shot. */
    private boolean isPunchIn(int t, double m) {
        BoundaryFrame before = at(t - 1);
        BoundaryFrame after = at(t);
        BoundaryFrame large = new BoundaryFrame(before.width, before.height);
        double limit = Math.min(SAME_ENLARGED, 0.35 * m);
        for (double factor : ENLARGEMENTS) {
            before.enlarge(factor, large);
            if (BlockMatch.isBelow(limit, large, after)) {
                return true;
            }
            after.enlarge(factor, large);
            if (BlockMatch.isBelow(limit, large, before)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the shot before {@code t} goes on soon after it, or the shot after it was there shortly before. */
    private boolean isFlash(int t, double m) {
        for (int back = 1; back <= 6; back++) {
            for (int ahead = 0; ahead <= 5; ahead++) {
                boolean edge = back <= 2 && ahead >= 1 || back >= 2 && ahead <= 1;
                int from = t - back;
                int to = t + ahead;
                if (!edge || !isHeld(from) || !isHeld(to)) {
                    continue;
                }
                if (isSame(at(from), at(to), m, difference[t])) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Tells whether two frames are much more alike than those of a jump with motion-compensated distance {@code m}. In noise
     * blocks never find their place, so between pictures of one colour the difference decides.
     */
    private static boolean isSame(BoundaryFrame a, BoundaryFrame b, double m, double jump) {
        if (a.histogramDistance(b) >= SAME_HISTOGRAM) {
            return false;
        }
        return Math.max(a.deviation, b.deviation) < BLANK
                ? a.difference(b) < Math.min(LEAST_JUMP, 0.5 * jump)
                : BlockMatch.isBelow(Math.min(SAME_SHOT, 0.5 * m), a, b);
    }

    /**
     * Tells whether only the light changes at {@code t}: the last frame before and the first frame from there on that are not
     * washed out show the same scene.
     */
    private boolean isRelit(int t) {
        int from = clear(t - 1, -1, cuts.isEmpty() ? 0 : cuts.getLast().frame());
        int to = clear(t, 1, 0);
        if (from == t - 1 && to == t && !Relighting.isOtherLight(at(from), at(to))) {
            return false; // a jump cut keeps the scene too
        }
        boolean blank = Relighting.telling(at(from)) == 0 && Relighting.telling(at(to)) == 0;
        return blank || Relighting.likeness(at(from), at(to), SAME_SCENE) > SAME_SCENE;
    }

    /** Tells whether two held frames are unlike after motion compensation and not the same scene in other light either. */
    private boolean isOtherScene(int from, int to) {
        return isHeld(from)
                && isHeld(to)
                && !BlockMatch.isBelow(Math.nextUp(UNLIKE), at(from), at(to))
                && Relighting.likeness(at(from), at(to), SAME_SCENE) <= SAME_SCENE;
    }

    /** Returns the first frame from {@code start} on in a direction that shows about as much as any within reach. */
    private int clear(int start, int direction, int first) {
        int most = 0;
        int[] telling = new int[LOOK_AHEAD];
        for (int i = 0; i < LOOK_AHEAD; i++) {
            int frame = start + i * direction;
            if (!isHeld(frame) || frame < first) {
                break;
            }
            telling[i] = Relighting.telling(at(frame));
            most = Math.max(most, telling[i]);
            if (i == 0 && most >= CLEAR_SHARE * Relighting.blocks(at(frame))) {
                return start; // no frame can show so much more
            }
        }
        int i = 0;
        while (telling[i] < CLEAR_SHARE * most) {
            i++;
        }
        return start + i * direction;
    }

    /** A cut between two frames that are both smeared against their shots is the middle of a whip pan. */
    private List<Boundary> withKinds(List<Boundary> found) {
        List<Boundary> result = new ArrayList<>();
        for (Boundary cut : found) {
            double near = Math.max(
                    mean(sharpness, cut.frame() - 2, cut.frame()), mean(sharpness, cut.frame(), cut.frame() + 2));
            double before = mean(sharpness, cut.frame() - 12, cut.frame() - 6);
            double after = mean(sharpness, cut.frame() + 6, cut.frame() + 12);
            boolean whip = near < 0.6 * Math.min(before, after)
                    && mean(difference, cut.frame() - 3, cut.frame()) > 6
                    && mean(difference, cut.frame() + 1, cut.frame() + 4) > 6;
            result.add(
                    whip
                            ? new Boundary(
                                    cut.frame(), cut.frame() - 3, cut.frame() + 3, CutKind.WHIP_PAN, cut.confidence())
                            : cut);
        }
        return result;
    }

    private double mean(double[] values, int from, int to) {
        double sum = 0;
        int n = 0;
        for (int i = Math.max(0, from); i < Math.min(count, to); i++) {
            sum += values[i];
            n++;
        }
        return n == 0 ? 0 : sum / n;
    }

    private double median(double[] values, int around, int reach) {
        int from = Math.max(1, around - reach);
        int to = Math.min(count, around + reach + 1);
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
