// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * How strongly something begins at each moment of a song: enough to fit beats again without the file.
 *
 * @param hopSeconds seconds between two values; greater than zero
 * @param startSeconds time of the first value
 * @param strength one value each hop
 */
public record BeatEvidence(double hopSeconds, double startSeconds, ByteCurve strength) {

    /** No evidence: nothing is fitted. */
    public static final BeatEvidence NONE = new BeatEvidence(1, 0, ByteCurve.EMPTY);

    public BeatEvidence {
        if (!(hopSeconds > 0)) {
            throw new IllegalArgumentException("hopSeconds: " + hopSeconds + " (expected: > 0)");
        }
    }

    /** Returns the strength at a time, linear between hops; 0 outside. */
    public double at(double seconds) {
        double position = (seconds - startSeconds) / hopSeconds;
        int left = (int) Math.floor(position);
        if (left < 0 || left >= strength.size() - 1) {
            return 0;
        }
        double share = position - left;
        return strength.get(left) * (1 - share) + strength.get(left + 1) * share;
    }
}
