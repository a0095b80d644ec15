// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Loudness;
import dev.rushes.editorial.music.WaveformLevel;
import dev.rushes.worker.audio.sound.Curve;
import java.util.List;
import java.util.stream.DoubleStream;

/** How loud a sound is that passes by, in one pass for all who ask. Not safe for use by several threads. */
final class Levels {

    private final int sampleRate;
    private final LoudnessMeter.Weighting weighting;
    private final Curve peaks = new Curve();
    private final DoubleStream.Builder steps = DoubleStream.builder();
    private final DoubleStream.Builder squares = DoubleStream.builder();
    private long samples;
    private long peakEnd;
    private long stepEnd;
    private long hopEnd;
    private int hops;
    private float peak;
    private double weighted;
    private double square;
    private float loudest;
    private double power;

    Levels(int sampleRate) {
        this.sampleRate = sampleRate;
        weighting = new LoudnessMeter.Weighting(sampleRate);
        peakEnd = Waveform.finest(sampleRate);
        stepEnd = LoudnessMeter.step(sampleRate);
        hopEnd = hopEnd(0);
    }

    /** Hears the next samples, [from, to). */
    void hear(float[] sound, int from, int to) {
        int at = from;
        while (at < to) {
            long next = Math.min(peakEnd, Math.min(stepEnd, hopEnd));
            int until = (int) Math.min(to, at + next - samples);
            weighting.hear(sound, at, until);
            weighted += weighting.weighted();
            square += weighting.square();
            power += weighting.square();
            peak = Math.max(peak, weighting.peak());
            samples += until - at;
            at = until;
            close(false);
        }
    }

    private void close(boolean isEnd) {
        if (samples == peakEnd || (isEnd && samples > peakEnd - Waveform.finest(sampleRate))) {
            peaks.add(peak);
            loudest = Math.max(loudest, peak);
            peak = 0;
            peakEnd += Waveform.finest(sampleRate);
        }
        if (samples == stepEnd) {
            steps.add(weighted / LoudnessMeter.step(sampleRate));
            weighted = 0;
            stepEnd += LoudnessMeter.step(sampleRate);
        }
        if (samples == hopEnd || (isEnd && samples > hopEnd(hops - 1))) {
            squares.add(square);
            square = 0;
            hopEnd = hopEnd(++hops);
        }
    }

    private long hopEnd(int hop) {
        return Math.round((hop + 1) * Energy.HOP_SECONDS * sampleRate);
    }

    /** Returns the root mean square so far, 0 before the first sample. */
    double level() {
        return samples == 0 ? 0 : Math.sqrt(power / samples);
    }

    long samples() {
        return samples;
    }

    /** Ends the sound; nothing is heard after it. */
    Heard finish() {
        close(true);
        return new Heard(
                Energy.of(squares.build().toArray(), Energy.HOP_SECONDS * sampleRate, samples),
                LoudnessMeter.of(steps.build().toArray(), loudest, power / Math.max(1, samples)),
                Waveform.of(peaks.toArray(), sampleRate));
    }

    /** What {@link Levels} found. */
    record Heard(EnergyCurve energy, Loudness loudness, List<WaveformLevel> waveform) {}
}
