// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.MediaReference;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Builds cuts to hand off, by hand or by dice. */
public final class HandOffs {

    static final List<FrameRate> RATES = List.of(
            new FrameRate(24_000, 1_001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1_001),
            FrameRate.FPS_30,
            new FrameRate(50, 1),
            new FrameRate(60_000, 1_001),
            new FrameRate(60, 1));

    private final FrameRate rate;
    private final boolean dropFrame;
    private final Map<String, MediaReference> clips = new HashMap<>();
    private final Map<String, CropPath> crops = new HashMap<>();
    private final List<HandOff.Comment> comments = new ArrayList<>();
    private final List<Shot> shots = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Double> beats = new ArrayList<>();
    private double songStart;

    private HandOffs(FrameRate rate, boolean dropFrame) {
        this.rate = rate;
        this.dropFrame = dropFrame;
    }

    static HandOffs at(FrameRate rate, boolean dropFrame) {
        return new HandOffs(rate, dropFrame);
    }

    HandOffs songFrom(double seconds, double... beatSeconds) {
        songStart = seconds;
        for (double beat : beatSeconds) {
            beats.add(beat);
        }
        return this;
    }

    HandOffs clip(String name, FrameRate clipRate, @Nullable String start) {
        return clip(
                name,
                new MediaReference.Timing(
                        clipRate, 100_000, false, start == null ? null : Timecode.parse(start, clipRate)));
    }

    HandOffs clip(String name, MediaReference.Timing timing) {
        clips.put(
                name,
                new MediaReference(
                        name,
                        "file:///media/" + name.replace(" ", "%20"),
                        timing,
                        new MediaReference.Picture(1920, 1080),
                        new MediaReference.Sound(2, 48_000)));
        return this;
    }

    HandOffs shot(String clip, long source, long count) {
        return shot(clip, source, count, TransitionKind.HARD_CUT, 0, 0);
    }

    /** Adds a shot and how it comes in: frames before and after the cut point. */
    HandOffs shot(String clip, long source, long count, TransitionKind kind, long before, long after) {
        String id = "shot-" + (shots.size() + 1);
        long start = shots.isEmpty() ? 0 : shots.getLast().record().end();
        if (!shots.isEmpty()) {
            transitions.add(new Transition(shots.getLast().id(), id, kind, -1, after, before));
        }
        shots.add(new Shot(
                id,
                clip,
                clip,
                new FrameRange(source, count),
                new FrameRange(start, count),
                null,
                new ShotMetadata(ShotType.MEDIUM, Angle.FRONT, 0.4, 0.9, 0.2),
                new Explanation(0.8, "", List.of(), List.of()),
                List.of()));
        return this;
    }

    HandOffs because(String reason) {
        Shot last = shots.removeLast();
        shots.add(with(last, last.lock(), new Explanation(0.8, reason, List.of(), List.of())));
        return this;
    }

    HandOffs locked(String note) {
        Shot last = shots.removeLast();
        Lock lock = new Lock("mia", Instant.EPOCH, "user_reordered", note, Lock.Scope.PLACE_AND_RANGE);
        shots.add(with(last, lock, last.explanation()));
        return this;
    }

    HandOffs lockedButMovable(String note) {
        Shot last = shots.removeLast();
        Lock lock = new Lock("mia", Instant.EPOCH, "user_locked", note, Lock.Scope.RANGE);
        shots.add(with(last, lock, last.explanation()));
        return this;
    }

    HandOffs said(String clip, long source, String words, String resolver) {
        comments.add(new HandOff.Comment(clip, new FrameRange(source, 1), words, resolver));
        return this;
    }

    HandOffs cropped(CropPath crop) {
        crops.put(shots.getLast().id(), crop);
        return this;
    }

    private static Shot with(Shot shot, @Nullable Lock lock, Explanation explanation) {
        return new Shot(
                shot.id(),
                shot.clipId(),
                shot.fileName(),
                shot.source(),
                shot.record(),
                lock,
                shot.metadata(),
                explanation,
                shot.history());
    }

    HandOff build() {
        Timeline timeline = new Timeline(
                new Timeline.Identity("job-1", "project-1", "creator", 3, 1, Instant.EPOCH, Instant.EPOCH),
                rate,
                new SongExcerpt("song", "song.wav", 120, songStart, 600, beats, new EnergyCurve(1, List.of())),
                shots,
                transitions,
                List.of(),
                List.of(),
                new TimelineReasoning("balanced", null, "", 0, 0),
                null);
        return new HandOff(
                new HandOff.Sequence("Sommer & Söhne <3", 1080, 1920, dropFrame),
                timeline,
                clips,
                new MediaReference(
                        "song.wav",
                        "file:///media/song.wav",
                        new MediaReference.Timing(rate, 20_000, false, null),
                        null,
                        new MediaReference.Sound(2, 44_100)),
                crops,
                comments);
    }

    /** Every feature once, at 30 frames a second. */
    static HandOff documented() {
        return at(FrameRate.FPS_30, false)
                .songFrom(12.345, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)
                .clip("IMG_0001.MOV", FrameRate.FPS_30, null)
                .clip("A001 C002.mov", new FrameRate(24_000, 1_001), "01:02:03:04")
                .clip("GX010003.MP4", new FrameRate(60_000, 1_001), "14:23:11;17")
                .clip("clip<4>.mp4", new FrameRate(25, 1), "00:59:59:24")
                .shot("IMG_0001.MOV", 45, 30)
                .because("Wide opening on the downbeat, 0.91 sure.")
                .cropped(CropPath.still(true, 0.3164, 0.5))
                .shot("A001 C002.mov", 101, 33, TransitionKind.QUICK_DISSOLVE, 4, 4)
                .because("Calm \"pause\" & breath.")
                .shot("GX010003.MP4", 7, 27, TransitionKind.WHIP_PAN, 3, 3)
                .locked("keep the jump")
                .shot("clip<4>.mp4", 200, 40)
                .cropped(new CropPath(true, 0.3164, List.of(new CropPath.Knot(200, 0.1), new CropPath.Knot(239, 0.6))))
                .shot("IMG_0001.MOV", 300, 20)
                .lockedButMovable("")
                .said("A001 C002.mov", 110, "rita: Too dark,\nstill <too> dark", "")
                .said("IMG_0001.MOV", 310, "bob: Smile!", "mia")
                .said("IMG_0001.MOV", 9_000, "bob: and this one?", "")
                .build();
    }

    /** Drop-frame at 30000/1001, across the first minute of the list. */
    static HandOff broadcast() {
        FrameRate ntsc = new FrameRate(30_000, 1_001);
        return at(ntsc, true)
                .songFrom(0)
                .clip("A.mov", ntsc, "09:59:58;00")
                .clip("B.mov", ntsc, "10:09:59:29")
                .clip("C.mov", new FrameRate(60_000, 1_001), "00:00:59;58")
                .shot("A.mov", 0, 1799)
                .shot("B.mov", 1, 20, TransitionKind.QUICK_DISSOLVE, 1, 3)
                .shot("C.mov", 12, 50)
                .build();
    }

    /** A cut by dice: rates, start timecodes, transitions, crops, locks and reasons. */
    static HandOff random(long seed) {
        Random dice = new Random(seed);
        FrameRate rate = RATES.get(dice.nextInt(RATES.size()));
        HandOffs cut = at(rate, Timecode.canDropFrames(rate) && dice.nextBoolean())
                .songFrom(dice.nextInt(200_000) / 1000.0, 0, 0.48, 0.97, 1.44, 2.2);
        int clipCount = 2 + dice.nextInt(6);
        for (int i = 0; i < clipCount; i++) {
            FrameRate clipRate = RATES.get(dice.nextInt(RATES.size()));
            boolean drops = Timecode.canDropFrames(clipRate) && dice.nextBoolean();
            long day = Timecode.framesPerDay(clipRate, drops);
            Timecode start = dice.nextInt(3) == 0
                    ? null
                    : new Timecode(clipRate, drops, Math.floorMod(dice.nextLong(), day / 2));
            cut.clip("clip" + i + ".mov", new MediaReference.Timing(clipRate, 100_000, false, start));
        }
        int shotCount = 1 + dice.nextInt(14);
        for (int i = 0; i < shotCount; i++) {
            TransitionKind kind = TransitionKind.values()[dice.nextInt(3)];
            cut.shot(
                    "clip" + dice.nextInt(clipCount) + ".mov",
                    20 + dice.nextInt(9_000),
                    8 + dice.nextInt(120),
                    kind,
                    kind == TransitionKind.HARD_CUT ? 0 : dice.nextInt(9),
                    kind == TransitionKind.HARD_CUT ? 0 : dice.nextInt(9));
            if (dice.nextInt(4) == 0) {
                cut.locked("");
            }
            if (dice.nextBoolean()) {
                cut.because("reason " + i);
            }
        }
        for (int i = dice.nextInt(4); i > 0; i--) {
            cut.said("clip" + dice.nextInt(clipCount) + ".mov", 20 + dice.nextInt(9_000), "mia: look " + i, "");
        }
        return cut.build();
    }
}
