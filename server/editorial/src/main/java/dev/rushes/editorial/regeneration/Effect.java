// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.util.List;

/**
 * What can be measured of a stretch of a cut.
 *
 * @param shotCount shots that begin in it
 * @param cutsPerMinute those shots over its length, a minute
 * @param meanShotSeconds mean length of those shots
 * @param meanMotion motion of the pictures, 0..1, weighted by length
 * @param energyMatch how closely motion follows the energy of the music: 1 minus the mean difference, 0..1
 */
public record Effect(
        int shotCount, double cutsPerMinute, double meanShotSeconds, double meanMotion, double energyMatch) {

    /** Measures the shots of a timeline that begin in a range of frames. */
    public static Effect of(Timeline timeline, FrameRange range) {
        List<Shot> shots = timeline.shots().stream()
                .filter(shot -> range.contains(shot.record().start()))
                .toList();
        if (shots.isEmpty()) {
            return new Effect(0, 0, 0, 0, 0);
        }
        double seconds = 0;
        double motion = 0;
        double miss = 0;
        for (Shot shot : shots) {
            double start = timeline.frameRate().seconds(shot.record().start());
            double length = timeline.frameRate().seconds(shot.record().count());
            double energy = timeline.song().energy().values().isEmpty()
                    ? 0.5
                    : timeline.song().energy().mean(start, start + length);
            seconds += length;
            motion += shot.metadata().motionIntensity() * length;
            miss += Math.abs(shot.metadata().motionIntensity() - energy) * length;
        }
        return new Effect(
                shots.size(),
                60 * shots.size() / seconds,
                seconds / shots.size(),
                motion / seconds,
                Math.clamp(1 - miss / seconds, 0.0, 1.0));
    }
}
