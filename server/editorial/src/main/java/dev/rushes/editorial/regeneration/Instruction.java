// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.sequence.Wishes;
import java.util.List;

/** What a person asks of a regeneration; each has an effect that is measured (inventory REG-02, REG-12). */
public enum Instruction {
    /** Something else than what stands there, in the same style. */
    REGENERATE_SECTION("regenerate_section"),
    /** More cuts a minute, shorter shots. */
    MAKE_TIGHTER("make_tighter"),
    /** More motion, or motion that follows the music better. */
    ADD_ENERGY("add_energy"),
    /** Fewer cuts a minute, longer shots. */
    SLOW_DOWN("slow_down");

    /** Least change of motion or of its match with the music that counts as one (taste: less is not seen). */
    private static final double SEEN = 0.02;

    private final String word;

    Instruction(String word) {
        this.word = word;
    }

    /** Tells whether a section has the wanted effect; measured, never assumed. */
    boolean isAchieved(Effect before, Effect after) {
        return switch (this) {
            case REGENERATE_SECTION -> true;
            case MAKE_TIGHTER -> after.shotCount() > before.shotCount();
            case SLOW_DOWN -> after.shotCount() < before.shotCount();
            case ADD_ENERGY ->
                movesMore(before, after)
                        || (after.energyMatch() >= before.energyMatch() + SEEN
                                && after.meanMotion() >= before.meanMotion());
        };
    }

    /** Tells whether the pictures move so much more that it is seen. */
    static boolean movesMore(Effect before, Effect after) {
        return after.meanMotion() >= before.meanMotion() + SEEN;
    }

    /** Returns the wishes to try one after the other, each leaning further than the one before. */
    List<Wishes> escalation(Wishes base) {
        return switch (this) {
            case REGENERATE_SECTION -> List.of(base);
            case MAKE_TIGHTER -> List.of(base.withPace(0.6), base.withPace(0.4), base.withPace(0.25));
            case SLOW_DOWN -> List.of(base.withPace(1.7), base.withPace(2.6), base.withPace(4));
            case ADD_ENERGY ->
                List.of(
                        base.withPace(0.85).withMotionShift(0.25),
                        base.withPace(0.75).withMotionShift(0.45),
                        base.withPace(0.65).withMotionShift(0.7));
        };
    }

    /** Returns the word of the documents. */
    public String word() {
        return word;
    }
}
