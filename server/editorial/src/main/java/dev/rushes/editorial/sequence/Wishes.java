// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.time.FrameRange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of this one cut, besides the style.
 *
 * @param musicStart where the music begins, in seconds of the song; null lets the optimizer choose
 * @param pace factor on the wanted lengths of shots: 0.5 makes them half as long; greater than zero
 * @param motionShift added to the motion the style wants, -1..1
 * @param shortestSeconds no free shot is shorter; 0 sets no limit
 * @param longestSeconds no free shot is longer; 0 sets no limit
 * @param preferredTypes shot sizes to prefer; empty for none
 * @param discouraged what stands now and should rather not come again
 */
public record Wishes(
        @Nullable Double musicStart,
        double pace,
        double motionShift,
        double shortestSeconds,
        double longestSeconds,
        Set<ShotType> preferredTypes,
        List<Placement> discouraged) {

    /** No wish. */
    public static final Wishes NONE = new Wishes(null, 1, 0, 0, 0, Set.of(), List.of());

    public Wishes {
        if (!(pace > 0) || pace > 10) {
            throw new IllegalArgumentException("pace: " + pace + " (expected: > 0, <= 10)");
        }
        if (!(Math.abs(motionShift) <= 1)) {
            throw new IllegalArgumentException("motionShift: " + motionShift + " (expected: -1..1)");
        }
        if (!(shortestSeconds >= 0) || !(longestSeconds >= 0)) {
            throw new IllegalArgumentException("shortestSeconds: " + shortestSeconds + ", longestSeconds: "
                    + longestSeconds + " (expected: >= 0)");
        }
        if (longestSeconds > 0 && shortestSeconds > longestSeconds) {
            throw new IllegalArgumentException(
                    "shortestSeconds: " + shortestSeconds + " (expected: <= longestSeconds " + longestSeconds + ")");
        }
        preferredTypes = Set.copyOf(preferredTypes);
        discouraged = List.copyOf(discouraged);
    }

    /**
     * A clip at a place.
     *
     * @param clipId media of the clip
     * @param record where on the timeline
     */
    public record Placement(String clipId, FrameRange record) {}

    /** Returns these wishes with another pace. */
    public Wishes withPace(double newPace) {
        return new Wishes(
                musicStart, newPace, motionShift, shortestSeconds, longestSeconds, preferredTypes, discouraged);
    }

    /** Returns these wishes with another shift of motion. */
    public Wishes withMotionShift(double newShift) {
        return new Wishes(musicStart, pace, newShift, shortestSeconds, longestSeconds, preferredTypes, discouraged);
    }

    boolean discourages(String clipId, FrameRange record) {
        for (Placement placement : discouraged) {
            if (placement.clipId().equals(clipId) && placement.record().overlaps(record)) {
                return true;
            }
        }
        return false;
    }
}
