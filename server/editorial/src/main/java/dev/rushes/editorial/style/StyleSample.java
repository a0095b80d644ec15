// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.timeline.Timeline;
import java.util.List;

/**
 * Shots of one cut, as far as style is concerned.
 *
 * @param looks shots in order
 * @param transitions documented words of the changes between them
 */
public record StyleSample(List<Look> looks, List<String> transitions) {

    public StyleSample {
        looks = List.copyOf(looks);
        transitions = List.copyOf(transitions);
    }

    /**
     * One shot.
     *
     * @param seconds its length, greater than zero
     * @param type its size
     * @param angle its angle
     */
    public record Look(double seconds, ShotType type, Angle angle) {}

    /** Returns the shots of a finished video. */
    public static StyleSample of(VideoAnalysis video) {
        return new StyleSample(
                video.shots().stream()
                        .map(shot -> new Look(
                                StyleLearner.length(shot),
                                shot.framing().shotType(),
                                shot.framing().angle()))
                        .toList(),
                video.cuts().stream()
                        .map(cut -> StyleLearner.transitionWord(cut.kind()))
                        .toList());
    }

    /** Returns the shots of a timeline. */
    public static StyleSample of(Timeline timeline) {
        return new StyleSample(
                timeline.shots().stream()
                        .map(shot -> new Look(
                                timeline.frameRate().seconds(shot.record().count()),
                                shot.metadata().shotType(),
                                shot.metadata().angle()))
                        .toList(),
                timeline.transitions().stream()
                        .map(transition -> transition.kind().word())
                        .toList());
    }
}
