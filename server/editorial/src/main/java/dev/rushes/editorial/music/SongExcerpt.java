// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.List;

/**
 * The part of a song that lies under a timeline. Times count from the start of the excerpt.
 *
 * @param songId media of the song
 * @param fileName its name as a person knows it
 * @param bpm beats per minute
 * @param startSeconds where the excerpt begins in the song
 * @param durationSeconds length of the excerpt, zero or more
 * @param beats beats in seconds from the start of the excerpt; they may go on after its end
 * @param energy energy from the start of the excerpt; it may go on likewise
 */
public record SongExcerpt(
        String songId,
        String fileName,
        double bpm,
        double startSeconds,
        double durationSeconds,
        List<Double> beats,
        EnergyCurve energy) {

    public SongExcerpt {
        beats = List.copyOf(beats);
    }
}
