// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.PictureClock;
import dev.rushes.editorial.time.SongTime;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every format writes, worked out once.
 *
 * @param handOff what it was made from
 * @param rows shots in record order
 */
record CutSheet(HandOff handOff, List<Row> rows) {

    CutSheet {
        rows = List.copyOf(rows);
    }

    /**
     * A shot.
     *
     * @param number one-based place
     * @param shot the shot
     * @param clip its file
     * @param crop its window, null for the middle
     * @param in how it begins, null for a hard cut or the first
     * @param out how it ends, null for a hard cut or the last
     */
    record Row(
            int number,
            Shot shot,
            MediaReference clip,
            @Nullable CropPath crop,
            @Nullable Soft in,
            @Nullable Soft out) {

        /** Returns the source frames shown, those in transitions included. */
        FrameRange shown() {
            long before = in == null ? 0 : in.before();
            long after = out == null ? 0 : out.after();
            return FrameRange.between(
                    shot.source().start() - before, shot.source().end() + after);
        }
    }

    /**
     * A dissolve or whip as it is rendered: it covers [cut - before, cut + after).
     *
     * @param kind what is rendered
     * @param cut first record frame of the incoming shot
     * @param before frames before the cut point
     * @param after frames after it
     */
    record Soft(TransitionKind kind, long cut, long before, long after) {
        long start() {
            return cut - before;
        }

        long end() {
            return cut + after;
        }

        long count() {
            return before + after;
        }
    }

    static CutSheet of(HandOff handOff) {
        Timeline timeline = handOff.timeline();
        List<Shot> shots = timeline.shots();
        List<Row> rows = new ArrayList<>();
        Soft in = null;
        for (int i = 0; i < shots.size(); i++) {
            Shot shot = shots.get(i);
            Soft out = i == shots.size() - 1
                    ? null
                    : soft(timeline.transitions().get(i), shot, shots.get(i + 1), in == null ? 0 : in.after());
            MediaReference clip = Objects.requireNonNull(handOff.clips().get(shot.clipId()), "clip");
            rows.add(new Row(i + 1, shot, clip, handOff.crops().get(shot.id()), in, out));
            in = out;
        }
        return new CutSheet(handOff, rows);
    }

    /** Handles longer than a shot are shortened to fit, as the renderer does. */
    private static @Nullable Soft soft(Transition transition, Shot outgoing, Shot incoming, long taken) {
        if (transition.kind() == TransitionKind.HARD_CUT) {
            return null;
        }
        long before = Math.clamp(transition.inHandle(), 0, outgoing.record().count() - taken);
        long after = Math.clamp(transition.outHandle(), 0, incoming.record().count());
        return before + after == 0
                ? null
                : new Soft(transition.kind(), incoming.record().start(), before, after);
    }

    Timeline timeline() {
        return handOff.timeline();
    }

    HandOff.Sequence sequence() {
        return handOff.sequence();
    }

    FrameRate rate() {
        return timeline().frameRate();
    }

    long frameCount() {
        return timeline().frameCount();
    }

    PictureClock clock(Row row) {
        return new PictureClock(rate(), row.clip().timing().rate());
    }

    Timecode zero() {
        return Timecode.zero(rate(), sequence().isDropFrame());
    }

    /** Returns the different clips in the order of their first shot. */
    List<MediaReference> clips() {
        return rows.stream().map(Row::clip).distinct().toList();
    }

    /** Returns the record frames nearest to the beats, each once. */
    List<Long> beats() {
        return timeline().song().beats().stream()
                .map(seconds -> SongTime.toFrame(seconds, rate()))
                .filter(timeline().range()::contains)
                .distinct()
                .toList();
    }

    int songSampleRate() {
        MediaReference.Sound sound = handOff.song().sound();
        return sound == null ? 48_000 : sound.sampleRate();
    }

    int songChannels() {
        MediaReference.Sound sound = handOff.song().sound();
        return sound == null ? 2 : sound.channels();
    }

    /** Returns the sample of the song under the first frame; the renderer begins there to the microsecond. */
    long songStartSample() {
        return Math.round(Math.max(0, timeline().song().startSeconds()) * songSampleRate());
    }

    /**
     * What somebody said of a picture that a shot shows.
     *
     * @param source frame of the clip, as in {@link Shot#source()}
     * @param name what it is
     * @param words who said what, in one line
     */
    record Said(long source, String name, String words) {}

    /** Returns what was said of a shot's pictures, in their order. */
    List<Said> said(Row row) {
        FrameRange shown = row.shot().source();
        return handOff.comments().stream()
                .filter(comment -> isOf(comment, row))
                .map(comment -> new Said(
                        Math.max(comment.source().start(), shown.start()),
                        comment.resolver().isEmpty() ? "Comment" : "Comment, settled by " + comment.resolver(),
                        comment.words().replaceAll("\\s+", " ")))
                .sorted(Comparator.comparingLong(Said::source))
                .toList();
    }

    /** Returns how many comments are on pictures that no shot shows. */
    long unplacedComments() {
        return handOff.comments().stream()
                .filter(comment -> rows.stream().noneMatch(row -> isOf(comment, row)))
                .count();
    }

    private static boolean isOf(HandOff.Comment comment, Row row) {
        return comment.clipId().equals(row.shot().clipId())
                && comment.source().overlaps(row.shot().source());
    }

    /** Returns what a lock says, empty if there is none. */
    static String lockWords(Shot shot) {
        if (shot.lock() == null) {
            return "";
        }
        String note = shot.lock().note().isBlank() ? "" : ": " + shot.lock().note();
        String scope = shot.lock().scope() == Lock.Scope.RANGE ? ", may move" : "";
        return "Locked by " + shot.lock().lockedBy() + " (" + shot.lock().reason() + scope + ")" + note;
    }
}
