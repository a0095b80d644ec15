// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

/**
 * Which picture of a clip stands on the screen, in whole numbers. It is the rule of the renderer (gpu-worker W-21): the
 * latest picture that begins no later than a millisecond after the frame of the timeline, both counted from the clip's
 * first shown picture.
 *
 * <pre>
 *   timeline 30  |k=0   |1     |2     |3     |4     |5
 *   clip 25      |0      |1      |2      |3      |4        shown: 0 0 1 2 3 4
 * </pre>
 *
 * @param timeline rate of the frames asked for
 * @param clip rate of the clip's pictures
 */
public record PictureClock(FrameRate timeline, FrameRate clip) {

    /** The renderer is one millisecond generous, because containers round time stamps to as little as that. */
    private static final long TOLERANCE_PER_SECOND = 1_000;

    private static final int FINEST = 1 << 20;

    /** Returns the zero-based picture shown at a frame; negative before the clip begins. */
    public long pictureAt(long frame) {
        long perSecond = TOLERANCE_PER_SECOND * timeline.numerator();
        long moment = TOLERANCE_PER_SECOND * frame * timeline.denominator() + timeline.numerator();
        return Math.floorDiv(Math.multiplyExact(moment, (long) clip.numerator()), perSecond * clip.denominator());
    }

    /** Tells whether the clip has one picture for each frame of the timeline. */
    public boolean isSameRate() {
        return (long) timeline.numerator() * clip.denominator() == (long) clip.numerator() * timeline.denominator();
    }

    /** Returns the fewest pictures that last as long as some frames of the timeline. */
    public long picturesIn(long frames) {
        return Math.ceilDiv(frames * step(), unit());
    }

    /** Returns the whole picture to begin a range with so that fewest frames show a neighbour of the renderer's picture. */
    public long nearestStart(FrameRange shown) {
        long first = pictureAt(shown.start());
        long here = misplaced(shown.start(), shown, new Position(first, 1));
        long next = misplaced(shown.start(), shown, new Position(first + 1, 1));
        return next < here ? first + 1 : first;
    }

    /**
     * Returns where a player must stand at {@code anchor} so that it shows exactly the renderer's pictures in a range, if
     * it shows the picture whose time has come and nothing else. A whole picture if that does, else the roughest fraction
     * well inside the bounds.
     *
     * @param anchor a frame of {@code shown}
     */
    public Position at(long anchor, FrameRange shown) {
        long first = pictureAt(anchor);
        long low = Long.MIN_VALUE;
        long high = Long.MAX_VALUE;
        // With the player at first + x/unit, frame anchor + k shows first + floor((x + k * step) / unit).
        for (long frame = shown.start(); frame < shown.end(); frame++) {
            long wanted = (pictureAt(frame) - first) * unit() - (frame - anchor) * step();
            low = Math.max(low, wanted);
            high = Math.min(high, wanted + unit());
        }
        if (low <= 0 && high > 0) {
            return new Position(first, 1);
        }
        for (long finer = 2; finer <= FINEST; finer *= 2) {
            long part = Math.floorDiv(low * finer, unit()) + 1;
            if (part * unit() < high * finer) {
                return new Position(first * finer + part, finer);
            }
        }
        return new Position(first, 1);
    }

    /** Returns how many frames of a range show a neighbour of the renderer's picture if a player stands there at {@code anchor}. */
    public long misplaced(long anchor, FrameRange shown, Position position) {
        long count = 0;
        for (long frame = shown.start(); frame < shown.end(); frame++) {
            long scaled = position.numerator() * unit() + (frame - anchor) * step() * position.denominator();
            count += Math.floorDiv(scaled, unit() * position.denominator()) == pictureAt(frame) ? 0 : 1;
        }
        return count;
    }

    /** Returns how many frames of a range show a neighbour of the renderer's picture if a player is not a millisecond generous. */
    public long misplacedWhenPunctual(FrameRange shown) {
        long count = 0;
        for (long frame = shown.start(); frame < shown.end(); frame++) {
            count += Math.floorDiv(frame * step(), unit()) == pictureAt(frame) ? 0 : 1;
        }
        return count;
    }

    /** Pictures of the clip that pass in a frame of the timeline, times {@link #unit}. */
    private long step() {
        return (long) clip.numerator() * timeline.denominator();
    }

    private long unit() {
        return (long) clip.denominator() * timeline.numerator();
    }

    /**
     * A moment in a clip.
     *
     * @param numerator pictures from the first shown one, times {@code denominator}
     * @param denominator a power of two
     */
    public record Position(long numerator, long denominator) {

        /** Returns the picture of this moment. */
        public long picture() {
            return Math.floorDiv(numerator, denominator);
        }

        public boolean isWhole() {
            return denominator == 1;
        }
    }
}
