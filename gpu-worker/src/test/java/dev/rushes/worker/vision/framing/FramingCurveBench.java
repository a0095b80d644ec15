// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.learning.FramingLearner;
import dev.rushes.worker.vision.bench.DevMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How right shot sizes of a creator's clips are, against the number of the creator's other clips that were corrected. No creator
 * with several labelled shoots is at hand; who marked a set of shots stands in for one. The model knows nothing of that set: for
 * the raw clips it is grown from the shots of finished videos, and the other way about. Corrected clips and those that are judged
 * are of different shoots, and in a second count of the same. Twenty orders; intervals of 95 % from a bootstrap over shoots.
 */
final class FramingCurveBench {

    private static final int[] COUNTS = {0, 5, 10, 20, 30, 60};
    private static final int CONFUSION_AT = 30;
    private static final int ORDERS = 20;
    private static final int RESAMPLED = 1000;
    private static final double JUDGED = 0.25;
    private static final List<Double> NO_ANGLE = Collections.nCopies(Angle.values().length, 0.25);

    private final List<LabelledShots.Shot> shots;
    private final Forest model;

    private FramingCurveBench(List<LabelledShots.Shot> shots, Forest model) {
        this.shots = shots;
        this.model = model;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        if (!DevMedia.isPresent()) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        List<LabelledShots.Shot> clips = LabelledShots.clips();
        List<LabelledShots.Shot> reels = LabelledShots.reels();
        FramingCurveBench ofClips = new FramingCurveBench(clips, grow(reels));
        FramingCurveBench ofReels = new FramingCurveBench(reels, grow(clips));
        ofClips.report("raw clips, corrected ones of other shoots", true);
        ofClips.report("raw clips, corrected ones of any shoot", false);
        ofReels.report("shots of finished videos, corrected ones of other shoots", true);
        ofReels.report("shots of finished videos, corrected ones of any shoot", false);
    }

    private static Forest grow(List<LabelledShots.Shot> shots) {
        return Forest.grow(
                new Forest.Examples(
                        shots.stream().map(LabelledShots.Shot::inputs).toArray(double[][]::new),
                        shots.stream().mapToInt(LabelledShots.Shot::size).toArray(),
                        shots.stream().mapToDouble(LabelledShots.Shot::trust).toArray()),
                LearnedFramingEstimator.SIZES,
                new Forest.Growth(
                        LearnedFramingEstimator.TREES,
                        LearnedFramingEstimator.TRIED,
                        LearnedFramingEstimator.LEAST_LEAF,
                        1));
    }

    private void report(String title, boolean acrossShoots) {
        System.out.println("== " + title + ": " + shots.size() + " shots of " + shoots().size() + " shoots");
        for (int count : COUNTS) {
            int[] hits = new int[shots.size()];
            int[] judged = new int[shots.size()];
            int[][] confusion = new int[LearnedFramingEstimator.SIZES][LearnedFramingEstimator.SIZES];
            int used = count;
            for (int order = 1; order <= ORDERS; order++) {
                Random random = new Random(order);
                Set<Integer> asked = asked(acrossShoots, random);
                List<Integer> others = new ArrayList<>();
                for (int i = 0; i < shots.size(); i++) {
                    if (!asked.contains(i)) {
                        others.add(i);
                    }
                }
                Collections.shuffle(others, random);
                used = Math.min(used, others.size());
                FramingLearner learner = FramingLearner.of(others.stream()
                        .limit(count)
                        .map(shots::get)
                        .map(shot -> new FramingLearner.Example(evidence(shot), ShotType.values()[shot.size()], null))
                        .toList());
                for (int i : asked) {
                    int told = told(learner, shots.get(i));
                    int wanted = shots.get(i).size();
                    hits[i] += told == wanted ? 1 : 0;
                    judged[i]++;
                    confusion[wanted][told]++;
                }
            }
            double[] interval = interval(hits, judged);
            System.out.printf(
                    "%3d corrections: %.1f %% right (%.1f to %.1f)%n",
                    used,
                    100.0 * Arrays.stream(hits).sum() / Arrays.stream(judged).sum(),
                    100 * interval[0],
                    100 * interval[1]);
            if (count == CONFUSION_AT) {
                System.out.println(
                        "    close-up, medium, wide told of each in that order: " + Arrays.deepToString(confusion));
            }
        }
    }

    private Map<String, List<Integer>> shoots() {
        Map<String, List<Integer>> shoots = new LinkedHashMap<>();
        for (int i = 0; i < shots.size(); i++) {
            shoots.computeIfAbsent(shots.get(i).shoot(), key -> new ArrayList<>())
                    .add(i);
        }
        return shoots;
    }

    /** Chooses what is judged: whole shoots, or shots of any. */
    private Set<Integer> asked(boolean wholeShoots, Random random) {
        List<List<Integer>> choice = new ArrayList<>();
        if (wholeShoots) {
            choice.addAll(shoots().values());
        } else {
            for (int i = 0; i < shots.size(); i++) {
                choice.add(List.of(i));
            }
        }
        Collections.shuffle(choice, random);
        Set<Integer> asked = new HashSet<>();
        for (List<Integer> some : choice) {
            if (asked.size() < JUDGED * shots.size()) {
                asked.addAll(some);
            }
        }
        return asked;
    }

    private int told(FramingLearner learner, LabelledShots.Shot shot) {
        FramingEvidence evidence = evidence(shot);
        int best = 0;
        for (int k = 1; k < LearnedFramingEstimator.SIZES; k++) {
            best = evidence.sizes().get(k) > evidence.sizes().get(best) ? k : best;
        }
        Framing seen = new Framing(ShotType.values()[best], evidence.sizes().get(best), Angle.FRONT, 0.25);
        return learner.tell(seen, evidence).shotType().ordinal();
    }

    private FramingEvidence evidence(LabelledShots.Shot shot) {
        return new FramingEvidence(
                FramingDescriptor.VERSION,
                Arrays.stream(shot.inputs()).mapToObj(value -> (float) value).toList(),
                Arrays.stream(model.probabilities(shot.inputs())).boxed().toList(),
                NO_ANGLE);
    }

    private double[] interval(int[] hits, int[] judged) {
        List<List<Integer>> shoots = List.copyOf(shoots().values());
        double[] shares = new double[RESAMPLED];
        Random random = new Random(1);
        for (int k = 0; k < RESAMPLED; k++) {
            double right = 0;
            double all = 0;
            for (int i = 0; i < shoots.size(); i++) {
                for (int shot : shoots.get(random.nextInt(shoots.size()))) {
                    right += hits[shot];
                    all += judged[shot];
                }
            }
            shares[k] = right / Math.max(1, all);
        }
        Arrays.sort(shares);
        return new double[] {shares[RESAMPLED / 40], shares[RESAMPLED - 1 - RESAMPLED / 40]};
    }
}
