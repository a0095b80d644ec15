// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds timelines shot by shot. */
public final class RenderFixtures {

    private final FrameRate rate;
    private final List<Shot> shots = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private double songStart;

    private RenderFixtures(FrameRate rate) {
        this.rate = rate;
    }

    public static RenderFixtures aTimeline(FrameRate rate) {
        return new RenderFixtures(rate);
    }

    public RenderFixtures songFrom(double seconds) {
        songStart = seconds;
        return this;
    }

    public RenderFixtures shot(String clip, long sourceStart, long count) {
        return shot(clip, sourceStart, count, TransitionKind.HARD_CUT, 0, 0);
    }

    /** Adds a shot and how it comes in. */
    public RenderFixtures shot(
            String clip, long sourceStart, long count, TransitionKind kind, long inHandle, long outHandle) {
        long start = shots.isEmpty() ? 0 : shots.getLast().record().end();
        String id = "shot-" + shots.size();
        if (!shots.isEmpty()) {
            transitions.add(new Transition(shots.getLast().id(), id, kind, -1, outHandle, inHandle));
        }
        shots.add(new Shot(
                id,
                clip,
                clip,
                new FrameRange(sourceStart, count),
                new FrameRange(start, count),
                null,
                new ShotMetadata(ShotType.MEDIUM, Angle.FRONT, 0, 1, 0),
                new Explanation(1, "", List.of(), List.of()),
                List.of()));
        return this;
    }

    public Timeline build() {
        return new Timeline(
                new Timeline.Identity("", "", "creator", 0, 1, Instant.EPOCH, Instant.EPOCH),
                rate,
                new SongExcerpt("song", "song.wav", 120, songStart, 0, List.of(), new EnergyCurve(1, List.of())),
                shots,
                transitions,
                List.of(),
                List.of(),
                new TimelineReasoning("", null, "", 0, 0),
                null);
    }

    public static RenderClip clip(Path file, String sha256, List<SubjectBox> track) {
        return new RenderClip(
                file,
                String.valueOf(file.getFileName()),
                sha256,
                new ClipFeatures(
                        1,
                        90,
                        160,
                        0,
                        FrameRate.FPS_30,
                        new Framing(ShotType.MEDIUM, 1, Angle.FRONT, 1),
                        CameraMotion.STATIC,
                        0,
                        new Quality(1, 1, 1, 1),
                        0,
                        List.of(),
                        Curve.EMPTY,
                        track,
                        0,
                        null));
    }
}
