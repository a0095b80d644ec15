// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.SongExcerpts;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where in a song a cut begins. The choice depends on song, length and rate only, so that a regeneration of the same
 * job stands on the same music.
 */
final class ExcerptChooser {

    /** Grids less sure than this do not carry cuts (taste: a random grid is worse than an even one). */
    private static final double LEAST_CONFIDENCE = 0.05;

    /** A song this much shorter than the cut still carries it; people trim songs to the wanted length by hand. */
    private static final double SPARE_SECONDS = 0.5;

    private final SongAnalysis song;
    private final SongMood mood;
    private final FrameRate rate;

    ExcerptChooser(SongAnalysis song, SongMood mood, FrameRate rate) {
        this.song = song;
        this.mood = mood;
        this.rate = rate;
    }

    /** Chooses the excerpt; {@code fixedStart} sets its beginning in seconds of the song. */
    Excerpt choose(long wantedFrames, @Nullable Double fixedStart) {
        List<String> notes = new ArrayList<>();
        long frameCount = wantedFrames;
        double wanted = rate.seconds(wantedFrames);
        boolean isTrusted = song.beats().size() >= 2 && song.confidence() >= LEAST_CONFIDENCE;
        double start = 0;
        if (song.durationSeconds() + SPARE_SECONDS < wanted) {
            frameCount = Math.max(1, SongTime.toFrame(song.durationSeconds(), rate));
            notes.add(String.format(
                    Locale.ROOT,
                    "The song lasts %.1f s, shorter than the %.1f s asked for: the cut ends with the song.",
                    song.durationSeconds(),
                    wanted));
        } else if (fixedStart != null) {
            start = Math.clamp(fixedStart, 0.0, song.durationSeconds());
        } else if (isTrusted) {
            start = bestStart(wanted);
        } else {
            start = loudestStart(wanted);
        }
        if (!isTrusted) {
            notes.add(
                    song.beats().size() < 2
                            ? "No beats were found in the song: cuts follow an even grid of the style's mean shot length."
                            : "The beat grid of the song is not sure enough to cut on: cuts follow an even grid of the"
                                    + " style's mean shot length.");
        }
        notes.add(startNote(start));
        return excerpt(start, frameCount, isTrusted, notes);
    }

    private Excerpt excerpt(double start, long frameCount, boolean isTrusted, List<String> notes) {
        double length = rate.seconds(frameCount);
        List<Beat> beats = new ArrayList<>();
        for (Beat beat : song.beats()) {
            double at = beat.seconds() - start;
            if (at >= 0 && at < length) {
                beats.add(new Beat(at, beat.barPosition()));
            }
        }
        List<Double> sections = song.sections().stream()
                .map(section -> section.start() - start)
                .filter(at -> at >= 0 && at < length)
                .toList();
        SongExcerpt music = SongExcerpts.of(song, "", "", start, length);
        return new Excerpt(music, frameCount, beats, sections, isTrusted, notes);
    }

    private double bestStart(double length) {
        boolean barsKnown = song.beats().stream().anyMatch(Beat::isDownbeat);
        Double start = bestBeat(length, barsKnown);
        if (start == null && barsKnown) {
            start = bestBeat(length, false);
        }
        return start == null ? 0 : start;
    }

    private @Nullable Double bestBeat(double length, boolean onDownbeats) {
        Double best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (Beat beat : song.beats()) {
            boolean fits = beat.seconds() >= 0 && beat.seconds() + length <= song.durationSeconds() + 1e-6;
            if (!fits || (onDownbeats && !beat.isDownbeat())) {
                continue;
            }
            double score = score(beat.seconds(), length);
            if (score > bestScore) {
                bestScore = score;
                best = beat.seconds();
            }
        }
        return best;
    }

    /** Loud music, a section that begins with the cut or ends with it, and a first bar that is not a fade-in. */
    private double score(double start, double length) {
        double tolerance = song.bpm() > 0 ? 30 / song.bpm() : 0.25;
        double score = mood.rank(start, start + length) + 0.2 * mood.energy(start, start + Math.min(4, length));
        for (Section section : song.sections()) {
            if (Math.abs(section.start() - start) <= tolerance) {
                score += section.label().equals("chorus") ? 0.25 : 0.15;
            }
            if (Math.abs(section.end() - start - length) <= tolerance) {
                score += 0.1;
            }
        }
        return score;
    }

    private double loudestStart(double length) {
        double best = 0;
        double bestScore = score(0, length);
        for (double start = 0.5; start + length <= song.durationSeconds(); start += 0.5) {
            double score = score(start, length);
            if (score > bestScore + 1e-9) {
                bestScore = score;
                best = start;
            }
        }
        return best;
    }

    private String startNote(double start) {
        String label = "";
        boolean isSectionStart = false;
        for (Section section : song.sections()) {
            if (start >= section.start() - 0.25 && start < section.end()) {
                label = section.label();
                isSectionStart = Math.abs(section.start() - start) < 0.5;
            }
        }
        String place = label.isEmpty() ? "" : isSectionStart ? ", where the " + label + " begins" : ", in the " + label;
        return String.format(Locale.ROOT, "The music starts %.1f s into the song%s.", start, place);
    }
}
