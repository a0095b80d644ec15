// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.ScorePart;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Footage, songs and styles made up from seeds. */
public final class SequenceFixtures {

    private SequenceFixtures() {}

    /** Returns a song with jittered beats, bars of four and four sections. */
    public static SongAnalysis song(double bpm, double seconds, long seed) {
        Random random = new Random(seed);
        List<Beat> beats = new ArrayList<>();
        double period = 60 / bpm;
        int index = 0;
        for (double at = 0.3; at < seconds; at += period * (1 + 0.01 * random.nextGaussian())) {
            beats.add(new Beat(at, index++ % 4 + 1));
        }
        List<Double> energy = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        String[] labels = {"intro", "verse", "chorus", "outro"};
        double[] levels = {0.2, 0.5, 0.9, 0.3};
        for (int i = 0; i < 4; i++) {
            sections.add(new Section(i * seconds / 4, (i + 1) * seconds / 4, labels[i]));
        }
        for (double at = 0; at < seconds; at += 0.1) {
            int section = (int) Math.min(3, 4 * at / seconds);
            energy.add(Math.clamp(levels[section] + 0.1 * random.nextGaussian(), 0.0, 1.0));
        }
        return new SongAnalysis(seconds, bpm, beats, 0.8, List.of(), new EnergyCurve(0.1, energy), sections);
    }

    /** Returns clips of 4 to 12 seconds with one or two usable windows. */
    public static List<Candidate> clips(int count, long seed) {
        Random random = new Random(seed);
        List<Candidate> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip("clip-" + i, 4 + 8 * random.nextDouble(), random));
        }
        return clips;
    }

    /** Returns one clip of a length. */
    public static Candidate clip(String id, double seconds, Random random) {
        List<UsableWindow> windows = new ArrayList<>();
        if (seconds > 7 && random.nextBoolean()) {
            windows.add(new UsableWindow(0.2, seconds / 2 - 0.1, 0.6 + 0.4 * random.nextDouble()));
            windows.add(new UsableWindow(seconds / 2 + 0.1, seconds, 0.6 + 0.4 * random.nextDouble()));
        } else {
            windows.add(new UsableWindow(0, seconds, 0.6 + 0.4 * random.nextDouble()));
        }
        return clip(id, seconds, windows, random);
    }

    private static Candidate clip(String id, double seconds, List<UsableWindow> windows, Random random) {
        double motion = random.nextDouble();
        List<Double> curve = new ArrayList<>();
        for (double at = 0; at < seconds; at += 0.2) {
            curve.add(Math.clamp(motion + 0.15 * random.nextGaussian(), 0.0, 1.0));
        }
        Framing framing = new Framing(
                ShotType.values()[random.nextInt(4)],
                0.5 + 0.5 * random.nextDouble(),
                Angle.values()[random.nextInt(4)],
                0.8);
        double visual = 0.55 + 0.45 * random.nextDouble();
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
                        new Quality(0.1, 0.5, 0.1, visual),
                        random.nextDouble(),
                        windows,
                        new Curve(0.2, curve),
                        List.of(),
                        random.nextLong(),
                        null));
    }

    /** Returns the style of the requirement's example, learned from some videos; 0 makes it a default. */
    public static StyleProfile style(int trainedOnVideos) {
        return new StyleProfile(
                "creator",
                trainedOnVideos,
                Instant.EPOCH,
                new StyleProfile.ShotPatterns(
                        1.8,
                        0.6,
                        List.of(0.9, 1.3, 1.8, 2.2, 2.7),
                        Map.of("close_up", 0.45, "medium", 0.32, "wide", 0.15, "zoom", 0.08)),
                new StyleProfile.Sequencing(
                        Map.of(
                                "front_to_side",
                                0.35,
                                "side_to_front",
                                0.30,
                                "front_to_zoom",
                                0.20,
                                "side_to_zoom",
                                0.10,
                                "zoom_to_front",
                                0.05),
                        0.12,
                        2,
                        Map.of()),
                new StyleProfile.Pacing(0.3, 0.7, 2.1, 1.6, 1.4),
                new StyleProfile.SectionPreference(ShotType.CLOSE_UP, "every_beat", 0.7),
                new StyleProfile.SectionPreference(ShotType.WIDE, "every_2_beats", 0.3),
                Map.of("hard_cut", 0.72, "quick_dissolve", 0.16, "whip_pan", 0.12),
                new StyleProfile.QualityThresholds(0.6, 0.4, 0.1, 0.95),
                null);
    }

    /** Returns a request without locks. */
    public static SequenceRequest request(
            FrameRate rate, double seconds, SongAnalysis song, List<Candidate> clips, long seed) {
        long frames = Math.round(seconds * rate.framesPerSecond());
        return new SequenceRequest(rate, frames, song, clips, style(0), List.of(), Set.of(), seed);
    }

    /** Returns a request with locks and ruled out clips. */
    public static SequenceRequest with(SequenceRequest request, List<Shot> locked, Set<String> avoided) {
        return new SequenceRequest(
                request.frameRate(),
                request.frameCount(),
                request.song(),
                request.candidates(),
                request.style(),
                locked,
                avoided,
                request.seed());
    }

    /** Returns a request with another style. */
    public static SequenceRequest with(SequenceRequest request, StyleProfile style) {
        return new SequenceRequest(
                request.frameRate(),
                request.frameCount(),
                request.song(),
                request.candidates(),
                style,
                request.lockedShots(),
                request.avoidedClipIds(),
                request.seed());
    }

    /** Returns a shot under a lock. */
    public static Shot lock(Shot shot, Lock.Scope scope) {
        return new Shot(
                shot.id(),
                shot.clipId(),
                shot.fileName(),
                shot.source(),
                shot.record(),
                new Lock("ana", Instant.EPOCH, "user_reordered", "", scope),
                shot.metadata(),
                shot.explanation(),
                shot.history());
    }

    /** Returns a locked shot made by hand. */
    public static Shot lockedShot(String id, String clipId, FrameRange source, long recordStart) {
        return lock(
                new Shot(
                        id,
                        clipId,
                        clipId + ".mp4",
                        source,
                        new FrameRange(recordStart, source.count()),
                        null,
                        new ShotMetadata(ShotType.WIDE, Angle.FRONT, 0.4, 0.8, 0.2),
                        new Explanation(0.7, "Put there by hand.", List.of(new ScorePart("quality", 0.5)), List.of()),
                        List.of()),
                Lock.Scope.PLACE_AND_RANGE);
    }
}
