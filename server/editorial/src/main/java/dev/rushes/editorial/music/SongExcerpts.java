// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.ArrayList;
import java.util.List;

/** Cuts excerpts out of a song. */
public final class SongExcerpts {

    /** Beats this close are the same beat: half a frame at 30 fps. */
    private static final double SAME_BEAT_SECONDS = 1 / 60.0;

    private SongExcerpts() {}

    /**
     * Returns the part of a song from {@code start} on, as long as the song reaches.
     *
     * @param former the excerpt it takes the place of: its song id and file name are kept
     * @param start seconds from the start of the song
     * @param length wanted length in seconds
     */
    public static SongExcerpt of(SongAnalysis song, SongExcerpt former, double start, double length) {
        List<Double> beats = new ArrayList<>();
        for (Beat beat : song.beats()) {
            double at = beat.seconds() - start;
            if (at >= 0 && at < length) {
                beats.add(at);
            }
        }
        double hop = song.energy().hopSeconds();
        List<Double> energy = new ArrayList<>();
        if (!song.energy().values().isEmpty()) {
            for (int i = 0; i * hop < length; i++) {
                energy.add(song.energy().at(start + i * hop));
            }
        }
        return new SongExcerpt(
                former.songId(),
                former.fileName(),
                song.bpm(),
                start,
                Math.clamp(song.durationSeconds() - start, 0.0, length),
                beats,
                new EnergyCurve(hop, energy));
    }

    /** Returns a song with the beats of an excerpt, which people may have corrected, in place of those heard under it. */
    public static SongAnalysis corrected(SongAnalysis heard, SongExcerpt excerpt) {
        if (excerpt.beats().isEmpty()) {
            return heard;
        }
        double from = excerpt.startSeconds();
        double to = from + excerpt.durationSeconds();
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
