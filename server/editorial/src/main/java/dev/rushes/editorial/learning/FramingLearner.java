// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells shot size and angle of a creator's clips by what was said of others: a vote of the corrected clips, each weighted by how
 * alike it is (Nadaraya 1964, Watson 1964), to which the shipped model's probabilities are added as if they were a few votes
 * more. Far from every corrected clip the model alone decides. Immutable; safe for use by several threads.
 */
public final class FramingLearner {

    /** Distance at which a corrected clip's vote has fallen to 0.6; chosen on the labelled clips, see E-53. */
    private static final double REACH = 1.0;

    /** Votes of the shipped model; chosen with {@link #REACH}. */
    private static final double PRIOR = 0.1;

    private final List<Example> examples;

    private FramingLearner(List<Example> examples) {
        this.examples = examples;
    }

    /**
     * What a person said of one clip.
     *
     * @param evidence of that clip
     * @param shotType null when nothing was said of it
     * @param angle null when nothing was said of it
     */
    public record Example(
            FramingEvidence evidence,
            @Nullable ShotType shotType,
            @Nullable Angle angle) {}

    /** Learns from what was said; no examples leave every clip as it was seen. */
    public static FramingLearner of(Collection<Example> examples) {
        return new FramingLearner(List.copyOf(examples));
    }

    /** Returns how many of the examples count for a clip of that evidence. */
    public int counted(FramingEvidence evidence) {
        return comparable(evidence).size();
    }

    /**
     * Returns size and angle of a clip nobody spoke of, with their probabilities. A zoom stays one: it is told from motion.
     *
     * @param seen by the shipped model
     * @param evidence it was told from; when nothing is known the clip stays as it was seen
     */
    public Framing tell(Framing seen, FramingEvidence evidence) {
        List<Example> near = comparable(evidence);
        if (near.isEmpty()) {
            return seen;
        }
        double[] sizes = prior(evidence.sizes());
        double[] angles = prior(evidence.angles());
        for (Example example : near) {
            double vote = vote(example.evidence.numbers(), evidence.numbers());
            if (example.shotType != null && example.shotType != ShotType.ZOOM) {
                sizes[example.shotType.ordinal()] += vote;
            }
            if (example.angle != null) {
                angles[example.angle.ordinal()] += vote;
            }
        }
        int angle = largest(angles);
        boolean zooms = seen.shotType() == ShotType.ZOOM;
        int size = largest(sizes);
        return new Framing(
                zooms ? ShotType.ZOOM : ShotType.values()[size],
                zooms ? seen.shotTypeConfidence() : share(sizes, size),
                Angle.values()[angle],
                share(angles, angle));
    }

    private List<Example> comparable(FramingEvidence evidence) {
        List<Example> near = new ArrayList<>();
        for (Example example : examples) {
            if (example.evidence.isComparableTo(evidence)) {
                near.add(example);
            }
        }
        return near;
    }

    private static double[] prior(List<Double> probabilities) {
        return probabilities.stream().mapToDouble(p -> PRIOR * p).toArray();
    }

    private static double vote(List<Float> a, List<Float> b) {
        double squares = 0;
        for (int i = 0; i < a.size(); i++) {
            double difference = a.get(i) - b.get(i);
            squares += difference * difference;
        }
        return Math.exp(-squares / (2 * REACH * REACH));
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static double share(double[] votes, int of) {
        double sum = 0;
        for (double vote : votes) {
            sum += vote;
        }
        return votes[of] / sum;
    }
}
