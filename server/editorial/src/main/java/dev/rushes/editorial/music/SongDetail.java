// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.List;

/**
 * What is known of a song beyond its beats. Songs analyzed by older versions have {@link #NONE}.
 *
 * @param summary what was heard, one plain sentence; says so if there is no beat
 * @param recommendedUse what it suits, in words
 * @param loudness how loud it is
 * @param moods words such as driving, calm, bright; most fitting first
 * @param events drops, builds and breaks in time order
 * @param excerpts best parts for usual lengths, by length
 * @param waveform outlines, finest first
 * @param evidence what beats can be fitted to again
 */
public record SongDetail(
        String summary,
        String recommendedUse,
        Loudness loudness,
        List<String> moods,
        List<SongEvent> events,
        List<ExcerptSuggestion> excerpts,
        List<WaveformLevel> waveform,
        BeatEvidence evidence) {

    /** Nothing is known. */
    public static final SongDetail NONE =
            new SongDetail("", "", Loudness.SILENCE, List.of(), List.of(), List.of(), List.of(), BeatEvidence.NONE);

    public SongDetail {
        moods = List.copyOf(moods);
        events = List.copyOf(events);
        excerpts = List.copyOf(excerpts);
        waveform = List.copyOf(waveform);
    }
}
