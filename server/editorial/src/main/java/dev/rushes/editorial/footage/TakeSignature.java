// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.List;

/**
 * What tells whether two clips show one moment, of the first half minute from the first shown frame. See {@code footage.proto}.
 *
 * @param hashes perceptual hashes, one every {@link #HASH_SECONDS}; close hashes look alike
 * @param motion mean change of luma from one picture to the next, 0..255, one every {@link #HOP_SECONDS}
 * @param sound level in dB below full scale, at most 0, one every {@link #HOP_SECONDS}; empty without sound
 */
public record TakeSignature(List<Long> hashes, List<Float> motion, List<Float> sound) {

    /** Seconds between two hashes. */
    public static final double HASH_SECONDS = 0.5;

    /** Seconds between two values of motion and of sound. */
    public static final double HOP_SECONDS = 0.2;

    /** Seconds of a clip that are described. */
    public static final double MOST_SECONDS = 30;

    /** Nothing is known. */
    public static final TakeSignature NONE = new TakeSignature(List.of(), List.of(), List.of());

    public TakeSignature {
        hashes = List.copyOf(hashes);
        motion = List.copyOf(motion);
        sound = List.copyOf(sound);
    }
}
