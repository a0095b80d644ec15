// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

/**
 * A half-open run of whole frames: {@code start} is in, {@code end()} is out.
 *
 * @param start first frame, zero-based; may be negative in source handles
 * @param count number of frames; zero or more
 */
public record FrameRange(long start, long count) {

    public FrameRange {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " (expected: >= 0)");
        }
    }

    /** Returns the range from {@code start} (in) to {@code end} (out). */
    public static FrameRange between(long start, long end) {
        return new FrameRange(start, end - start);
    }

    /** Returns the first frame after the range. */
    public long end() {
        return start + count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean contains(long frame) {
        return frame >= start && frame < end();
    }

    /** Tells whether every frame of {@code other} is in this range; an empty range is in any range that reaches it. */
    public boolean contains(FrameRange other) {
        return other.start >= start && other.end() <= end();
    }

    /** Tells whether the ranges share a frame. */
    public boolean overlaps(FrameRange other) {
        return start < other.end() && other.start < end() && count > 0 && other.count > 0;
    }

    /** Returns this range moved by {@code frames}. */
    public FrameRange shifted(long frames) {
        return new FrameRange(start + frames, count);
    }
}
