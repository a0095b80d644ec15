// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A creator with known habits, who cuts on the beats of songs that are quiet in their first half and loud in the second.
 *
 * @param bpm tempo of every song
 * @param quietBeats shot length in beats while the song is quiet
 * @param loudBeats shot length in beats while the song is loud
 * @param quietType size while the song is quiet, in {@code typeShare} of the shots
 * @param loudType size while the song is loud, in {@code typeShare} of the shots
 * @param typeShare share of the preferred size, the others evenly
 * @param repeatAngle probability that a shot keeps the angle of the one before
 * @param dissolves probability that a cut is a dissolve
 */
record Creator(
        double bpm,
        int quietBeats,
        int loudBeats,
        ShotType quietType,
        ShotType loudType,
        double typeShare,
        double repeatAngle,
        double dissolves) {

    private static final FrameRate RATE = FrameRate.FPS_30;
    private static final int BEATS = 64;

    List<FinishedVideo> videos(int count, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<FinishedVideo> videos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            videos.add(video(random));
        }
        return videos;
    }

    FinishedVideo video(RandomGenerator random) {
        double period = 60 / bpm;
        List<DetectedShot> shots = new ArrayList<>();
        List<DetectedCut> cuts = new ArrayList<>();
        Angle angle = Angle.FRONT;
        for (int beat = 0; beat < BEATS; ) {
            boolean loud = beat >= BEATS / 2;
            int length = loud ? loudBeats : quietBeats;
            double start = beat * period;
            if (beat > 0) {
                angle = random.nextDouble() < repeatAngle ? angle : other(angle, random);
                CutKind kind = random.nextDouble() < dissolves ? CutKind.DISSOLVE : CutKind.HARD_CUT;
                cuts.add(new DetectedCut(frame(start), start, kind));
            }
            double end = (beat + length) * period;
            shots.add(new DetectedShot(
                    FrameRange.between(frame(start), frame(end)),
                    start,
                    end,
                    new Framing(type(loud ? loudType : quietType, random), 0.9, angle, 0.9),
                    CameraMotion.HANDHELD,
                    loud ? 0.8 : 0.2,
                    0.5 + 0.4 * random.nextDouble(),
                    0.5));
            beat += length;
        }
        double duration = BEATS * period;
        return new FinishedVideo(
                new VideoAnalysis(RATE, frame(duration), duration, cuts, shots), song(period, duration));
    }

    private SongAnalysis song(double period, double duration) {
        List<Beat> beats = new ArrayList<>();
        List<Double> energy = new ArrayList<>();
        for (int beat = 0; beat < BEATS; beat++) {
            beats.add(new Beat(beat * period, beat % 4 + 1));
            energy.add(beat < BEATS / 2 ? 0.1 : 0.9);
        }
        return new SongAnalysis(duration, bpm, beats, 1, List.of(), new EnergyCurve(period, energy), List.of());
    }

    private ShotType type(ShotType preferred, RandomGenerator random) {
        if (random.nextDouble() < typeShare) {
            return preferred;
        }
        ShotType[] all = ShotType.values();
        return all[(preferred.ordinal() + 1 + random.nextInt(all.length - 1)) % all.length];
    }

    private static Angle other(Angle angle, RandomGenerator random) {
        Angle[] all = Angle.values();
        return all[(angle.ordinal() + 1 + random.nextInt(all.length - 1)) % all.length];
    }

    private static long frame(double seconds) {
        return Math.round(seconds * RATE.framesPerSecond());
    }
}
