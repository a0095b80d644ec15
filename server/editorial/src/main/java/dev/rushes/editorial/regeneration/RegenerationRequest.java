// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Timeline;
import java.util.List;
import java.util.Set;

/**
 * What is asked of a regeneration. Equal requests give equal proposals, bit for bit.
 *
 * @param timeline the cut that stands
 * @param section the shots that begin in it may change, except locked ones; frames of the timeline
 * @param instruction the wanted effect
 * @param constraints limits besides
 * @param material what may be cut from
 * @param seed of every random choice
 */
public record RegenerationRequest(
        Timeline timeline,
        FrameRange section,
        Instruction instruction,
        Constraints constraints,
        Material material,
        long seed) {

    /**
     * Footage, song and habits.
     *
     * @param song the song of the timeline, with its beat grid as corrected by people
     * @param candidates clips to choose from
     * @param style habits to follow
     * @param avoidedClipIds clips that must not be used for new shots: deleted or ruled out
     * @param outputAspect width by height of the video; 0 if not known
     */
    public record Material(
            SongAnalysis song,
            List<Candidate> candidates,
            StyleProfile style,
            Set<String> avoidedClipIds,
            double outputAspect) {
        /** Material of a video of unknown shape. */
        public Material(SongAnalysis song, List<Candidate> candidates, StyleProfile style, Set<String> avoidedClipIds) {
            this(song, candidates, style, avoidedClipIds, 0);
        }

        public Material {
            candidates = List.copyOf(candidates);
            avoidedClipIds = Set.copyOf(avoidedClipIds);
        }
    }

    /**
     * Free limits of one regeneration.
     *
     * @param shortestSeconds no new shot is shorter; 0 sets no limit
     * @param longestSeconds no new shot is longer; 0 sets no limit
     * @param preferredTypes shot sizes to prefer; empty for none
     */
    public record Constraints(double shortestSeconds, double longestSeconds, Set<ShotType> preferredTypes) {
        /** No limits. */
        public static final Constraints NONE = new Constraints(0, 0, Set.of());

        public Constraints {
            if (!(shortestSeconds >= 0) || !(longestSeconds >= 0)) {
                throw new IllegalArgumentException("shortestSeconds: " + shortestSeconds + ", longestSeconds: "
                        + longestSeconds + " (expected: >= 0)");
            }
            if (longestSeconds > 0 && shortestSeconds > longestSeconds) {
                throw new IllegalArgumentException("shortestSeconds: " + shortestSeconds
                        + " (expected: <= longestSeconds " + longestSeconds + ")");
            }
            preferredTypes = Set.copyOf(preferredTypes);
        }
    }
}
