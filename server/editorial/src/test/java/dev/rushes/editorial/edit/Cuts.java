// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Small cuts for tests: shots s1, s2, ... of 30 frames each, from frame 100 of clips of 300 frames, a beat every 15 frames. */
public final class Cuts {
    public static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    public static final long CLIP_FRAMES = 300;
    public static final ShotMetadata SEEN = new ShotMetadata(ShotType.WIDE, Angle.SIDE, 0.5, 0.75, 0.25);

    public static final Material MATERIAL = new Material() {
        @Override
        public OptionalLong clipFrames(String clipId) {
            return OptionalLong.of(CLIP_FRAMES);
        }

        @Override
        public OptionalLong songFrames() {
            return OptionalLong.of(10_000);
        }
    };

    private Cuts() {}

    public static Timeline of(int shots) {
        List<Shot> list = new ArrayList<>();
        List<Transition> transitions = new ArrayList<>();
        for (int i = 1; i <= shots; i++) {
            list.add(shot("s" + i, "c" + i, 100, 30).startingAt((i - 1) * 30L));
            if (i > 1) {
                transitions.add(new Transition("s" + (i - 1), "s" + i, TransitionKind.HARD_CUT, (i - 1) * 2, 0, 0));
            }
        }
        return new Timeline(
                new Timeline.Identity("job", "project", "ada", 0, 7, AT, AT),
                FrameRate.FPS_30,
                song(0, shots),
                list,
                transitions,
                List.of(),
                List.of(),
                new TimelineReasoning("balanced", 0.9, "a note", -1.5, -1.25),
                null);
    }

    public static SongExcerpt song(double start, int shots) {
        return new SongExcerpt(
                "song",
                "song.mp3",
                120,
                start,
                shots,
                IntStream.range(0, shots * 2).mapToObj(i -> i * 0.5).toList(),
                new EnergyCurve(0.5, List.of(0.25, 0.75)));
    }

    public static Shot shot(String id, String clipId, long sourceStart, long count) {
        return new Shot(
                id,
                clipId,
                clipId + ".mp4",
                new FrameRange(sourceStart, count),
                new FrameRange(0, count),
                null,
                SEEN,
                new Explanation(0.8, "it fits", List.of(), List.of()),
                List.of());
    }

    public static NewShot piece(String id, String clipId, long sourceStart, long count) {
        return new NewShot(id, clipId, clipId + ".mp4", new FrameRange(sourceStart, count), SEEN);
    }

    public static LoggedEdit.Stamp by(String author, boolean locks) {
        return new LoggedEdit.Stamp(author, AT, locks);
    }

    /** A log whose first revision is a cut of so many shots. */
    public static EditLog log(int shots) {
        return EditLog.replay(
                List.of(new LoggedEdit(1, 1, by("rushes", false), new Edit.Generated("g1", of(shots), List.of()))));
    }

    /** Appends an edit as a step of its own. */
    public static EditResult append(EditLog log, String author, boolean locks, Edit edit) {
        long revision = log.revision() + 1;
        return log.append(new LoggedEdit(revision, revision, by(author, locks), edit), MATERIAL);
    }

    public static EditResult append(EditLog log, Edit edit) {
        return append(log, "mia", false, edit);
    }

    /** The parts of a cut that do not depend on the order in which commuting edits were made. */
    public static List<Object> picture(Timeline timeline) {
        List<Object> picture = new ArrayList<>();
        for (Shot shot : timeline.shots()) {
            Lock lock = shot.lock();
            picture.add(List.of(
                    shot.id(),
                    shot.clipId(),
                    shot.source(),
                    shot.record(),
                    shot.metadata(),
                    lock == null ? "" : lock.reason() + lock.scope() + lock.lockedBy()));
        }
        picture.addAll(timeline.transitions());
        picture.add(timeline.song());
        return picture;
    }

    /** Everything but revision and time. */
    public static Timeline content(Timeline timeline) {
        return timeline.withIdentity(of(1).identity());
    }

    /** The order and lengths of a cut, for example "s1:30 s2:30". */
    public static String layout(Timeline timeline) {
        return String.join(
                " ",
                timeline.shots().stream()
                        .map(shot -> shot.id() + ":" + shot.record().count())
                        .toList());
    }
}
