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

    /** Returns the first picture after those shown in a range, counted so that both last equally long or the pictures longer. */
    public long endPicture(FrameRange source) {
        long step = (long) clip.numerator() * timeline.denominator();
        long unit = (long) clip.denominator() * timeline.numerator();
        return pictureAt(source.start()) + Math.ceilDiv(source.count() * step, unit);
    }

    /**
     * Returns where a player must begin so that it shows exactly the renderer's pictures, if it shows the picture whose
     * time has come and nothing else. A whole picture if that does, else the roughest fraction well inside the bounds.
     */
    public Position start(FrameRange source) {
        long first = pictureAt(source.start());
        long step = (long) clip.numerator() * timeline.denominator();
        long unit = (long) clip.denominator() * timeline.numerator();
        long low = 0;
        long high = unit;
        // With the player at first + x/unit, frame k shows first + floor((x + k * step) / unit).
        for (long k = 0; k < source.count(); k++) {
            long wanted = (pictureAt(source.start() + k) - first) * unit;
            low = Math.max(low, wanted - k * step);
            high = Math.min(high, wanted + unit - k * step);
        }
        if (low == 0) {
            return new Position(first, 1);
        }
        for (long finer = 2; finer <= FINEST; finer *= 2) {
            long part = Math.floorDiv(low * finer, unit) + 1;
            if (part * unit < high * finer) {
                return new Position(first * finer + part, finer);
            }
        }
        return new Position(first, 1);
    }

    /** Returns how many frames of a range show a neighbour of the renderer's picture if a player begins at {@code start}. */
    public long misplaced(FrameRange source, Position start) {
        long count = 0;
        for (long k = 0; k < source.count(); k++) {
            count += start.pictureAt(this, k) == pictureAt(source.start() + k) ? 0 : 1;
        }
        return count;
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

        /** Returns the picture shown some frames of the timeline later. */
        long pictureAt(PictureClock clock, long frames) {
            long step = (long) clock.clip.numerator() * clock.timeline.denominator();
            long unit = (long) clock.clip.denominator() * clock.timeline.numerator();
            return Math.floorDiv(numerator * unit + frames * step * denominator, unit * denominator);
        }
    }
}
