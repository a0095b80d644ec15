// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clips of 3 to 9 seconds drawn by lot. */
final class DrawnClips {

    private static final double CURVE_HOP = .2;

    private DrawnClips() {}

    static List<Candidate> of(int count, Random random) {
        List<Candidate> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip("clip-" + i, 3 + 6 * random.nextDouble(), random));
        }
        return clips;
    }

    /** Returns the whole frames at 30 a second of one of the clips. */
    static long frames(List<Candidate> clips, String id) {
        return clips.stream()
                .filter(clip -> clip.clipId().equals(id))
                .mapToLong(clip -> (long) (30 * clip.features().durationSeconds()))
                .findFirst()
                .orElseThrow();
    }

    private static Candidate clip(String id, double seconds, Random random) {
        double motion = random.nextDouble();
        List<Double> curve = new ArrayList<>();
        for (double at = 0; at < seconds; at += CURVE_HOP) {
            curve.add(Math.clamp(motion + .15 * random.nextGaussian(), 0.0, 1.0));
        }
        Framing framing = new Framing(
                ShotType.values()[random.nextInt(4)], random.nextDouble(), Angle.values()[random.nextInt(4)], .8);
        return new Candidate(
                id,
                id + ".mp4",
                new ClipFeatures(
                        seconds,
                        1080,
                        1920,
                        0,
                        FrameRate.FPS_30,
                        framing,
                        CameraMotion.STATIC,
                        motion,
                        new Quality(.1, .5, .1, .5 + .5 * random.nextDouble()),
                        random.nextDouble(),
                        List.of(new UsableWindow(0, seconds, .6 + .4 * random.nextDouble())),
                        new Curve(CURVE_HOP, curve),
                        List.of(),
                        random.nextLong(),
                        null));
    }
}
