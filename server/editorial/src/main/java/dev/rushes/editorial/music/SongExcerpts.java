// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.ArrayList;
import java.util.List;

/** Cuts excerpts out of a song. */
public final class SongExcerpts {

    /** Beats this close are the same beat: half a frame at 30 fps. */
    private static final double SAME_BEAT_SECONDS = 1 / 60.0;

    /** Taste: an ending that is tried out is rarely longer. */
    private static final double LEAST_AHEAD_SECONDS = 30;

    private SongExcerpts() {}

    /**
     * Returns the part of a song from {@code start} on, as long as the song reaches.
     *
     * @param former the excerpt it takes the place of: its song id and file name are kept
     * @param start seconds from the start of the song
     * @param length wanted length in seconds
     */
    public static SongExcerpt of(SongAnalysis song, SongExcerpt former, double start, double length) {
        return of(song, former.songId(), former.fileName(), start, length);
    }

    /**
     * As {@link #of(SongAnalysis, SongExcerpt, double, double)}, of a song that has no excerpt yet.
     *
     * @param songId media of the song; empty when it is not known here
     * @param fileName its name; empty likewise
     */
    public static SongExcerpt of(SongAnalysis song, String songId, String fileName, double start, double length) {
        double left = song.durationSeconds() - start;
        double known = Math.max(length, Math.min(left, reach(length)));
        return new SongExcerpt(
                songId,
                fileName,
                song.bpm(),
                start,
                Math.clamp(left, 0.0, length),
                beats(song, start, known),
                energy(song.energy(), start, known));
    }

    /**
     * Returns how far beats and energy of an excerpt go, in seconds from its start: after its end as long again, and at least
     * {@value #LEAST_AHEAD_SECONDS} s, so that who makes the cut longer cuts on beats there too.
     *
     * @param length of the excerpt in seconds
     */
    public static double reach(double length) {
        return length + Math.max(length, LEAST_AHEAD_SECONDS);
    }

    /** Returns the beats of a song between {@code start} and {@code length} seconds later, in seconds from {@code start}. */
    public static List<Double> beats(SongAnalysis song, double start, double length) {
        return song.beats().stream()
                .map(beat -> beat.seconds() - start)
                .filter(at -> at >= 0 && at < length)
                .toList();
    }

    private static EnergyCurve energy(EnergyCurve song, double start, double length) {
        List<Double> values = new ArrayList<>();
        if (!song.values().isEmpty()) {
            for (int i = 0; i * song.hopSeconds() < length; i++) {
                values.add(song.at(start + i * song.hopSeconds()));
            }
        }
        return new EnergyCurve(song.hopSeconds(), values);
    }

    /** Returns a song with the beats of an excerpt, which people may have corrected, in place of those heard under it. */
    public static SongAnalysis corrected(SongAnalysis heard, SongExcerpt excerpt) {
        if (excerpt.beats().isEmpty()) {
            return heard;
        }
        double from = excerpt.startSeconds();
        double to = from + Math.max(excerpt.durationSeconds(), excerpt.beats().getLast() + SAME_BEAT_SECONDS);
        List<Beat> beats = new ArrayList<>();
        heard.beats().stream().filter(beat -> beat.seconds() < from).forEach(beats::add);
        excerpt.beats().forEach(at -> beats.add(new Beat(from + at, barPosition(heard, from + at))));
        heard.beats().stream().filter(beat -> beat.seconds() >= to).forEach(beats::add);
        return new SongAnalysis(
                heard.durationSeconds(),
                excerpt.bpm(),
                beats,
                heard.confidence(),
                heard.tempoCandidates(),
                heard.energy(),
                heard.sections(),
                heard.detail());
    }

    /** The place in the bar of the beat heard at a time; 0 when none was heard there. */
    private static int barPosition(SongAnalysis heard, double seconds) {
        return heard.beats().stream()
                .filter(beat -> Math.abs(beat.seconds() - seconds) <= SAME_BEAT_SECONDS)
                .findFirst()
                .map(Beat::barPosition)
                .orElse(0);
    }

    /** Returns a song with even beats from a first one on, which is a downbeat, in place of those that were heard. */
    public static SongAnalysis regrid(SongAnalysis song, double bpm, double firstBeatSeconds, int beatsPerBar) {
        double period = 60 / bpm;
        int before = (int) Math.floor(firstBeatSeconds / period);
        List<Beat> beats = new ArrayList<>();
        for (int i = -before; firstBeatSeconds + i * period < song.durationSeconds(); i++) {
            beats.add(new Beat(firstBeatSeconds + i * period, Math.floorMod(i, beatsPerBar) + 1));
        }
        return new SongAnalysis(
                song.durationSeconds(),
                bpm,
                beats,
                1,
                song.tempoCandidates(),
                song.energy(),
                song.sections(),
                song.detail());
    }
}
