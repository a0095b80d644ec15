// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.sample;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.TempoCandidate;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.RunnerUp;
import dev.rushes.editorial.reason.ScorePart;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Domain values with every field set, for tests. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789012Z");
    private static final Framing FRAMING = new Framing(ShotType.MEDIUM, 0.8, Angle.FRONT, 0.7);

    private Samples() {}

    public static ClipFeatures clip(@Nullable String rejectedReason) {
        return new ClipFeatures(
                12.5,
                1920,
                1080,
                90,
                new FrameRate(30_000, 1001),
                FRAMING,
                CameraMotion.HANDHELD,
                0.4,
                new Quality(0.1, 0.5, 0.2, 1.0 / 3),
                0.3,
                rejectedReason == null ? List.of(new UsableWindow(0.5, 11, 0.9)) : List.of(),
                new Curve(0.1, List.of(0.1, 0.2, 1e-7)),
                List.of(new SubjectBox(1, 0.1, 0.2, 0.3, 0.4)),
                0xfedc_ba98_7654_3210L,
                rejectedReason);
    }

    public static SongAnalysis song() {
        List<Beat> beats = IntStream.range(0, 64)
                .mapToObj(i -> new Beat(i * 0.5, i % 4 + 1))
                .toList();
        return new SongAnalysis(
                32,
                120,
                beats,
                0.9,
                List.of(new TempoCandidate(120, 0.9), new TempoCandidate(60, 0.05)),
                new EnergyCurve(0.5, List.of(0.0, 0.5, 1.0)),
                List.of(new Section(0, 32, "chorus")));
    }

    public static VideoAnalysis finishedVideo() {
        List<DetectedShot> shots = IntStream.range(0, 10)
                .mapToObj(i -> new DetectedShot(
                        FrameRange.between(i * 30L, i * 30L + 30),
                        i,
                        i + 1.0,
                        FRAMING,
                        CameraMotion.STATIC,
                        0.2,
                        0.8,
                        0.3))
                .toList();
        List<DetectedCut> cuts = IntStream.range(1, 10)
                .mapToObj(i -> new DetectedCut(i * 30L, i, CutKind.HARD_CUT))
                .toList();
        return new VideoAnalysis(FrameRate.FPS_30, 300, 10, cuts, shots);
    }

    /** A timeline of shots of two seconds that take the clips in turn. */
    public static Timeline timeline(long frames, List<String> clipIds) {
        List<Shot> shots = new ArrayList<>();
        List<Transition> transitions = new ArrayList<>();
        for (long at = 0; at < frames; at += 60) {
            int index = shots.size();
            long count = Math.min(60, frames - at);
            shots.add(shot(index, clipIds.get(index % clipIds.size()), new FrameRange(at, count)));
            if (index > 0) {
                transitions.add(new Transition(
                        "shot-" + (index - 1), "shot-" + index, TransitionKind.HARD_CUT, index * 4, 0, 0));
            }
        }
        return new Timeline(
                new Timeline.Identity("", "", "", 0, 0, NOW, NOW),
                FrameRate.FPS_30,
                new SongExcerpt(
                        "song",
                        "song.mp3",
                        120,
                        0,
                        frames / 30.0,
                        List.of(0.0, 0.5),
                        new EnergyCurve(0.5, List.of(0.2))),
                shots,
                transitions,
                List.of(),
                List.of(),
                new TimelineReasoning("balanced", 0.87, "a note", -1.25, -1.2),
                null);
    }

    private static Shot shot(int index, String clipId, FrameRange record) {
        return new Shot(
                "shot-" + index,
                clipId,
                "clip" + index + ".mp4",
                new FrameRange(15, record.count()),
                record,
                index == 0 ? new Lock("ada", NOW, "user_reordered", "keep", Lock.Scope.PLACE_AND_RANGE) : null,
                new ShotMetadata(ShotType.WIDE, Angle.SIDE, 0.5, 0.75, 0.25),
                new Explanation(
                        0.9,
                        "it fits",
                        List.of(new ScorePart("quality", -0.1)),
                        List.of(new RunnerUp("other", "other.mp4", 0.2))),
                List.of());
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
