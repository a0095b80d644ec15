// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Moments are drawn from seeds: pictures, motion and sound over half a minute, of which clips see parts. */
class SameMomentTest {

    private static final int PAIRS = 300;

    @Test
    void overlappingCopyIsTheSameMoment() {
        for (int seed = 0; seed < PAIRS; seed++) {
            TakeSignature first = take(seed, 0, 8, 0, true);
            TakeSignature second = take(seed, 4, 10, 4, false);

            assertThat(isSame(first, second)).as("seed %d", seed).isTrue();
            assertThat(isSame(second, first)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void secondCameraThatHeardTheSameIsTheSameMoment() {
        for (int seed = 0; seed < PAIRS; seed++) {
            TakeSignature first = take(seed, 0, 10, 0, true);
            TakeSignature second = take(seed, 2, 10, 64, true);

            assertThat(isSame(first, second)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void secondCameraIsUnknownWhereSoundAloneIsNotAsked() {
        SameMoment first = SameMoment.of(take(1, 0, 10, 0, true));

        assertThat(first.isThatOf(SameMoment.of(take(1, 2, 10, 64, true)), false))
                .isFalse();
        assertThat(first.isThatOf(SameMoment.of(take(1, 2, 10, 0, true)), false))
                .isTrue();
    }

    @Test
    void otherMomentsAreNot() {
        int taken = 0;
        for (int seed = 0; seed < PAIRS; seed++) {
            taken += isSame(take(seed, 0, 6, 0, true), take(seed + 1_000, 0, 6, 0, true)) ? 1 : 0;
        }

        assertThat(taken).isLessThanOrEqualTo(PAIRS / 100);
    }

    @Test
    void musicBehindTwoMomentsDoesNotMakeThemOne() {
        for (int seed = 0; seed < PAIRS; seed++) {
            TakeSignature first = take(seed, 0, 8, 0, true);
            TakeSignature other = take(seed + 1_000, 0, 8, 0, true);
            // nothing moves in step with anything: only the sound is the same
            TakeSignature still = new TakeSignature(
                    other.hashes(), other.motion().stream().map(v -> 1f).toList(), first.sound());

            assertThat(isSame(first, still)).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void clipsNothingIsKnownOfAreNoMoment() {
        assertThat(isSame(TakeSignature.NONE, TakeSignature.NONE)).isFalse();
        assertThat(isSame(TakeSignature.NONE, take(1, 0, 6, 0, true))).isFalse();
    }

    private static boolean isSame(TakeSignature a, TakeSignature b) {
        return SameMoment.of(a).isThatOf(SameMoment.of(b), true);
    }

    /** Seconds {@code from} to {@code to} of a moment; {@code turned} bits of each picture are drawn anew. */
    private static TakeSignature take(long moment, int from, int to, int turned, boolean heard) {
        SplittableRandom random = new SplittableRandom(moment);
        List<Long> hashes = new ArrayList<>();
        List<Float> motion = new ArrayList<>();
        List<Float> sound = new ArrayList<>();
        SplittableRandom camera = new SplittableRandom(31 * moment + from);
        long picture = random.nextLong();
        long other = camera.nextLong();
        for (int i = 0; i < 60; i++) {
            picture ^= 1L << random.nextInt(64);
            if (i >= 2 * from && i < 2 * to) {
                hashes.add(turned == 64 ? other ^ picture << 1 : picture ^ (turned == 0 ? 0 : (1L << turned) - 1));
            }
        }
        for (int i = 0; i < 150; i++) {
            float moves = (float) random.nextDouble(1, 20);
            float level = (float) random.nextDouble(-60, -10);
            if (i >= 5 * from && i < 5 * to) {
                motion.add(moves * (float) camera.nextDouble(0.8, 1.2));
                sound.add(level - (float) camera.nextDouble(0, 4));
            }
        }
        return new TakeSignature(hashes, motion, heard ? sound : List.of());
    }
}
