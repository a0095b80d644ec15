// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.List;

/**
 * What the analysers heard in a song.
 *
 * @param durationSeconds decoded duration
 * @param bpm tempo of the grid; 0 if there is none
 * @param beats in time order
 * @param confidence how far to trust the grid, 0..1
 * @param tempoCandidates readings of the tempo, most likely first; also of a song whose beat was too unsure for a grid
 * @param energy energy over time
 * @param sections in time order, tiling the song
 * @param detail what is known beyond that
 */
public record SongAnalysis(
        double durationSeconds,
        double bpm,
        List<Beat> beats,
        double confidence,
        List<TempoCandidate> tempoCandidates,
        EnergyCurve energy,
        List<Section> sections,
        SongDetail detail) {

    public SongAnalysis {
        beats = List.copyOf(beats);
        tempoCandidates = List.copyOf(tempoCandidates);
        sections = List.copyOf(sections);
    }

    /** A song of which no more is known than its beats, energy and sections. */
    public SongAnalysis(
            double durationSeconds,
            double bpm,
            List<Beat> beats,
            double confidence,
            List<TempoCandidate> tempoCandidates,
            EnergyCurve energy,
            List<Section> sections) {
        this(durationSeconds, bpm, beats, confidence, tempoCandidates, energy, sections, SongDetail.NONE);
    }
}
