// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import java.util.List;
import java.util.Set;

/**
 * What the optimizer is asked. Equal requests give equal answers, bit for bit.
 *
 * @param frameRate rate of the timeline
 * @param frameCount wanted length in frames; met exactly, or the answer says how long the footage reaches
 * @param song the song with its beat grid
 * @param candidates clips to choose from
 * @param style habits to follow
 * @param lockedShots shots that must stay as they are
 * @param avoidedClipIds clips that must not be used
 * @param seed of every random choice
 * @param wishes what a person wants of this one cut
 * @param outputAspect width by height of the video; 0 if not known, then nobody asks whether subjects fit its shape
 */
public record SequenceRequest(
        FrameRate frameRate,
        long frameCount,
        SongAnalysis song,
        List<Candidate> candidates,
        StyleProfile style,
        List<Shot> lockedShots,
        Set<String> avoidedClipIds,
        long seed,
        Wishes wishes,
        double outputAspect) {

    /** A request without wishes, for a video of unknown shape. */
    public SequenceRequest(
            FrameRate frameRate,
            long frameCount,
            SongAnalysis song,
            List<Candidate> candidates,
            StyleProfile style,
            List<Shot> lockedShots,
            Set<String> avoidedClipIds,
            long seed) {
        this(frameRate, frameCount, song, candidates, style, lockedShots, avoidedClipIds, seed, Wishes.NONE, 0);
    }

    public SequenceRequest {
        if (!(outputAspect >= 0)) {
            throw new IllegalArgumentException("outputAspect: " + outputAspect + " (expected: >= 0)");
        }
        candidates = List.copyOf(candidates);
        lockedShots = List.copyOf(lockedShots);
        avoidedClipIds = Set.copyOf(avoidedClipIds);
    }

    /** Returns this request for a video of another shape. */
    public SequenceRequest withOutputAspect(double newAspect) {
        return new SequenceRequest(
                frameRate, frameCount, song, candidates, style, lockedShots, avoidedClipIds, seed, wishes, newAspect);
    }
}
