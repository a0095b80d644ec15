// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.BeatEvidence;
import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongDetail;
import dev.rushes.editorial.music.SongEvent;
import dev.rushes.worker.audio.sound.PassingSound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One song being heard: its sound comes in pieces and is let go at once (W-90). What is kept of a second is under 700 numbers,
 * and of the first ten minutes the 8000 that {@link Flux.Meter} waits with. Not safe for use by several threads.
 */
public final class SongListener {

    /** Sound quieter than this is silence: -80 dB. */
    private static final double SILENCE = 1e-4;

    /** Every song is scaled to this level, so that the logarithm compresses all alike. */
    private static final double LEVEL = .1;

    /**
     * The window hears an attack coming, so frames are this early: 8 ms on clicks, 5 ms on made drums, 2 to 4 ms on the
     * development songs. The songs decide.
     */
    private static final double LEAD_SECONDS = .0035;

    private static final int STEP = 4096;

    private final int sampleRate;
    private final BeatActivation.Listening network;
    private final PassingSound sound;
    private final Levels levels;
    private final Flux.Meter flux;
    private final Harmony.Meter harmony;

    SongListener(int sampleRate, BeatActivation.Listening network) {
        this.sampleRate = sampleRate;
        this.network = network;
        levels = new Levels(sampleRate);
        flux = new Flux.Meter(sampleRate, () -> LEVEL / Math.max(SILENCE, levels.level()));
        harmony = new Harmony.Meter(sampleRate);
        sound = new PassingSound(Math.max(flux.reach(), harmony.reach()), STEP);
    }

    /**
     * Hears the next piece.
     *
     * @param samples mono, -1..1, not changed and not kept
     * @param count so many of them, from the first on
     */
    public void hear(float[] samples, int count) {
        for (int from = 0; from < count; from += STEP) {
            int to = Math.min(count, from + STEP);
            levels.hear(samples, from, to);
            sound.append(samples, from, to);
            flux.hear(sound);
            harmony.hear(sound);
            network.hear(samples, from, to);
        }
    }

    /**
     * Ends the song; call it once.
     *
     * @return the analysis; without a pulse its tempo is 0 and it has no beats
     */
    public SongAnalysis finish() {
        double duration = (double) levels.samples() / sampleRate;
        double level = levels.level();
        Levels.Heard loud = levels.finish();
        EnergyCurve energy = loud.energy();
        if (level < SILENCE) {
            return silence(duration, loud);
        }
        Features features = features();
        Flux rises = features.flux;
        Harmony chords = features.harmony;
        Pulse pulse = Pulse.of(features.onsets, rises, chords, energy);
        List<Beat> heard = beats(pulse, rises, chords, duration);
        List<Section> sections = Sections.of(duration, heard, rises, chords, energy);
        List<SongEvent> events = Events.of(heard, energy, duration);
        Moods moods = new Moods(pulse, loud.loudness(), rises, energy, duration);
        int meter = heard.stream().mapToInt(Beat::barPosition).max().orElse(0);
        boolean hasDrops = events.stream().anyMatch(event -> event.kind() == SongEvent.Kind.DROP);
        SongDetail detail = new SongDetail(
                moods.summary(meter),
                moods.use(hasDrops),
                loud.loudness(),
                moods.words(),
                events,
                Excerpts.of(duration, heard, sections, events, energy),
                loud.waveform(),
                evidence(pulse.onsets()));
        return new SongAnalysis(
                duration, pulse.bpm(), heard, pulse.confidence(), pulse.candidates(), energy, sections, detail);
    }

    /** Ends the sound; what beats are found in. */
    Features features() {
        Flux rises = flux.finish(sound);
        Onsets onsets = Onsets.of(rises);
        return new Features(
                rises,
                harmony.finish(sound),
                network.finish(rises.frames()).map(onsets::withActivation).orElse(onsets));
    }

    /** What beats are found in. */
    record Features(Flux flux, Harmony harmony, Onsets onsets) {}

    private static SongAnalysis silence(double duration, Levels.Heard loud) {
        SongDetail detail = new SongDetail(
                "The sound is silent.",
                "",
                loud.loudness(),
                List.of(),
                List.of(),
                List.of(),
                loud.waveform(),
                BeatEvidence.NONE);
        List<Section> whole = Sections.whole(duration, loud.energy());
        return new SongAnalysis(duration, 0, List.of(), 0, List.of(), loud.energy(), whole, detail);
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
}
