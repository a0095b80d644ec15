// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Chooses how one shot becomes the next: as many dissolves and whips as the style has, dissolves on the quietest cut points,
 * whips on the loudest, and only where both clips have unused frames beyond the cut. Locked shots get hard cuts, for a handle
 * would show frames that nobody locked.
 */
final class TransitionChooser {

    /** Length of both handles together at 30 fps (taste: seen, not noticed). */
    private static final int DISSOLVE_FRAMES = 8;

    private static final int WHIP_FRAMES = 6;

    private final CutGrid grid;
    private final Map<String, ClipFeatures> features = new HashMap<>();
    private final Map<String, List<FrameRange>> shown = new HashMap<>();

    TransitionChooser(CutGrid grid, List<Candidate> candidates) {
        this.grid = grid;
        candidates.forEach(candidate -> features.put(candidate.clipId(), candidate.features()));
    }

    /**
     * Chooses every transition.
     *
     * @param shots in record order
     * @param loudness of the music around each cut point, 0..1
     * @param shares share of each kind in the style
     * @param seed of the rounding of shares and of ties
     */
    List<Transition> choose(List<Shot> shots, double[] loudness, Map<String, Double> shares, long seed) {
        for (Shot shot : shots) {
            shown.computeIfAbsent(shot.clipId(), id -> new ArrayList<>()).add(shot.source());
        }
        Random random = new Random(seed ^ 0x5eed);
        int cuts = Math.max(0, shots.size() - 1);
        Transition[] chosen = new Transition[cuts];
        List<Integer> quietFirst = new ArrayList<>();
        double[] order = new double[cuts];
        for (int i = 0; i < cuts; i++) {
            chosen[i] = hardCut(shots.get(i), shots.get(i + 1));
            order[i] = loudness[i] + 0.2 * random.nextDouble();
            quietFirst.add(i);
        }
        quietFirst.sort(Comparator.comparingDouble(i -> order[i]));
        int dissolves =
                (int) (shares.getOrDefault(TransitionKind.QUICK_DISSOLVE.word(), 0.0) * cuts + random.nextDouble());
        int whips = (int) (shares.getOrDefault(TransitionKind.WHIP_PAN.word(), 0.0) * cuts + random.nextDouble());
        for (int i : quietFirst) {
            if (dissolves > 0 && loudness[i] < 0.5) {
                dissolves -= place(chosen, i, shots, TransitionKind.QUICK_DISSOLVE, DISSOLVE_FRAMES);
            }
        }
        for (int i : quietFirst.reversed()) {
            if (whips > 0 && loudness[i] >= 0.5) {
                whips -= place(chosen, i, shots, TransitionKind.WHIP_PAN, WHIP_FRAMES);
            }
        }
        return List.of(chosen);
    }

    private Transition hardCut(Shot from, Shot to) {
        return new Transition(from.id(), to.id(), TransitionKind.HARD_CUT, beatAt(to), 0, 0);
    }

    private int beatAt(Shot shot) {
        int index = grid.indexOf(shot.record().start());
        return index < 0 ? -1 : grid.point(index).beatIndex();
    }

    /** Puts a transition on a cut point if both clips have the frames; returns how many were put, 0 or 1. */
    private int place(Transition[] chosen, int cut, List<Shot> shots, TransitionKind kind, int framesAt30) {
        FrameRate rate = grid.rate();
        long handle = Math.max(1, Math.round(framesAt30 * rate.framesPerSecond() / 60));
        Shot from = shots.get(cut);
        Shot to = shots.get(cut + 1);
        FrameRange after = new FrameRange(from.source().end(), handle);
        FrameRange before = new FrameRange(to.source().start() - handle, handle);
        boolean isRoomy = Math.min(from.record().count(), to.record().count()) >= 4 * handle;
        if (!isRoomy || chosen[cut].kind() != TransitionKind.HARD_CUT || !isFree(from, after) || !isFree(to, before)) {
            return 0;
        }
        if (from.clipId().equals(to.clipId()) && after.overlaps(before)) {
            return 0;
        }
        shown.getOrDefault(from.clipId(), new ArrayList<>()).add(after);
        shown.getOrDefault(to.clipId(), new ArrayList<>()).add(before);
        chosen[cut] = new Transition(from.id(), to.id(), kind, beatAt(to), handle, handle);
        return 1;
    }

    private boolean isFree(Shot shot, FrameRange handle) {
        ClipFeatures clip = features.get(shot.clipId());
        if (clip == null || shot.isLocked() || handle.start() < 0) {
            return false;
        }
        long end = Footage.clipFrames(clip, grid.rate()) - Footage.END_MARGIN;
        return handle.end() <= end
                && shown.getOrDefault(shot.clipId(), List.of()).stream().noneMatch(handle::overlaps);
    }
}
