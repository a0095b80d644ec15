// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.List;

/**
 * What shot size and angle were told from. See {@code footage.proto}.
 *
 * @param version what the numbers mean; evidence of unlike versions cannot be compared
 * @param numbers measured in pictures and motion, each about -3..3; empty when nothing is known
 * @param sizes probabilities of close-up, medium and wide before any correction, 0..1
 * @param angles probabilities of the angles, in the order of {@link Angle}, before any correction, 0..1
 */
public record FramingEvidence(int version, List<Float> numbers, List<Double> sizes, List<Double> angles) {

    /** Nothing is known. */
    public static final FramingEvidence NONE = new FramingEvidence(0, List.of(), List.of(), List.of());

    /** Close-up, medium and wide; a zoom is told from motion. */
    private static final int SIZES = 3;

    /**
     * Checks that the lists belong together.
     *
     * @throws IllegalArgumentException if there are numbers without one probability for each size and angle
     */
    public FramingEvidence {
        numbers = List.copyOf(numbers);
        sizes = List.copyOf(sizes);
        angles = List.copyOf(angles);
        if (!numbers.isEmpty() && (sizes.size() != SIZES || angles.size() != Angle.values().length)) {
            throw new IllegalArgumentException("probabilities: " + sizes.size() + " sizes, " + angles.size()
                    + " angles (expected: " + SIZES + " and " + Angle.values().length + ")");
        }
    }

    /** Tells whether something was measured. */
    public boolean isKnown() {
        return !numbers.isEmpty();
    }

    /** Tells whether two clips were measured in the same way. */
    public boolean isComparableTo(FramingEvidence other) {
        return isKnown() && version == other.version && numbers.size() == other.numbers.size();
    }
}
