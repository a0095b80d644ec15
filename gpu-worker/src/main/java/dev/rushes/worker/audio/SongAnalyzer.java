// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.BeatEvidence;
import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Loudness;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongDetail;
import dev.rushes.editorial.music.SongEvent;
import dev.rushes.editorial.music.WaveformLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hears beats, bars, energy and sections in decoded sound. Keeps no state: safe for use by several threads. Time and
 * memory are linear in the song; three minutes take about half a second on one core.
 *
 * <p>Onsets after Böck and Widmer (2013); for every tempo the song could have, beats after Krebs, Böck and Widmer (2015)
 * without a network and a constant grid where the song keeps one ({@link GridFit}); then the reading that explains the
 * whole song best ({@link Cue}).
 */
public final class SongAnalyzer {

    /** Changes whenever the same sound may give another result. */
    public static final String VERSION = "song-3";

    /** Sound quieter than this is silence: -80 dB. */
    private static final double SILENCE = 1e-4;

    /** Every song is scaled to this level, so that the logarithm compresses all alike. */
    private static final double LEVEL = .1;

    /**
     * The window hears an attack coming, so frames are this early: 8 ms on clicks, 5 ms on made drums, 2 to 4 ms on the
     * development songs. The songs decide.
     */
    private static final double LEAD_SECONDS = .0035;

    private final BeatActivation network;

    /** Hears beats from onsets. */
    public SongAnalyzer() {
        this(BeatActivation.NONE);
    }

    /** Hears beats with a network where it can be used. */
    public SongAnalyzer(BeatActivation network) {
        this.network = network;
    }

    /**
     * Analyzes a song.
     *
     * @param mono samples in -1..1, not changed
     * @param sampleRate hertz, 8000 to 192000; the figures are measured at 44100
     * @return the analysis; without a pulse its tempo is 0 and it has no beats
     */
    public SongAnalysis analyze(float[] mono, int sampleRate) {
        if (sampleRate < 8000 || sampleRate > 192_000) {
            throw new IllegalArgumentException("sampleRate: " + sampleRate + " (expected: 8000 to 192000)");
        }
        double duration = (double) mono.length / sampleRate;
        EnergyCurve energy = Energy.of(mono, sampleRate);
        Loudness loudness = LoudnessMeter.of(mono, sampleRate);
        List<WaveformLevel> waveform = Waveform.of(mono, sampleRate);
        double level = Energy.rms(mono, 0, mono.length);
        if (level < SILENCE) {
            SongDetail silent = new SongDetail(
                    "The sound is silent.", "", loudness, List.of(), List.of(), List.of(), waveform, BeatEvidence.NONE);
            return new SongAnalysis(
                    duration, 0, List.of(), 0, List.of(), energy, Sections.whole(duration, energy), silent);
        }
        Flux flux = Flux.of(mono, sampleRate, (float) (LEVEL / level));
        Harmony harmony = Harmony.of(mono, sampleRate);
        Onsets onsets = Onsets.of(flux);
        Pulse pulse = Pulse.of(
                network.of(mono, sampleRate, flux.frames())
                        .map(onsets::withActivation)
                        .orElse(onsets),
                harmony,
                energy);
        List<Beat> heard = beats(pulse, flux, harmony, duration);
        List<Section> sections = Sections.of(duration, heard, flux, harmony, energy);
        List<SongEvent> events = Events.of(heard, energy, duration);
        Moods moods = new Moods(pulse, loudness, flux, energy, duration);
        int meter = heard.stream().mapToInt(Beat::barPosition).max().orElse(0);
        boolean hasDrops = events.stream().anyMatch(event -> event.kind() == SongEvent.Kind.DROP);
        SongDetail detail = new SongDetail(
                moods.summary(meter),
                moods.use(hasDrops),
                loudness,
                moods.words(),
                events,
                Excerpts.of(duration, heard, sections, events, energy),
                waveform,
                evidence(pulse.onsets()));
        return new SongAnalysis(
                duration, pulse.bpm(), heard, pulse.confidence(), pulse.candidates(), energy, sections, detail);
    }

    private static List<Beat> beats(Pulse pulse, Flux flux, Harmony harmony, double duration) {
        double[] beats = pulse.beats();
        int[] positions = Downbeats.positions(beats, flux, harmony);
        List<Beat> heard = new ArrayList<>(beats.length);
        for (int i = 0; i < beats.length; i++) {
            double seconds = beats[i] / Flux.FRAMES_PER_SECOND + LEAD_SECONDS;
            if (seconds >= 0 && seconds <= duration) {
                heard.add(new Beat(seconds, positions[i]));
            }
        }
        return heard;
    }

    private static BeatEvidence evidence(Onsets onsets) {
        float[] sorted = onsets.strength().clone();
        Arrays.sort(sorted);
        double top = sorted.length == 0 ? 1 : Math.max(1e-6, sorted[(int) (.995 * (sorted.length - 1))]);
        return new BeatEvidence(1.0 / Flux.FRAMES_PER_SECOND, LEAD_SECONDS, ByteCurve.from(onsets.strength(), top));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
