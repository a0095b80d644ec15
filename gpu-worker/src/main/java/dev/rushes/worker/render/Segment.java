// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;

/** A part of the picture that is encoded by itself. */
sealed interface Segment {

    /** Returns where it is on the timeline. */
    FrameRange record();

    /** Returns what is seen in it, outgoing first. */
    List<Footage> footage();

    /**
     * A run of source frames.
     *
     * @param shot whose clip and crop path it uses
     * @param source frames on the timeline's rate; may reach beyond the clip, then the edge frame is held
     */
    record Footage(Shot shot, FrameRange source) {}

    /** A shot without the frames it gives to its transitions. */
    record Plain(FrameRange record, Footage shown) implements Segment {
        @Override
        public List<Footage> footage() {
            return List.of(shown);
        }
    }

    /**
     * A dissolve or whip.
     *
     * @param record from the first to the last frame in which both clips take part
     * @param kind how it looks
     * @param framesBeforeCut frames of it that lie before the cut point
     * @param outgoing earlier shot
     * @param incoming later shot
     */
    record Blend(FrameRange record, TransitionKind kind, long framesBeforeCut, Footage outgoing, Footage incoming)
            implements Segment {
        @Override
        public List<Footage> footage() {
            return List.of(outgoing, incoming);
        }
    }
}
