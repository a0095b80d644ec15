// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.handoff;

import dev.rushes.editorial.interchange.MediaReference;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.server.task.MediaFacts;
import org.jspecify.annotations.Nullable;

/** How a file counts, in the kernel's words. */
record Counted(
        MediaReference.Timing timing,
        MediaReference.@Nullable Picture picture,
        MediaReference.@Nullable Sound sound,
        double durationSeconds) {

    static Counted of(MediaFacts facts) {
        FrameRate rate = facts.frameRate();
        long count = facts.frameCount() > 0 ? facts.frameCount() : SongTime.toFrame(facts.durationSeconds(), rate);
        return new Counted(
                new MediaReference.Timing(rate, count, facts.variableRate(), start(facts)),
                facts.width() > 0 ? new MediaReference.Picture(facts.width(), facts.height()) : null,
                facts.channelCount() > 0 ? new MediaReference.Sound(facts.channelCount(), facts.sampleRate()) : null,
                facts.durationSeconds());
    }

    /** A label that does not exist at the clip's rate is none. */
    private static @Nullable Timecode start(MediaFacts facts) {
        if (facts.startTimecode().isEmpty()) {
            return null;
        }
        try {
            return Timecode.parse(facts.startTimecode(), facts.frameRate());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
